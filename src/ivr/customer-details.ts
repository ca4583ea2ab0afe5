import { readTimeWish } from '../menu/ready/time-wish.js';
import { checkout } from './checkout.js';
import { bare, commandOf, isQuestion } from '../understanding/commands.js';
import { fulfilmentIn } from '../understanding/fulfilment.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';
import {
  nameAmong,
  nameCorrected,
  nameGiven,
  nameIn,
  spelledName,
  withSpelled,
  type GivenName,
} from '../understanding/names.js';
import { GIVEN_NAMES } from '../understanding/vocabulary/given-names.js';
import { utteranceOf, type Utterance } from '../understanding/utterance.js';
import { singular } from '../menu/plain-words.js';
import { alike, plain } from '../understanding/words.js';
import type { Flow, IvrStep } from './ivr-state.js';
import { isIdle } from './idle.js';
import type { Turn } from './turn.js';

/** Steps at which the order is complete but for an agreement. */
export const DECIDING: readonly IvrStep['kind'][] = ['confirm', 'fix'];
/** What is said of an earlier order, whose name is not that of this one. */
const OF_EARLIER: readonly Utterance['command'][] = ['ready', 'complaint', 'records', 'callback'];
/** Most words of a name that only its place in the sentence shows. */
const MAX_LOOSE_WORDS = 2;

/**
 * Notes the name that an utterance gives beside something else, and gives back the rest; null when
 * nothing else was said. An utterance without a name comes back as it is.
 */
export function* noteName(turn: Turn, utterance: Utterance): Flow<Utterance | null> {
  const { command } = utterance;
  if (utterance.raw === '' || (command !== null && OF_EARLIER.includes(command))) return utterance;
  const { names } = turn.vocabulary;
  const deciding = DECIDING.includes(turn.state.step.kind);
  if (names.asks.test(plain(utterance.raw)) && (yield* turn.order()).name === null) {
    turn.goTo({ kind: 'name' });
    return null;
  }
  if (deciding && names.wrong.test(plain(utterance.raw))) {
    turn.goTo({ kind: 'name' });
    return null;
  }
  const given =
    nameGiven(
      utterance.raw,
      names,
      (words, before) => isNoOther(turn, words) && (before === undefined || closes(turn, before)),
    ) ??
    (deciding ? yield* corrected(turn, utterance.raw) : spelledAlone(turn, utterance.raw)) ??
    aloneName(turn, utterance) ??
    nameBehindWay(turn, utterance.raw);
  if (given === null) return utterance;
  if (!(yield* setName(turn, given.name))) return null;
  turn.say('nameNoted', { name: given.name });
  const rest = utteranceOf({ speech: given.rest }, turn.vocabulary);
  const more = rest !== null && !isIdle(turn, rest) ? rest : null;
  if (deciding && (more === null || more.command === 'no' || more.command === 'yes')) {
    yield* checkout(turn);
    return null;
  }
  return more;
}

/**
 * "Anna, and that's all", beside the answer to another question: notes the name that stands by
 * itself. False: there is none.
 */
export function* noteLooseName(turn: Turn, raw: string): Flow<boolean> {
  const { vocabulary } = turn;
  const parts = raw.split(/[,.;]\s*|\s+(?:and|y)\s+/).filter((part) => {
    const said = bare(part, vocabulary);
    if (said === '') return false;
    return commandOf(part, vocabulary) === null && !vocabulary.chat.test(said);
  });
  const [only, ...others] = parts;
  if (only === undefined || others.length > 0 || !isNoOther(turn, only)) return false;
  const name = nameIn(only, vocabulary.names);
  return name !== null && (yield* setName(turn, name));
}

/** "Mark", said at any question; null when it is no usual name, or more was said than that. */
export function aloneName(turn: Turn, { raw, command }: Utterance): GivenName | null {
  if (command !== null) return null;
  const name = nameIn(raw, turn.vocabulary.names);
  const [first = ''] = plain(name ?? '').split(' ');
  const isUsual = name !== null && GIVEN_NAMES.has(first) && isNoOther(turn, name);
  return isUsual ? { name, rest: '' } : null;
}

/** "Large pepperoni, pickup, Joe": a usual name at the end, right behind the way of the order. */
function nameBehindWay(turn: Turn, raw: string): GivenName | null {
  if (isQuestion(raw, turn.vocabulary)) return null;
  const words = raw.trim().split(/[\s,]+/);
  for (const count of [1, 2]) {
    const at = words.length - count;
    const name = words
      .slice(at)
      .join(' ')
      .replace(/[.!?]+$/, '');
    const first = plain(words[at] ?? '');
    const isUsual = GIVEN_NAMES.has(first) || (count === 1 && mayBeName(turn, first));
    if (!isUsual || !isNoOther(turn, name)) continue;
    const rest = words.slice(0, at).join(' ');
    const isLast = [1, 2, 3].some(
      (length) =>
        at >= length &&
        fulfilmentIn(words.slice(at - length, at).join(' '), turn.vocabulary.fulfilment)?.rest ===
          '',
    );
    const { itemRequests } = parseItemRequests(rest, turn.context.words, () => []);
    const orders = itemRequests.some(({ itemIds }) => itemIds.length > 0);
    const named = isLast && orders ? nameIn(name, turn.vocabulary.names) : null;
    if (named !== null) return { name: named, rest };
  }
  return null;
}

