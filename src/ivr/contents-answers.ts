import {
  ingredientWords,
  presenceOf,
  type Dish,
  type Presence,
} from '../menu/allergens/dish-contents.js';
import { partCalled } from './browsing.js';
import { answerPart } from './diets.js';
import { choiceCalled, tellChoices } from './choice-answers.js';
import { isQuestion } from '../understanding/commands.js';
import {
  contentsQuestion,
  followUp,
  ingredientNext,
  questionInside,
  type ContentsQuestion,
} from '../understanding/contents-question.js';
import { type Utterance } from '../understanding/utterance.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';
import { plain } from '../understanding/words.js';
import type { AskedBefore, Flow } from './ivr-state.js';
import { looseContents } from './loose-contents.js';
import { mayAdd, withNamed, withWishes } from './named-options.js';
import {
  asOrdered,
  dishCalled,
  dishOf,
  namesDish,
  namesOther,
  offerDish,
  subjectOf,
  type Subject,
} from './subjects.js';
import { tellNotice, warnOf } from './warnings.js';
import { orderOf, type CurrentOrder } from './tool-results.js';
import type { Turn } from './turn.js';
import { ALLERGENS } from '../menu/catalogue/menu-document.js';

const KNOWN: readonly string[] = ALLERGENS;

/**
 * Answers a question about what is in a dish, from the data of the menu alone. "It" is the dish
 * under discussion: the one half chosen, asked about or added last. False: it is no such question.
 */
export function* answerContents(turn: Turn, utterance: Utterance): Flow<boolean> {
  const question = utterance.command === null ? questionIn(turn, utterance.raw) : null;
  if (question === null) return false;
  const order = orderOf(yield* turn.run('view_order'));
  const subject = subjectOf(turn, order);
  const isThat = pointsAt(turn, question.dish);
  const { what: asked } = question;
  // "And pineapple" is about the dish before, and about no Hawaiian.
  const ofIngredients = typeof asked === 'object' && asked.every((one) => isIngredient(turn, one));
  if (question.dish === '' && !ofIngredients && namesOther(turn, utterance.raw, subject))
    return false;
  const several = severalAsked(turn, question.dish, order);
  if (several.length > 1 && question.what !== 'same') {
    for (const one of several) tellContents(turn, one, question.what, order, AS_ASKED);
    turn.set({ asked: { about: 'dish', what: question.what } });
    return true;
  }
  const choice = isThat ? null : choiceCalled(turn, question.dish, subject);
  if (isGroups(choice)) return askOfGroups(turn, choice, question, order);
  const called = isThat ? subject : (choice ?? dishCalled(turn, question.dish, subject, order));
  // "Does that bread have nuts": the kind of the dish spoken of, unless another dish is called so.
  const points = turn.vocabulary.allergies.thatKind.test(question.dish);
  const found = called ?? (points && !namesDish(turn, question.dish) ? subject : null);
  if (found === null) {
    const part = isThat ? null : partCalled(turn, question.dish);
    if (part !== null && typeof asked === 'object' && asked.every((one) => KNOWN.includes(one))) {
      answerPart(turn, question.dish, asked, turn.vocabulary.diets.free.test(plain(utterance.raw)));
      return true;
    }
    // Of no dish can be said what is in it.
    if (isThat) tellNotice(turn);
    return isThat;
  }
  const what = question.what === 'same' ? sameAsBefore(turn, order) : question.what;
  if (asksForChoices(turn, found, what) || (isThat && asksForDish(turn, what, utterance.raw)))
    return false;
  const ofMenu = typeof what === 'string' || what.every((one) => KNOWN.includes(one));
  const { dish, optionRequests } = withNamed(turn, found, {
    called: question.dish,
    said: ofMenu ? (question.said ?? '') : '',
    what: typeof what === 'string' ? [] : what,
  });
  const ofAllergens = /all?[eé]rg/i.test(utterance.raw);
  const asSaid =
    typeof what === 'string' ? [] : what.map((one) => [one, written(utterance.raw, one)] as const);
  tellContents(turn, dish, what, order, { ofAllergens, asSaid: new Map(asSaid) });
  turn.set({ asked: { about: 'dish', what } });
  const ordered = order.lines.some(({ itemId }) => itemId === dish.item.id);
  const isNew = optionRequests.length > 0 || (!isThat && dish !== subject);
  offerDish(turn, dish.item.id, isNew && !ordered, optionRequests);
  return true;
}

/** "It", and "it with the gluten free crust". */
function pointsAt({ context, vocabulary }: Turn, called: string): boolean {
  const { thatDish } = vocabulary.allergies;
  if (thatDish.test(called)) return true;
  const tokens = plain(called).split(' ');
  return thatDish.test(tokens[0] ?? '') && context.words.vocabulary.food.plus.has(tokens[1] ?? '');
}

