import { ALL_ALLERGENS, allergenTokens } from '../menu/allergens/allergen-words.js';
import { presenceOf, type Presence } from '../menu/allergens/dish-contents.js';
import { ALLERGENS } from '../menu/catalogue/menu-document.js';
import type { CatalogueItem } from '../menu/catalogue/menu.js';
import { dietQuestion, type DietQuestion } from '../understanding/diet-questions.js';
import { contentsQuestion, followUp } from '../understanding/contents-question.js';
import { utteranceOf, type Utterance } from '../understanding/utterance.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';
import { plain } from '../understanding/words.js';
import { browse } from './browsing.js';
import { dishByTag } from './tagged-dish.js';
import type { Flow } from './ivr-state.js';
import { choiceCalled, groupsCalled, tellChoices } from './choice-answers.js';
import { dishCalled, namesDish, offerDish, subjectOf, type Subject } from './subjects.js';
import { tellNotice, warnOf } from './warnings.js';
import type { Turn } from './turn.js';

/** Most dishes that are read out to choose from. */
const MAX_OFFERED = 8;
/** Most dishes that are named in a sentence beside the answer, and most that are the answer. */
const MAX_NAMED = 6;

const KNOWN: readonly string[] = ALLERGENS;

type ListQuestion = Extract<DietQuestion, { readonly kind: 'without' | 'having' }>;
type TagQuestion = Extract<DietQuestion, { readonly kind: 'tags' }>;

/**
 * Answers which dishes go with a diet or an allergy, by the data of the menu alone, and never that
 * one can be eaten. Gives back what is left to answer; null: nothing.
 */
export function* answerDiets(turn: Turn, utterance: Utterance): Flow<Utterance | null> {
  const { raw, command } = utterance;
  if (command !== null && command !== 'browse') return utterance;
  if (isAboutOne(turn, raw)) return utterance;
  const question = dietQuestion(raw, turn.vocabulary) ?? listFollowUp(turn, raw);
  if (question === null) return utterance;
  if (question.kind === 'tags') return yield* answerTags(turn, question, utterance);
  if (question.kind === 'uses') {
    yield* answerUses(turn, question.dish);
    return null;
  }
  const groups = question.asks ? groupsCalled(turn, question.rest) : [];
  const isOfChoices = groups.length > 0;
  if (question.what !== 'mine' && !isOfChoices && namesDish(turn, question.rest)) return utterance;
  const what = question.what === 'mine' ? (yield* turn.order()).allergies : question.what;
  if (question.what === 'mine' && what.length === 0) {
    // "One of us is vegan, what can she have" is answered already.
    if (turn.hasSpoken) return null;
    const { diets: tags = [] } = turn.state;
    if (tags.length > 0) tellTagged(turn, tags, question.rest);
    else browse(turn, question.rest);
    return null;
  }
  // "What comes with the wings" is about a dish.
  const dishes = what.some((one) => !KNOWN.includes(one) && namesDish(turn, one));
  if (what.length === 0 || dishes) return utterance;
  turn.set({ asked: { about: question.kind, what: question.what, within: question.rest } });
  if (isOfChoices && what.every((one) => KNOWN.includes(one))) {
    tellChoices(turn, groups, what, question.kind === 'without');
    return null;
  }
  if (question.kind === 'having') return tellHaving(turn, question, what) ? null : utterance;
  if (question.asks) {
    tellWithout(turn, question, what);
    return null;
  }
  // "A gluten free pizza please": there is a choice for it, or there is not.
  if (partOf(turn, question.rest) === null) return utterance;
  if (choicesFree(turn, what).length === 0) {
    tellWithout(turn, question, what);
    return null;
  }
  tellNotice(turn);
  return utterance;
}

/** "And the desserts", "what about soy": the question for a list of dishes goes on. */
function listFollowUp(turn: Turn, raw: string): ListQuestion | null {
  const { asked } = turn.state;
  const next = followUp(raw, turn.vocabulary);
  if (!next || !asked || asked.what === 'all') return null;
  const { about: kind, what, within = '' } = asked;
  if (kind === 'dish' || kind === 'allergy') return null;
  if (next.what.length > 0) return { kind, what: next.what, rest: within, asks: true };
  const isPart = partOf(turn, next.rest) !== null && !namesDish(turn, next.rest);
  return isPart || groupsCalled(turn, next.rest).length > 0
    ? { kind, what, rest: next.rest, asks: true }
    : null;
}

