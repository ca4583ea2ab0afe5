import type { Replacement } from './vocabulary.js';

/** How much of it: "extra toasty". */
const DEGREE =
  '(?:extra|super|really|very|nice and|a little(?: bit)?|a bit|a tad|slightly|kind of|kinda|not too|not so)';
/** Words of that shape which tell nothing of a dish. */
const NO_QUALITY =
  '(?:hungry|thirsty|busy|sorry|happy|tired|ready|pretty|excited|only|early|lady|baby|any|every|many|family|party|picky|' +
  'turkey|celery|gravy|curry|honey|jelly|berry|cherry|worried|confused|need|feed|red|bed|allergic|icy|sexy|funny|crazy|silly|lucky)';
const AMOUNT =
  '(?: (?:up|a (?:little|bit|tad)(?: (?:more|longer|extra|bit))?|well|longer|more|extra|lightly|all the way|through|good|nice|real|really|just|dark|black|crispy|golden|hot))*';

/** Wishes of any words of a known shape, noted as they were said. */
export const ENGLISH_WISHES: readonly Replacement[] = [
  [/\b(?:with )?((?:extra|more) (?:sauce|oil|dressing|salt|basil|croutons)|unsweetened)\b/g, '$1'],
  [
    new RegExp(
      `\\b(?:and )?((?:burn|toast|char|crisp|brown|warm|heat|bake|cook|grill|fry|melt) (?:it|them|that|the (?:crust|cheese|bread|bun|edges|bottom))${AMOUNT})(?= |$)`,
      'g',
    ),
    '$1',
  ],
  [
    /\b(leave (?:it|them) in(?: the oven)? (?:a (?:little|bit)(?: bit)? )?(?:longer|extra))\b/g,
    '$1',
  ],
  [
    new RegExp(
      `\\b(?:and )?(${DEGREE} (?!${NO_QUALITY}\\b)[a-z]{3,}(?:y|ed|ish))(?= (?:and|please|with|crust|on|for|thanks|if|but)\\b|$)`,
      'g',
    ),
    '$1',
  ],
];

/** What a dish can have more or less of. */
export const INGREDIENT =
  'cheese|mozzarella|parmesan|sauce|tomato|tomatoes|garlic|onions?|oil|olives?|peppers?|mushrooms?|salt|ice|dressing|butter|basil|chili|mayo|toppings?|pepperoni|spices?|lemon|cream|croutons';

/** "Lose the onions": what a dish comes with is left out. */
export const ENGLISH_LEFT_OUT: Replacement = [
  new RegExp(
    `\\b(?:lose|ditch|nix|drop|remove|get rid of|take (?:off|out)|cut)(?: the| any| those)* (?=(?:${INGREDIENT})\\b)`,
    'gi',
  ),
  'without ',
];