/** "Do the knots or the garlic bread have any"; "is there dairy in that", of all that was read back. */
function severalAsked(turn: Turn, called: string, { lines }: CurrentOrder): readonly Subject[] {
  const { context, state, vocabulary } = turn;
  if (vocabulary.allergies.thatDish.test(called)) {
    return state.step.kind === 'confirm' ? lines.flatMap((line) => dishOf(turn, line) ?? []) : [];
  }
  const { either, joints } = context.words.vocabulary.food;
  const [joint = ''] = joints;
  const listed = plain(called)
    .split(' ')
    .map((word) => (either.has(word) ? joint : word));
  const { itemRequests } = parseItemRequests(listed.join(' '), context.words, () => []);
  if (!itemRequests.every(({ itemIds, unsure }) => itemIds.length === 1 && !unsure)) return [];
  const itemIds = new Set(itemRequests.flatMap((one) => one.itemIds));
  if (itemIds.size < 2) return [];
  return [...itemIds].flatMap((itemId) => {
    const dish = asOrdered(turn, itemId, lines);
    const own = itemRequests.filter((one) => one.itemIds.includes(itemId));
    const wishes = own.flatMap((one) => one.optionRequests);
    return dish ? [withWishes(turn, dish, wishes).dish] : [];
  });
}

function isGroups(
  choice: ReturnType<typeof choiceCalled>,
): choice is Exclude<typeof choice, Subject | null> {
  return Array.isArray(choice);
}

/** "Is there egg in the crust", of which none was chosen: says it of each. False: it asks for more. */
function askOfGroups(
  turn: Turn,
  groups: Exclude<ReturnType<typeof choiceCalled>, Subject | null>,
  question: ContentsQuestion,
  order: CurrentOrder,
): boolean {
  const same = question.what === 'same' ? sameAsBefore(turn, order) : question.what;
  const what = same === 'mine' ? order.allergies : same;
  if (typeof what === 'string' || what.length === 0) return false;
  if (!what.every((one) => KNOWN.includes(one))) return false;
  tellChoices(turn, groups, what, false);
  turn.set({ asked: { about: 'dish', what } });
  return true;
}

/** The question in what was said, which may go on from the one before or follow other words. */
function questionIn(turn: Turn, raw: string): ContentsQuestion | null {
  const { vocabulary, state } = turn;
  const whole = contentsQuestion(raw, vocabulary);
  if (whole) return whole;
  const { asked, step, allergiesNoted: noted = [] } = state;
  const next = followUp(raw, vocabulary);
  // "I can't have dairy, what about the pesto", "I'm allergic to eggs, the carbonara?"
  const stated = noted.length > 0 ? { about: 'allergy' as const, what: noted } : null;
  const before = stated ?? asked;
  const further =
    asked?.about === 'dish' && !('draft' in step) ? ingredientNext(raw, vocabulary) : null;
  if (further !== null && isIngredient(turn, further)) return { dish: '', what: [further] };
  if (next && before && next.rest !== '')
    return { dish: next.rest, what: before.what, said: next.rest };
  if (
    next &&
    next.what.length > 0 &&
    ((asked && asked.about !== 'allergy') || step.kind === 'offer-item')
  ) {
    return { dish: '', what: next.what };
  }
  if (stated && raw.endsWith('?') && isNamed(turn, raw)) return { dish: plain(raw), what: noted };
  const inside = questionInside(raw, vocabulary);
  return inside && !namesDish(turn, inside.before) ? inside.question : looseContents(turn, raw);
}

/** What may be put on a dish, or is called like no dish: "and pineapple", "and onions". */
function isIngredient({ context: { words } }: Turn, text: string): boolean {
  const tokens = words.tokens(text);
  if (words.vocabulary.allergies.lexicon.in(tokens).length > 0) return false;
  if (words.isDish(text) || tokens.some((token) => words.categoryOf(token) !== null)) return false;
  const isOption = words.optionAt(tokens, 0, null)?.length === tokens.length;
  return isOption || tokens.every((_, at) => words.itemAt(tokens, at) === null);
}

/** A dish with its article and nothing else: "the carbonara". */
function isNamed({ context }: Turn, raw: string): boolean {
  const [first = '', ...others] = plain(raw).split(' ');
  const { determiners, articles } = context.words.vocabulary.food;
  const tokens = context.words.tokens(others.join(' '));
  const { length } = context.words.itemAt(tokens, 0) ?? {};
  return determiners.has(first) && !articles.has(first) && length === tokens.length;
}

/** What "any" stands for: allergies stated in the same breath, what was asked before, those noted. */
function sameAsBefore({ state }: Turn, { allergies }: CurrentOrder): AskedBefore['what'] {
  const { allergiesNoted = [], asked } = state;
  if (allergiesNoted.length > 0) return allergiesNoted;
  return asked?.what ?? (allergies.length > 0 ? 'mine' : 'all');
}

/** How a question for the contents is answered. */
interface ToldAs {
  /** The caller asks for allergens as such. */
  readonly ofAllergens: boolean;
  /** What is no allergen, as recognition wrote it. */
  readonly asSaid: ReadonlyMap<string, string>;
}