/** The dishes without something, to choose from; or those with it, when there are fewer of them. */
function tellWithout(turn: Turn, { rest }: ListQuestion, what: readonly string[]): void {
  const { allergies } = turn.spoken;
  const items = itemsOf(turn, rest);
  const { contained, unknown, unlisted } = sorted(items, what);
  // Of what is no allergen the menu can only tell that it is there.
  const isKnown = what.every((one) => KNOWN.includes(one));
  const few = unlisted.length <= MAX_OFFERED;
  const [having, moreHaving] = shortened(contained);
  const [open, moreOpen] = shortened(unknown);
  const [lacking, moreLacking] = shortened(unlisted, few ? MAX_OFFERED : MAX_NAMED);
  if (isKnown) {
    if (unlisted.length === 0) turn.tell(allergies.noneUnlisted(what));
    else if (isNowhere(turn, what)) turn.tell(allergies.nowhereListed(what));
    else turn.tell(allergies.unlistedOf(lacking, what, moreLacking));
  }
  const tellsHaving = !isKnown || (!few && contained.length <= MAX_OFFERED);
  if (contained.length > 0 && tellsHaving) {
    turn.tell(allergies.containing(having, what, moreHaving));
  }
  if (unknown.length > 0) turn.tell(unknownOf(turn, open, what, moreOpen));
  if (isKnown) {
    if (unlisted.some((item) => addsByChoice(item, what))) turn.tell(allergies.choicesMayAdd(what));
    const choices = choicesFree(turn, what);
    if (choices.length > 0) turn.tell(turn.spoken.diets.choices(choices));
  }
  tellNotice(turn);
  if (isKnown && !isNowhere(turn, what)) offerAll(turn, unlisted);
}

/** Says which dishes of a part of the menu have what the caller is allergic to. */
export function* warnOfPart(turn: Turn, categoryId: string): Flow {
  const { allergies } = yield* turn.order();
  if (allergies.length === 0) return;
  const { contained } = sorted(turn.available(categoryId), allergies);
  const [names, more] = shortened(contained);
  if (names.length > 0) turn.tell(turn.spoken.allergies.containing(names, allergies, more));
}

/** The menu lists it for no dish and no choice, and leaves none open. */
function isNowhere({ context: { menu } }: Turn, what: readonly string[]): boolean {
  const { contained, unknown } = sorted(menu.items, what);
  const isOpen = menu.items.some((item) => addsByChoice(item, what));
  return contained.length + unknown.length === 0 && !isOpen;
}

/** "These" are several. */
function unknownOf(
  { spoken: { allergies } }: Turn,
  names: readonly string[],
  what: readonly string[],
  more: number,
): string {
  const [only = '', ...others] = names;
  return others.length + more === 0
    ? allergies.unknown(only, what)
    : allergies.unknownOf(names, what, more);
}

/** The dishes and options that have something in them. */
function tellHaving(turn: Turn, { rest }: ListQuestion, what: readonly string[]): boolean {
  const items = itemsOf(turn, rest);
  const { contained, unknown, unlisted } = sorted(items, what);
  const { menu } = turn.context;
  const options = menu.modifierGroups
    .flatMap((group) => group.options)
    .filter((option) => what.some((one) => option.allergens?.includes(one)));
  const having = [...contained, ...options.filter(() => rest === '')];
  const isKnown = what.every((one) => KNOWN.includes(one));
  if (!isKnown && having.length === 0) return false;
  const { allergies } = turn.spoken;
  const [names, more] = shortened(having);
  if (having.length > 0) turn.tell(allergies.containing(names, what, more));
  if (!isKnown) return true;
  const [open, moreOpen] = shortened(unknown);
  if (unknown.length > 0) turn.tell(unknownOf(turn, open, what, moreOpen));
  if (having.length === 0) {
    const [others, moreOthers] = shortened(unlisted);
    if (isNowhere(turn, what)) turn.tell(allergies.nowhereListed(what));
    else if (partOf(turn, rest) === null) turn.tell(allergies.othersUnlisted(what));
    else if (others.length > 0) turn.tell(allergies.unlistedOf(others, what, moreOthers));
  }
  const adds = rest !== '' && items.some((item) => addsByChoice(item, what));
  if (adds) turn.tell(allergies.choicesMayAdd(what));
  tellNotice(turn);
  return true;
}

