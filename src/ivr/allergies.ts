import {
  ingredientWords,
  presenceOf,
  type Dish,
  type Presence,
} from '../menu/allergens/dish-contents.js';
import type { CatalogueItem } from '../menu/catalogue/menu.js';
import { ALLERGENS } from '../menu/catalogue/menu-document.js';
import { transfer } from './checkout.js';
import {
  allergyCorrection,
  allergyStatement,
  contentsQuestion,
  type ContentsQuestion,
} from './intents/allergies.js';
import { parseItemRequests } from './intents/item-request-parser.js';
import { utteranceOf, type Utterance } from './intents/utterance.js';
import type { Flow, IvrStep } from './ivr-state.js';
import { lastLine } from './line-changes.js';
import { orderOf, textOf, type CurrentOrder } from './tool-results.js';
import type { Turn } from './turn.js';

/** Steps at which a dish that was asked about is offered. */
const OFFERING: readonly IvrStep['kind'][] = [
  'main',
  'more',
  'categories',
  'items',
  'which-item',
  'offer-item',
  'offers',
  'order',
];

const KNOWN: readonly string[] = ALLERGENS;

/**
 * Notes the allergies in what a caller says at any step, and confirms them.
 *
 * @returns `rest`: what is left to answer; null: nothing. `open`: it was not said to what.
 */