/** Plain words as they were written, with their accents: "champiñones". An allergen stays its id. */
function written(raw: string, what: string): string {
  if (KNOWN.includes(what)) return what;
  const words = raw.split(/[^\p{L}\p{N}'-]+/u);
  return what
    .split(' ')
    .map((one) => words.find((word) => plain(word) === one)?.toLowerCase() ?? one)
    .join(' ');
}

const AS_ASKED: ToldAs = { ofAllergens: false, asSaid: new Map() };

/** Says what is in a dish: all that the menu tells, or what was asked, with the allergens stated. */
function tellContents(
  turn: Turn,
  dish: Subject,
  what: AskedBefore['what'],
  order: CurrentOrder,
  { ofAllergens, asSaid }: ToldAs,
): void {
  const { name, description } = dish.item;
  const { allergies } = order;
  const warned = warnOf(turn, dish, order);
  const asked = what === 'mine' ? allergies : what === 'all' ? [] : what;
  const all = what === 'mine' ? asked.length === 0 : ofAllergens || description === '';
  const found = asked
    .filter((one) => !warned.includes(one))
    .map((one) => ({ one, presence: presenceIn(turn, dish, one) }));
  const lists = asked.length === 0 ? all : asked.some((one) => KNOWN.includes(one));
  const those = (wanted: Presence): readonly string[] =>
    found.filter(({ presence }) => presence === wanted).map(({ one }) => one);

  const stated = statedIn(dish);
  const contained = those('contained').filter((one) => stated?.includes(one) !== true);
  const unlisted = those('unlisted');
  // That nothing is known of any allergen is said below, where there is nothing else to say.
  const untold = stated === null && contained.length === 0;
  const unknown = those('unknown').filter((one) => !untold || !KNOWN.includes(one));
  const { spoken } = turn;
  const describes = what === 'all' || unknown.some((one) => !KNOWN.includes(one));
  if (describes && description !== '') turn.tell(`${name}: ${spoken.described(description)}`);
  const said = (list: readonly string[]) => list.map((one) => asSaid.get(one) ?? one);
  if (contained.length > 0) turn.tell(spoken.allergies.contains(name, said(contained)));
  // What it contains comes first: nothing may sound like a reassurance.
  const tellsStated = lists && (untold || (stated !== null && stated.length > 0));
  if (tellsStated) turn.tell(spoken.allergens(name, stated));
  if (unlisted.length > 0) turn.tell(spoken.allergies.unlisted(name, unlisted));
  if (unknown.length > 0) turn.tell(spoken.allergies.unknown(name, said(unknown)));
  const told = [...warned, ...contained, ...unknown];
  const silent = [...new Set([...asked, ...allergies])].filter(
    (one) => KNOWN.includes(one) && !told.includes(one) && presenceOf(one, dish) === 'unlisted',
  );
  const possible = mayAdd(dish, silent);
  if (possible.length > 0) turn.tell(spoken.allergies.choicesMayAdd(possible));
  if (lists && stated !== null && stated.length === 0 && unlisted.length === 0) {
    turn.tell(spoken.allergens(name, stated));
  }
  if (lists || warned.length > 0) tellNotice(turn);
}

/** The allergens of a dish with its options; null when those of the dish are not stated. */
function statedIn({ item, options }: Dish): readonly string[] | null {
  const added = options.flatMap(({ allergens }) => allergens ?? []);
  return item.allergens && [...new Set([...item.allergens, ...added])];
}

/** A word in the caller's language may stand on the menu in another one: "piña" for pineapple. */
function presenceIn({ context }: Turn, dish: Dish, what: string): Presence {
  const presence = presenceOf(what, dish);
  if (presence !== 'unknown' || KNOWN.includes(what)) return presence;
  const named = context.words.named(ingredientWords(dish).flat().join(' '));
  const [word, ...others] = context.words.tokens(what);
  return word !== undefined && others.length === 0 && named.includes(word)
    ? 'contained'
    : 'unknown';
}

/** "¿Tiene pizza?" asks for a dish, not for what is in one. */
function asksForDish(turn: Turn, what: AskedBefore['what'], raw: string): boolean {
  if (typeof what === 'string') return false;
  const { context, vocabulary } = turn;
  const asks = isQuestion(raw, vocabulary) || ingredientNext(raw, vocabulary) !== null;
  return what
    .filter((one) => !KNOWN.includes(one))
    .some((one) => {
      const tokens = context.words.tokens(one);
      // "Does it have pineapple" asks for what may be put on it.
      if (asks && context.words.optionAt(tokens, 0, null)?.length === tokens.length) return false;
      return (
        context.words.itemAt(tokens, 0) !== null ||
        context.words.categoryOf(tokens[0] ?? '') !== null
      );
    });
}

/** "Does it have other sizes" is about a group of choices. */
function asksForChoices({ context }: Turn, { item }: Subject, what: AskedBefore['what']): boolean {
  if (typeof what === 'string') return false;
  const kinds = (item.groups ?? []).flatMap(({ name }) => context.words.named(name));
  return what.some((one) => context.words.tokens(one).some((token) => kinds.includes(token)));
}
