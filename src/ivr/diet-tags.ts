import { dietQuestion, type DietQuestion } from '../understanding/diet-questions.js';
import { asksPrice, isQuestion } from '../understanding/commands.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';
import { utteranceOf, type Utterance } from '../understanding/utterance.js';
import { plain } from '../understanding/words.js';
import { partCalled } from './browsing.js';
import { itemsOf, MAX_OFFERED, offerAll, shortened } from './dish-lists.js';
import type { Flow } from './ivr-state.js';
import { dishCalled, namesDish, offerDish, subjectOf, type Subject } from './subjects.js';
import { dishByTag } from './tagged-dish.js';
import type { Turn } from './turn.js';
import { tellNotice, warnOf } from './warnings.js';

type TagQuestion = Extract<DietQuestion, { readonly kind: 'tags' }>;

/** Which dishes the menu marks as vegan and the like, or whether it marks one so. */
export function* answerTags(
  turn: Turn,
  { tags, rest, asks, own, not }: TagQuestion,
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
  // "What can she have" is about no can.
  const isList = turn.vocabulary.diets.asks.test(rest) && !namesDish(turn, rest);
  const called = isList ? null : dishCalled(turn, rest, subject, order);
  const dish = called ?? (isThat ? subject : null);
  if (dish) {
    warnOf(turn, dish, yield* turn.order());
    tellMarked(turn, dish, tags);
    if (!asks) return utteranceOf({ speech: rest }, turn.vocabulary);
    offerDish(turn, dish.item.id, dish !== subject);
    return null;
  }
  tellTagged(turn, tags, rest, not);
  return null;
}

/** "Is the caprese keto", "I'm on keto, what can I have": that no menu says so. */
export function* answerUnmarked(
  turn: Turn,
  { tag, rest }: Extract<DietQuestion, { readonly kind: 'unmarked' }>,
  utterance: Utterance,
): Flow<Utterance | null> {
  const order = yield* turn.order();
  const subject = subjectOf(turn, order);
  const asks = isQuestion(utterance.raw, turn.vocabulary);
  if (!asks && namesDish(turn, rest)) return utterance;
  const { thatDish } = turn.vocabulary.allergies;
  const isThat = rest.split(' ').some((word) => word !== '' && thatDish.test(word));
  const dish = namesDish(turn, rest)
    ? dishCalled(turn, rest, subject, order)
    : isThat
      ? subject
      : null;
  const { diets } = turn.spoken;
  if (dish === null) turn.tell(diets.noneMarked([tag]));
  else {
    warnOf(turn, dish, order);
    turn.tell(diets.notMarked(dish.item.name, [tag]));
    offerDish(turn, dish.item.id, dish !== subject);
  }
  return null;
}

/** Which dishes of the menu, or of the part that is named, the menu marks so. */
export function tellTagged(turn: Turn, tags: readonly string[], rest: string, not = false): void {
  const { diets } = turn.spoken;
  const marked = itemsOf(turn, rest).filter((item) =>
    tags.every((tag) => item.dietary.some((one) => one === tag)),
  );
  const [only] = marked;
  const part = turn.context.menu.categories.find(({ id }) => id === partCalled(turn, rest));
  if (!only && part) turn.tell(diets.noneMarkedIn(turn.spoken.named(part.name), tags));
  else if (!only) turn.tell(diets.noneMarked(tags));
  else if (marked.length === 1 && !not) {
    turn.tell(diets.marked(only.name, tags));
    turn.tell(`${only.name}: ${turn.spoken.described(only.description)}`);
    offerDish(turn, only.id, true);
  } else {
    const [names, more] = shortened(marked, MAX_OFFERED);
    turn.tell(diets.markedOf(names, tags, more));
    // Those that are not so are wanted.
    if (!not) offerAll(turn, marked);
  }
  // How hot a dish is says nothing of its traces.
  if (tags.some((tag) => tag !== 'spicy')) tellNotice(turn);
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

/**
 * "Two of us are vegetarian, what pasta can we get": the question with the diet that it is about,
 * which is noted where it is the caller's own. Null: something else was said.
 */
export function dietAsked(turn: Turn, { raw }: Utterance): Utterance | null {
  const { vocabulary } = turn;
  const words = raw.split(/\s+/);
  for (let count = 1; count < words.length; count++) {
    const diet = words.slice(0, count).join(' ');
    const question = words.slice(count).join(' ');
    if (!vocabulary.diets.keeps.test(plain(diet)) || !isQuestion(question, vocabulary)) continue;
    const told = dietQuestion(diet, vocabulary);
    if (told?.kind !== 'tags' || asksPrice(question, vocabulary)) return null;
    if (dietQuestion(question, vocabulary)?.kind === 'tags') return null;
    if (told.own) turn.set({ diets: told.tags });
    const called = told.tags.map((tag) => vocabulary.questions.dietary[tag][0]);
    return utteranceOf({ speech: [question, ...called].join(' ') }, vocabulary);
  }
  return null;
}