export function* takeAllergies(
  turn: Turn,
  utterance: Utterance,
): Flow<{ readonly heard: 'nothing' | 'noted' | 'open'; readonly rest: Utterance | null }> {
  const { allergiesNoted: before = [] } = turn.state;
  if (before.length > 0) turn.set({ allergiesNoted: [] });
  if (yield* correctAllergies(turn, utterance.raw, before)) return { heard: 'noted', rest: null };
  const statement = allergyStatement(utterance.raw, turn.vocabulary);
  if (statement === null) return { heard: 'nothing', rest: utterance };
  const { stated, denied, open } = statement;
  const rest = utteranceOf({ speech: statement.rest }, turn.vocabulary);
  if (denied.length > 0 && (yield* turn.order()).allergies.some((one) => denied.includes(one))) {
    yield* noteAllergies(turn, denied, { withdrawn: true });
  }
  if (stated.length > 0) yield* noteAllergies(turn, stated, { alone: rest === null });
  return { heard: open ? 'open' : 'noted', rest };
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

/** Asks for the allergy that was only mentioned, before the question that comes next. */
export function askWhichAllergy(turn: Turn): void {
  const { step } = turn.state;
  if (!turn.ended && step.kind !== 'allergy') turn.goTo({ kind: 'allergy', next: step });
}

/** Notes allergies, or takes them back, and says so. `alone`: nothing else was said. */
export function* noteAllergies(
  turn: Turn,
  allergies: readonly string[],
  { withdrawn = false, alone = false },
): Flow {
  const result = yield* turn.run('note_allergy', {
    allergies,
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
  turn.tell(textOf(result['spoken']) ?? '');
  turn.tell(textOf(result['warning']) ?? '');
  if (alone && !withdrawn) turn.tell(turn.context.menu.business.allergenNotice);
}

/**
 * Answers a question about what is in a dish, from the data of the menu alone. "It" is the dish
 * under discussion: the one half chosen, asked about or added last. False: it is no such question.
 */
export function* answerContents(turn: Turn, { raw, command }: Utterance): Flow<boolean> {
  const question = command === null ? contentsQuestion(raw, turn.vocabulary) : null;
  if (question === null) return false;
  const order = orderOf(yield* turn.run('view_order'));
  const subject = subjectOf(turn, order);
  const isThat = turn.vocabulary.allergies.thatDish.test(question.dish);
  const dish = isThat ? subject : dishCalled(turn, question.dish, subject);
  if (dish === null) {
    // Of no dish can be said what is in it.
    if (isThat) turn.tell(turn.context.menu.business.allergenNotice);
    return isThat;
  }
  if (asksForChoices(turn, dish, question) || (isThat && asksForDish(turn, question))) return false;
  const ofAllergens = /all?[eé]rg/i.test(raw);
  tellContents(turn, dish, question.what, order, ofAllergens);
  const ordered = order.lines.some(({ itemId }) => itemId === dish.item.id);
  offerDish(turn, dish.item.id, !isThat && dish !== subject && !ordered);
  return true;
}

/**
 * A dish is the one spoken of from now on.
 *
 * @param offered ask whether it shall be ordered, where callers may order.
 */
export function offerDish(turn: Turn, itemId: string | undefined, offered: boolean): void {
  if (itemId === undefined) return;
  turn.set({ aboutItemId: itemId });
  if (!offered || !OFFERING.includes(turn.state.step.kind)) return;
  const item = turn.context.menu.item(itemId);
  const gone = item ? turn.unavailable(item) : null;
  if (gone === null) turn.goTo({ kind: 'offer-item', itemId, optionRequests: [] });
  else turn.tell(gone);
}

/** Says what is in a dish: all that the menu tells, or what was asked, with the allergens stated. */
function tellContents(
  turn: Turn,
  dish: Dish,
  what: ContentsQuestion['what'],
  { allergies }: CurrentOrder,
  ofAllergens: boolean,
): void {
  const { name, description } = dish.item;
  const asked = what === 'mine' ? allergies : what === 'all' ? [] : what;
  const all = what === 'mine' ? asked.length === 0 : ofAllergens || description === '';
  const lists = asked.length === 0 ? all : asked.some((one) => KNOWN.includes(one));
  const found = asked.map((one) => ({ one, presence: presenceIn(turn, dish, one) }));
  const those = (wanted: Presence): readonly string[] =>
    found.filter(({ presence }) => presence === wanted).map(({ one }) => one);

  const stated = statedIn(dish);
  const contained = those('contained').filter((one) => stated?.includes(one) !== true);
  const unlisted = those('unlisted');
  // That nothing is known of any allergen is said below, where there is nothing else to say.
  const untold = stated === null && contained.length === 0;
  const unknown = those('unknown').filter((one) => !untold || !KNOWN.includes(one));
  const { spoken, context } = turn;
  const describes = what === 'all' || unknown.some((one) => !KNOWN.includes(one));
  if (describes && description !== '') turn.tell(`${name}: ${spoken.described(description)}`);
  if (contained.length > 0) turn.tell(spoken.allergies.contains(name, contained));
  if (unlisted.length > 0) turn.tell(spoken.allergies.unlisted(name, unlisted));
  if (unknown.length > 0) turn.tell(spoken.allergies.unknown(name, unknown));
  if (!lists) return;
  if (stated !== null || untold) turn.tell(spoken.allergens(name, stated));
  turn.tell(context.menu.business.allergenNotice);
}

/** What is spoken of: a dish of the menu, or an option by itself. */
export type Subject = Dish & {
  readonly item: Dish['item'] &
    Partial<Pick<CatalogueItem, 'id' | 'groups' | 'category' | 'dietary'>>;
};

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

/** The dish under discussion, with the options chosen so far. */
export function subjectOf(turn: Turn, order: CurrentOrder): Subject | null {
  const { step, aboutItemId } = turn.state;
  if ('draft' in step) return dishOf(turn, step.draft);
  if (step.kind === 'offer-item') return dishOf(turn, { itemId: step.itemId, optionIds: [] });
  const named = 'lineId' in step && order.lines.find(({ lineId }) => lineId === step.lineId);
  if (named) return dishOf(turn, named);
  const line =
    aboutItemId === undefined
      ? lastLine(turn, order)
      : order.lines.findLast(({ itemId }) => itemId === aboutItemId);
  return dishOf(turn, line ?? { itemId: aboutItemId ?? '', optionIds: [] });
}

/** The one dish that is called so; "the pizza" may be the one under discussion. */
export function dishCalled(turn: Turn, words: string, subject: Subject | null): Subject | null {
  const { words: menuWords, search } = turn.context;
  const { itemRequests, optionRequests } = parseItemRequests(words, menuWords, search);
  const [named] = itemRequests;
  if (!named) return optionRequests.length > 0 ? optionCalled(turn, words, subject) : null;
  if (named.unsure) return null;
  if (subject?.item.id !== undefined && named.itemIds.includes(subject.item.id)) return subject;
  if (named.itemIds.length === 1) {
    return dishOf(turn, { itemId: named.itemIds[0] ?? '', optionIds: [] });
  }
  return subject?.item.category?.id === named.categoryId ? subject : null;
}

/**
 * "The Italian dressing" by itself, as all options that are called so together; "the large", which
 * has no allergens of its own, is the dish under discussion.
 */
function optionCalled({ context }: Turn, words: string, subject: Subject | null): Subject | null {
  const tokens = context.words.tokens(words);
  const { determiners } = context.words.vocabulary.food;
  const from = tokens.findIndex((token) => !determiners.has(token));
  const first = context.words.optionAt(tokens, from, null)?.found;
  if (from < 0 || !first || first.minus) return null;
  const { name } = first.option;
  const called = context.menu.modifierGroups
    .flatMap(({ options }) => options)
    .filter((option) => option.name === name);
  const stated = called.map(({ allergens }) => allergens);
  const allergens = stated.includes(null) ? null : [...new Set(stated.flatMap((one) => one ?? []))];
  if (allergens?.length === 0) return subject;
  return { item: { name, description: '', allergens }, options: [] };
}

function dishOf(
  turn: Turn,
  { itemId, optionIds }: { readonly itemId: string; readonly optionIds: readonly string[] },
): Subject | null {
  const { menu } = turn.context;
  const item = menu.item(itemId);
  return item === undefined
    ? null
    : { item, options: optionIds.flatMap((id) => menu.option(item, id) ?? []) };
}

/** "¿Tiene pizza?" asks for a dish, not for what is in one. */
function asksForDish({ context }: Turn, { what }: ContentsQuestion): boolean {
  if (typeof what === 'string') return false;
  return what
    .filter((one) => !KNOWN.includes(one))
    .some((one) => {
      const tokens = context.words.tokens(one);
      return (
        context.words.itemAt(tokens, 0) !== null ||
        context.words.categoryOf(tokens[0] ?? '') !== null
      );
    });
}

/** "Does it have other sizes" is about a group of choices. */
function asksForChoices({ context }: Turn, { item }: Subject, { what }: ContentsQuestion): boolean {
  if (typeof what === 'string') return false;
  const kinds = (item.groups ?? []).flatMap(({ name }) => context.words.named(name));
  return what.some((one) => context.words.tokens(one).some((token) => kinds.includes(token)));
}