/** A word that is neither of everyday talk nor of an order may be a name. */
function mayBeName({ vocabulary, context }: Turn, word: string): boolean {
  const { everyday, fillers } = vocabulary.food;
  const isWord = [everyday, fillers].some((words) => words.has(word) || words.has(singular(word)));
  return word.length > 2 && !isWord && context.search(word).length === 0;
}

/** Puts a name on the order; false: it is refused, which is said. */
export function* setName(turn: Turn, name: string): Flow<boolean> {
  const result = yield* turn.run('set_customer', { name });
  if (!result.ok) turn.tellFault(result);
  turn.set({ nameAsked: undefined });
  return result.ok;
}

/** "It's Hannah, not Anna" and "no, it's Hannah", said of the name that was read back. */
function* corrected(turn: Turn, raw: string): Flow<GivenName | null> {
  const { names } = turn.vocabulary;
  const order = yield* turn.order();
  if (order.name === null) return null;
  const spelled = spelledName(raw, names);
  if (spelled !== null) return { name: withSpelled(order.name, spelled), rest: '' };
  const own = order.name === turn.context.sentence('unnamed') ? nameAmong(raw, names) : null;
  if (own !== null && commandOf(raw, turn.vocabulary) === null && isNoOther(turn, own))
    return { name: own, rest: '' };
  for (const [pattern, meantAt, notAt] of [
    [names.meantNot, 1, 2],
    [names.notBut, 2, 1],
  ] as const) {
    const found = pattern.exec(plain(raw)) ?? [];
    const meant = found[meantAt];
    if (meant === undefined || plain(order.name) !== found[notAt]) continue;
    const name = nameIn(meant, names);
    if (name !== null) return { name, rest: '' };
  }
  const name = spelledName(raw, names) ?? nameCorrected(raw, names);
  if (name !== null && isNoOther(turn, name, true)) return { name, rest: '' };
  return likeBefore(turn, order.name, raw);
}

/** "No, Jordi with a J, and make the small one a medium": a name that sounds like the one noted. */
function likeBefore(turn: Turn, known: string, raw: string): GivenName | null {
  const { names, clauses } = turn.vocabulary;
  const [deny = '', ...words] = raw.split(/[\s,]+/);
  const begins = clauses.answers.test(plain(deny)) || turn.vocabulary.chat.test(plain(deny));
  if (!begins || commandOf(deny, turn.vocabulary) === 'yes') return null;
  const [first = '', ...others] = words.join(' ').split(/ (?:and|y) /);
  const name = nameIn(first, names);
  const isLike =
    name !== null &&
    plain(name)
      .split(' ')
      .some((word) => soundsAlike(word, plain(known)));
  return isLike && isNoOther(turn, name, true) ? { name, rest: others.join(' and ') } : null;
}

/** Two names that recognition may take for each other: "Jordi" and "Geordie". */
function soundsAlike(one: string, known: string): boolean {
  const sound = (name: string) =>
    name
      .replace(/^g(?=[ei])/, 'j')
      .replace(/^c(?![eih])/, 'k')
      .replace(/^v/, 'b');
  const consonants = (name: string) => sound(name).replace(/[aeiouyh]/g, '');
  return known
    .split(' ')
    .some(
      (word) =>
        alike(word, one) ||
        sound(word).slice(0, 2) === sound(one).slice(0, 2) ||
        consonants(word) === consonants(one),
    );
}

/** What comes before "for Anna" is not the dish that is for Anna. */
function closes({ context, vocabulary }: Turn, before: string): boolean {
  const { fulfilment, customer } = vocabulary;
  if (fulfilmentIn(before, fulfilment) !== null || customer.mayGiveAddress.test(before))
    return true;
  const { itemRequests } = parseItemRequests(before, context.words, () => []);
  return itemRequests.every(({ itemIds }) => itemIds.length === 0);
}

/**
 * The words are few, and neither of the menu nor a time.
 *
 * @param misheard whether they may sound like a dish of the menu all the same.
 */
export function isNoOther({ context, vocabulary }: Turn, said: string, misheard = false): boolean {
  const words = plain(said).split(' ');
  const { fillers } = vocabulary.food;
  if (words.length > MAX_LOOSE_WORDS && !words.slice(1).every((word) => word.length === 1))
    return false;
  if (words.some((word) => fillers.has(word)) || readTimeWish(said, vocabulary.times) !== null)
    return false;
  const { itemRequests, optionRequests } = parseItemRequests(said, context.words, () => []);
  const tokens = context.words.tokens(said);
  const soundsLike = (itemIds: readonly string[]): boolean =>
    misheard &&
    itemIds.every((id) => {
      const item = context.menu.item(id);
      return item === undefined || context.words.coverage(item, tokens).exact === 0;
    });
  return (
    optionRequests.length === 0 &&
    itemRequests.every(
      ({ itemIds, categoryId }) =>
        categoryId === null && (itemIds.length === 0 || soundsLike(itemIds)),
    )
  );
}

/** A name that is spelled, where another thing was asked: "K O W A L S K I". */
function spelledAlone({ vocabulary, state }: Turn, raw: string): GivenName | null {
  const name = state.step.kind === 'name' ? null : spelledName(raw, vocabulary.names);
  return name === null ? null : { name, rest: '' };
}