/** Which dishes the menu marks as vegan and the like, or whether it marks one so. */
function* answerTags(
  turn: Turn,
  { tags, rest, asks, own }: TagQuestion,
  utterance: Utterance,
): Flow<Utterance | null> {
  if (own) turn.set({ diets: tags });
  const ordered = asks ? null : dishByTag(turn, utterance.raw, tags);
  if (ordered !== null) return utteranceOf({ speech: ordered }, turn.vocabulary);
  if (isNameOfDish(turn, utterance.raw, rest, asks)) return utterance;
  const order = yield* turn.order();
  const subject = subjectOf(turn, order);
  const words = rest.split(' ').filter((word) => word !== '');
  const { thatDish } = turn.vocabulary.allergies;
  const isThat = words.some((word) => thatDish.test(word)) || (words.length === 1 && asks);
  const dish = dishCalled(turn, rest, subject, order) ?? (isThat ? subject : null);
  if (dish) {
    warnOf(turn, dish, yield* turn.order());
    tellMarked(turn, dish, tags);
    if (!asks) return utteranceOf({ speech: rest }, turn.vocabulary);
    offerDish(turn, dish.item.id, dish !== subject);
    return null;
  }
  tellTagged(turn, tags, rest);
  return null;
}

/** Which dishes of the menu, or of the part that is named, the menu marks so. */
function tellTagged(turn: Turn, tags: readonly string[], rest: string): void {
  const { diets } = turn.spoken;
  const marked = itemsOf(turn, rest).filter((item) =>
    tags.every((tag) => item.dietary.some((one) => one === tag)),
  );
  const [only] = marked;
  const part = turn.context.menu.categories.find(({ id }) => id === partOf(turn, rest));
  if (!only && part) turn.tell(diets.noneMarkedIn(turn.spoken.named(part.name), tags));
  else if (!only) turn.tell(diets.noneMarked(tags));
  else if (marked.length === 1) {
    turn.tell(diets.marked(only.name, tags));
    turn.tell(`${only.name}: ${turn.spoken.described(only.description)}`);
    offerDish(turn, only.id, true);
  } else {
    const [names, more] = shortened(marked, MAX_OFFERED);
    turn.tell(diets.markedOf(names, tags, more));
    offerAll(turn, marked);
  }
  tellNotice(turn);
}

/** The tags are those of the dish as it is on the menu: what was added to it has none. */
function tellMarked(turn: Turn, { item, options }: Subject, tags: readonly string[]): void {
  const { diets } = turn.spoken;
  const added = options.some(({ id }) =>
    item.groups?.some((group) => group.min === 0 && group.options.some((one) => one.id === id)),
  );
  const isMarked = !added && tags.every((tag) => item.dietary?.includes(tag));
  turn.tell(isMarked ? diets.marked(item.name, tags) : diets.notMarked(item.name, tags));
  if (!isMarked && item.description !== '')
    turn.tell(`${item.name}: ${turn.spoken.described(item.description)}`);
}

/** "What oil do you fry in": no menu says so, but it may describe the dish. */
function* answerUses(turn: Turn, words: string): Flow {
  const order = yield* turn.order();
  const subject = subjectOf(turn, order);
  const isThat = words !== '' && turn.vocabulary.allergies.thatDish.test(words);
  const dish = words === '' ? null : isThat ? subject : dishCalled(turn, words, subject, order);
  if (dish) warnOf(turn, dish, yield* turn.order());
  const described = dish !== null && dish.item.description !== '';
  if (described) turn.tell(`${dish.item.name}: ${turn.spoken.described(dish.item.description)}`);
  turn.tell(turn.spoken.allergies.unsaid);
  tellNotice(turn);
  if (dish) offerDish(turn, dish.item.id, dish !== subject);
}

/** The part of the menu that is named; null: none. */
function partOf({ context: { words } }: Turn, text: string): string | null {
  for (const token of words.tokens(text)) {
    const part = words.categoryOf(token);
    if (part !== null) return part;
  }
  return null;
}

