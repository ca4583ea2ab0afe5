import {
  ingredientWords,
  presenceOf,
  type Dish,
  type Presence,
} from '../menu/allergens/dish-contents.js';
import { ALLERGENS } from '../menu/catalogue/menu-document.js';
import { transfer } from './checkout.js';
import { choiceCalled, tellChoices } from './choice-answers.js';
import { allergyCorrection, allergyStatement } from '../understanding/allergies.js';
import { isQuestion } from '../understanding/commands.js';
import { allergyWish } from '../understanding/allergy-wishes.js';
import {
  contentsQuestion,
  followUp,
  ingredientNext,
  questionInside,
  type ContentsQuestion,
} from '../understanding/contents-question.js';
import { utteranceOf, type Utterance } from '../understanding/utterance.js';
import { plain } from '../understanding/words.js';
import type { AskedBefore, Flow } from './ivr-state.js';
import { looseContents } from './loose-contents.js';
import {
  dishCalled,
  namesDish,
  namesOther,
  offerDish,
  subjectOf,
  type Subject,
} from './subjects.js';
import { tellNotice, warnOf } from './warnings.js';
import { orderOf, textOf, type CurrentOrder } from './tool-results.js';
import type { Turn } from './turn.js';

const KNOWN: readonly string[] = ALLERGENS;

/** What a caller has said of allergies in a turn. */
interface Heard {
  readonly heard: 'nothing' | 'noted' | 'open';
  /** What is left to answer; null: nothing. */
  readonly rest: Utterance | null;
}

/**
 * Notes the allergies in what a caller says at any step, and confirms them. `open`: it was not said
 * to what.
 */
export function* takeAllergies(turn: Turn, utterance: Utterance): Flow<Heard> {
  const { allergiesNoted: before = [], asked } = turn.state;
  if (before.length > 0) turn.set({ allergiesNoted: [] });
  if (yield* correctAllergies(turn, utterance.raw, before)) return { heard: 'noted', rest: null };
  if (yield* withdrawAll(turn, utterance)) return { heard: 'noted', rest: null };
  const statement = allergyStatement(utterance.raw, turn.vocabulary, spokenOf(turn, asked));
  if (statement === null) return yield* takeWish(turn, utterance);
  const { stated, denied, open } = statement;
  if (open && stated.length === 0 && (yield* tellNoted(turn, utterance)))
    return { heard: 'noted', rest: null };
  const asks = /[?]\W*$/.test(utterance.raw) && statement.rest !== '' ? '?' : '';
  const rest = utteranceOf({ speech: `${statement.rest}${asks}` }, turn.vocabulary);
  if (denied.length > 0 && (yield* turn.order()).allergies.some((one) => denied.includes(one))) {
    yield* noteAllergies(turn, denied, { withdrawn: true });
  }
  if (stated.length > 0) yield* noteAllergies(turn, stated, { alone: rest === null });
  return { heard: open ? 'open' : 'noted', rest };
}

/** "You've got the allergy written down, right": those that are noted are told. */
function* tellNoted(turn: Turn, { raw }: Utterance): Flow<boolean> {
  const said = plain(raw);
  const { recounts, allergies: words, clauses } = turn.vocabulary;
  const isOther = recounts.another.test(said.replace(clauses.joints, '').trim());
  if (isOther || !words.remindsOf.test(said)) return false;
  const { allergies } = yield* turn.order();
  if (allergies.length > 0) yield* noteAllergies(turn, allergies, {});
  return allergies.length > 0;
}

/** The allergens that "that" stands for: those in question or asked about before. */
function spokenOf({ state: { step } }: Turn, asked: AskedBefore | null | undefined) {
  if (step.kind === 'allergy' && step.maybe) return step.maybe;
  return typeof asked?.what === 'object' ? asked.what.filter((one) => KNOWN.includes(one)) : [];
}

/** "Actually, I'm not allergic": all that was noted is taken back. */
function* withdrawAll(turn: Turn, { raw }: Utterance): Flow<boolean> {
  if (!turn.vocabulary.allergies.deniesAll.test(plain(raw))) return false;
  const { allergies } = yield* turn.order();
  if (allergies.length === 0) return false;
  yield* noteAllergies(turn, allergies, { withdrawn: true });
  return true;
}

/**
 * "No nuts in anything" is an allergy; of a dish that has them it may be a wish, and is asked about
 * after the rest has been dealt with.
 */
function* takeWish(turn: Turn, utterance: Utterance): Flow<Heard> {
  const nothing = { heard: 'nothing', rest: utterance } as const;
  const wish = utterance.command === null ? allergyWish(utterance.raw, turn.vocabulary) : null;
  if (wish === null || 'draft' in turn.state.step) return nothing;
  const order = yield* turn.order();
  const { allergies, of } = wish;
  if (of !== 'all' && isOnMenu(turn, utterance.raw)) return nothing;
  if (of !== 'all' && contentsQuestion(utterance.raw, turn.vocabulary)) return nothing;
  // "A pesto, no nuts" is a wish for that one dish.
  if (of === 'words') return nothing;
  const subject = of === 'nothing' && wish.rest === '' ? subjectOf(turn, order) : null;
  const isOfDish = subject && allergies.some((one) => presenceOf(one, subject) === 'contained');
  if (isOfDish === true) {
    if (allergies.every((one) => order.allergies.includes(one))) return nothing;
    turn.set({ maybeAllergies: allergies });
    return { heard: 'open', rest: utterance };
  }
  const rest = utteranceOf({ speech: wish.rest }, turn.vocabulary);
  yield* noteAllergies(turn, allergies, { alone: rest === null });
  return { heard: 'noted', rest };
}

