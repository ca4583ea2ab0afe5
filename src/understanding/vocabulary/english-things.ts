import type { Replacement } from './vocabulary.js';

/** What goes into the bag and is on no menu. */
const THING =
  '(?:(?:(?:paper|plastic|disposable|wooden) )*(?:napkins?|serviettes|forks?|knife|knives|(?<!soup )spoons?|cutlery|utensils|silverware|straws?|chopsticks)|' +
  '(?:paper|plastic|disposable) (?:plates?|cups?|bowls?)|(?<=\\b(?:some|and|few|any|extra|with|get|or|need) )plates(?! of)|paper towels?|(?:wet |moist )?wipes|(?:wet naps?)|' +
  '(?:(?:crushed|red|hot|ketchup|catsup|mustard|mayo|mayonnaise|soy sauce|hot sauce|red pepper|chil+i|pepper|parmesan|parm|cheese|salt|sugar|sweetener|oregano|ranch|vinegar|relish|condiment|sauce) )+packe?t?s|' +
  '(?:packets?|sachets?) of (?:(?:crushed|red|hot|soy|grated) )*\\w+|(?:crushed |dried |hot )*(?:red pepper|chil+i|pepper) flakes|crushed red pepper|salt and pepper|receipt)';
const SOME =
  '(?:(?:some|any|a|an|the|my|our) )?((?:(?:extra|more|few|couple(?: of)?|lots? of|plenty of|bunch of|lot of|many|two|three|four|five|six|seven|eight|ten|twelve|dozen|enough|\\d+) )*)';
/** So many words more of what the driver shall do. */
const TAIL =
  '(?: (?!and\\b|but\\b|also\\b|thats\\b|then\\b|with\\b|i\\b|ill\\b|id\\b|please\\b|can\\b|could\\b|make\\b|add\\b|thanks?\\b)\\w+){0,7}';

/** Wishes for the bag and for the driver, noted as they were said; on plain text. */
export const ENGLISH_THINGS: readonly Replacement[] = [
  [
    new RegExp(
      `\\b(?:i |we )?(?:dont|do not|wont) (?:need|want|include|put|give|send|bring|use)(?: me| us| in)*(?: any| the| a)? (${THING})\\b`,
      'g',
    ),
    'no $1',
  ],
  [
    new RegExp(
      `(?<!\\b(?:no|without|hold|not|skip|minus|less|hold the|skip the|allergic to) )(?<!\\b(?:no|without|hold|not|skip|hold the|skip the) (?:some|any|a|an|the) )\\b${SOME}(${THING})\\b`,
      'g',
    ),
    '$1$2',
  ],
  [new RegExp(`\\b(?:dont|do not) ((?:ring|knock|buzz|honk)\\b${TAIL})`, 'g'), 'do not $1'],
  [
    new RegExp(
      `\\b((?:ring|buzz|press|use|knock on|knock at) (?:the |my |our |apartment |apt )?(?:bell|doorbell|door|buzzer|intercom|unit|number|apartment|apt|side|back|rear|service|\\d+)\\b${TAIL}|ring twice|knock (?:loud\\w*|hard|twice))`,
      'g',
    ),
    '$1',
  ],
  [
    new RegExp(
      `\\b((?:leave|drop|set|put) (?:it|them|the food|the order|the pizzas?|everything) (?:off )?(?:at(?! that\\b)|by|with the|with my|outside|on the(?! side\\b)|in front|inside|near)\\b${TAIL})`,
      'g',
    ),
    '$1',
  ],
  [
    new RegExp(
      `\\b((?:call|text|phone) (?:me )?(?:when|once|as soon as|before|if)\\b${TAIL})`,
      'g',
    ),
    '$1',
  ],
  [
    new RegExp(
      `\\b((?:meet|come meet) (?:me|us|him|her) (?:outside|downstairs|at|in|on|out)\\b${TAIL})`,
      'g',
    ),
    '$1',
  ],
  [
    /\b(?:the |my |our )?((?:bell|doorbell|buzzer|intercom)(?: is|s|s)? (?:broken|not working|out of order|dead))\b(?: so)?/g,
    '$1',
  ],
  [
    /\b(?:the |my |our )?((?:gate|door|entry|lobby|building|buzzer) code (?:is )?\w+(?: \w+){0,3})/g,
    '$1',
  ],
];

/** Asks for a thing that is given away, rather than about a dish; on plain text. */
export const ENGLISH_GIVES = /\b(?:(?:do|have) you(?: guys)?|is there|are there|got)\b/;