/** Names of choices that the menu calls free of it: "Gluten-free crust". */
function choicesFree({ context }: Turn, what: readonly string[]): readonly string[] {
  const names = context.menu.modifierGroups
    .flatMap(({ options }) => options)
    .filter(({ name, allergens }) => {
      const tokens = allergenTokens(name);
      const named = ALL_ALLERGENS.in(tokens).filter((one) => what.includes(one));
      const isFree = tokens.some((token) => ['free', 'libre', 'sin'].includes(token));
      return isFree && named.length > 0 && allergens?.some((one) => what.includes(one)) !== true;
    })
    .map(({ name }) => name);
  return [...new Set(names)];
}

/** Dishes that can be had now: of the part of the menu that is named, or of all. */
function itemsOf(turn: Turn, rest: string): readonly CatalogueItem[] {
  const { context } = turn;
  const part = partOf(turn, rest);
  return context.menu.items.filter(
    (item) => (part === null || item.category.id === part) && turn.unavailable(item) === null,
  );
}

function sorted(
  items: readonly CatalogueItem[],
  what: readonly string[],
): Readonly<Record<Presence, readonly CatalogueItem[]>> {
  const presence = (item: CatalogueItem): Presence => {
    const found = what.map((one) => presenceOf(one, { item, options: [] }));
    if (found.includes('contained')) return 'contained';
    return found.includes('unknown') ? 'unknown' : 'unlisted';
  };
  const those = (wanted: Presence) => items.filter((item) => presence(item) === wanted);
  return {
    contained: those('contained'),
    unknown: those('unknown'),
    unlisted: those('unlisted'),
  };
}

function addsByChoice(item: CatalogueItem, what: readonly string[]): boolean {
  return item.groups
    .flatMap(({ options }) => options)
    .some(({ allergens }) => allergens === null || what.some((one) => allergens.includes(one)));
}

/** The first names of many, each once, and how many more there are. */
function shortened(
  dishes: readonly { readonly name: string }[],
  most = MAX_NAMED,
): readonly [readonly string[], number] {
  const names = [...new Set(dishes.map(({ name }) => name))];
  // One more is named rather than counted.
  const few = names.length <= most + 1 ? names : names.slice(0, most);
  return [few, names.length - few.length];
}

/** Lets the caller choose among dishes that were just named, where callers may order. */
function offerAll(turn: Turn, items: readonly CatalogueItem[]): void {
  const [only, ...others] = items;
  if (only && others.length === 0) return offerDish(turn, only.id, true);
  // With another dish half chosen, that one comes first; more than there are keys are only named.
  if ('draft' in turn.state.step || items.length === 0) return;
  const itemIds = items.slice(0, MAX_OFFERED).map(({ id }) => id);
  const request = { itemIds, unsure: true, categoryId: null, quantity: null, optionRequests: [] };
  turn.goTo({ kind: 'which-item', named: true, itemRequest: { ...request, words: '' } });
}

/** What is in one dish or choice that is named: "does the gluten free crust have eggs". */
function isAboutOne(turn: Turn, raw: string): boolean {
  const question = contentsQuestion(raw, turn.vocabulary);
  if (question === null || typeof question.what === 'string') return false;
  const { dish } = question;
  if (turn.vocabulary.allergies.thatDish.test(dish)) return false;
  return (
    choiceCalled(turn, dish, null) !== null || dishCalled(turn, dish, null, { lines: [] }) !== null
  );
}

/**
 * "Vegan Marinara" is a dish, however it is asked for; "vegetarian pizza" may be what one is called
 * that is ordered, and asks for all of them in a question.
 */
function isNameOfDish({ context }: Turn, raw: string, rest: string, asks: boolean): boolean {
  const { words } = context;
  // "Una boloñesa y una marinara vegana" are two dishes, one of which is called so.
  const { itemRequests } = parseItemRequests(raw, words, context.search);
  const others = plain(rest).split(' ');
  const tagged = itemRequests.filter(({ words: called }) => {
    const names = plain(called).split(' ');
    return names.some((one) => others.includes(one)) && !names.every((one) => others.includes(one));
  });
  if (!asks && tagged.some(({ itemIds, unsure }) => itemIds.length === 1 && !unsure)) return true;
  const left = words.tokens(rest);
  const tokens = words.tokens(raw);
  return tokens.some((_, at) => {
    const named = words.itemAt(tokens, at);
    const name = tokens.slice(at, at + (named?.length ?? 0));
    const others = name.filter((token) => left.includes(token));
    const called = !asks || others.some((token) => words.categoryOf(token) === null);
    return called && others.length < name.length;
  });
}