/** A dish, or a choice to leave something out, is called so: "no peanuts". */
function isOnMenu({ context }: Turn, raw: string): boolean {
  const tokens = context.words.tokens(raw);
  return tokens.some((_, at) => {
    const option = context.words.optionAt(tokens, at, null)?.found;
    return option?.minus === true;
  });
}

/**
 * "No, not nuts, I said dairy": the one is noted in place of the other.
 *
 * @param before what was noted in the turn before.
 */
function* correctAllergies(turn: Turn, raw: string, before: readonly string[]): Flow<boolean> {
  const correction = allergyCorrection(raw, turn.vocabulary);
  if (correction === null) return false;
  const { stated } = correction;
  const { allergies } = yield* turn.order();
  const meant = correction.denied.length > 0 ? correction.denied : before;
  const denied = meant.filter((one) => allergies.includes(one) && !stated.includes(one));
  if (denied.length === 0) return false;
  yield* noteAllergies(turn, stated, {});
  if (!turn.ended) yield* noteAllergies(turn, denied, { withdrawn: true });
  return true;
}

/** Asks for the allergy that was only mentioned, or whether a wish is one, before the question that comes next. */
export function askWhichAllergy(turn: Turn): void {
  const { step, maybeAllergies: maybe = [] } = turn.state;
  if (maybe.length > 0) turn.set({ maybeAllergies: [] });
  if (turn.ended || step.kind === 'allergy') return;
  turn.goTo({ kind: 'allergy', next: step, ...(maybe.length > 0 && { maybe }) });
}

/** Warns of a dish that was begun in the same breath as an allergy was stated. */
export function* warnOfDraft(turn: Turn): Flow {
  if (turn.ended || !('draft' in turn.state.step)) return;
  const order = yield* turn.order();
  const dish = subjectOf(turn, order);
  if (dish) warnOf(turn, dish, order);
}

/** An ingredient by the word of the menu, of which its dishes are described: "champiñones" as "mushrooms". */
function asOnMenu({ context: { words } }: Turn, one: string): string {
  const [token = '', ...others] = words.tokens(one);
  if (KNOWN.includes(one) || others.length > 0) return one;
  const option = words.optionAt([token], 0, null)?.found.option;
  const written = option?.name.split(' ').find((word) => words.named(word).includes(token));
  const isOther = written !== undefined && !words.tokens(written).includes(token);
  return isOther ? plain(written) : one;
}

/** Notes allergies, or takes them back, and says so. `alone`: nothing else was said. */
export function* noteAllergies(
  turn: Turn,
  allergies: readonly string[],
  { withdrawn = false, alone = false },
): Flow {
  const result = yield* turn.run('note_allergy', {
    allergies: allergies.map((one) => asOnMenu(turn, one)),
    ...(withdrawn && { withdrawn }),
  });
  const { step } = turn.state;
  if (step.kind === 'allergy') turn.goTo(step.next);
  if (!result.ok) {
    turn.tellFault(result);
    if (result.error === 'allergy_too_late') yield* transfer(turn);
    return;
  }
  if (!withdrawn) turn.set({ allergiesNoted: allergies });
  turn.set({ asked: { about: 'allergy', what: allergies } });
  turn.tell(textOf(result['spoken']) ?? '');
  turn.tell(textOf(result['warning']) ?? '');
  const { step: next } = turn.state;
  if (!withdrawn && (next.kind === 'offer-item' || 'draft' in next)) {
    const order = yield* turn.order();
    const dish = subjectOf(turn, order);
    if (dish) warnOf(turn, dish, { allergies });
  }
  if (alone && !withdrawn) tellNotice(turn);
}

/**
 * Answers a question about what is in a dish, from the data of the menu alone. "It" is the dish
 * under discussion: the one half chosen, asked about or added last. False: it is no such question.
 */
export function* answerContents(turn: Turn, utterance: Utterance): Flow<boolean> {
  const question = utterance.command === null ? questionIn(turn, utterance.raw) : null;
  if (question === null) return false;
  const order = orderOf(yield* turn.run('view_order'));
  const subject = subjectOf(turn, order);
  const isThat = turn.vocabulary.allergies.thatDish.test(question.dish);
  if (question.dish === '' && namesOther(turn, utterance.raw, subject)) return false;
  const choice = isThat ? null : choiceCalled(turn, question.dish, subject);
  if (isGroups(choice)) return askOfGroups(turn, choice, question, order);
  const called = isThat ? subject : (choice ?? dishCalled(turn, question.dish, subject));
  // "Does that bread have nuts": the kind of the dish spoken of, unless another dish is called so.
  const points = turn.vocabulary.allergies.thatKind.test(question.dish);
  const dish = called ?? (points && !namesDish(turn, question.dish) ? subject : null);
  if (dish === null) {
    // Of no dish can be said what is in it.
    if (isThat) tellNotice(turn);
    return isThat;
  }
  const what = question.what === 'same' ? sameAsBefore(turn, order) : question.what;
  if (asksForChoices(turn, dish, what) || (isThat && asksForDish(turn, what, utterance.raw)))
    return false;
  const ofAllergens = /all?[eé]rg/i.test(utterance.raw);
  const asSaid =
    typeof what === 'string' ? [] : what.map((one) => [one, written(utterance.raw, one)] as const);
  tellContents(turn, dish, what, order, { ofAllergens, asSaid: new Map(asSaid) });
  turn.set({ asked: { about: 'dish', what } });
  const ordered = order.lines.some(({ itemId }) => itemId === dish.item.id);
  offerDish(turn, dish.item.id, !isThat && dish !== subject && !ordered);
  return true;
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
  if (next && before && next.rest !== '') return { dish: next.rest, what: before.what };
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

/** Says what is in a dish: all that the menu tells, or what was asked, with the allergens stated. */
function tellContents(
  turn: Turn,
  dish: Dish,
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
