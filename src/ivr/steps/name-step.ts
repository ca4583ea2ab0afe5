import { isBeside } from '../beside.js';
import { checkout, setFulfilment } from '../checkout.js';
import { isNoOther, setName } from '../customer-details.js';
import { noteAddress, restOf, wayIn } from '../delivery-details.js';
import { understand } from '../intents/intents.js';
import { parseItemRequests } from '../../understanding/item-request-parser.js';
import { nameAmong, nameIn, spelledName } from '../../understanding/names.js';
import { GIVEN_NAMES } from '../../understanding/vocabulary/given-names.js';
import { utteranceOf, type Utterance } from '../../understanding/utterance.js';
import { plain } from '../../understanding/words.js';
import type { Flow } from '../ivr-state.js';
import type { ItemRequest } from '../../understanding/item-request.js';
import type { Turn } from '../turn.js';
import type { Step } from './step.js';

/** Whose order it is. */
export const nameStep: Step<'name'> = {
  help: 'helpWords',
  back: () => ({ kind: 'fix' }),
  freeWords: true,
  ask(turn) {
    turn.set({ choices: [], nameAsked: true });
    turn.say('name');
    turn.sayKeys('nameKeys');
  },
  *hear(turn, _, said) {
    const { names } = turn.vocabulary;
    if (said.key === '1' || names.none.test(said.text)) {
      if (yield* setName(turn, turn.context.sentence('unnamed'))) yield* checkout(turn);
      return true;
    }
    // "Sure" names no one: the question comes again.
    const words = plain(said.raw).split(' ');
    if (said.command === 'yes' && words.every((word) => names.never.has(word))) return true;
    if (names.why.test(said.text)) {
      turn.say('nameWhy');
      return true;
    }
    const utterance = yield* withoutWay(turn, said);
    if (utterance === null) {
      yield* checkout(turn);
      return true;
    }
    // An address or a way that was noted is enough to have been understood.
    return (yield* hearName(turn, utterance)) || utterance !== said;
  },
};

/** "I'll pick it up, it's Bob": notes what is said of pickup, delivery and the door; the rest, or null. */
function* withoutWay(turn: Turn, said: Utterance): Flow<Utterance | null> {
  const utterance = yield* noteAddress(turn, said);
  const given = utterance && wayIn(turn, utterance);
  if (given === null) return utterance;
  const { fulfilment } = yield* turn.order();
  if (fulfilment !== given.way) yield* setFulfilment(turn, given.way);
  const rest = restOf(turn, given.rest);
  if (rest === null && fulfilment === given.way)
    turn.say(given.way === 'pickup' ? 'pickupNoted' : 'deliveryNoted');
  return rest;
}

function* hearName(turn: Turn, utterance: Utterance): Flow<boolean> {
  const { raw, command } = utterance;
  const { names } = turn.vocabulary;
  const spelled = spelledName(raw, names);
  const beside = spelled === null && (command !== null || isBeside(turn, utterance));
  const atEnd = nameAtEnd(turn, raw);
  if (beside && atEnd === null && !names.given.test(raw))
    return yield* nameAndMore(turn, utterance);
  const name = spelled ?? nameIn(raw, names) ?? nameBeside(turn, raw) ?? atEnd;
  if (name === null) return yield* nameAndMore(turn, utterance);
  const dish = dishNamed(turn, raw);
  if (dish) turn.goTo({ kind: 'doubt', itemRequests: [dish] });
  else if (yield* setName(turn, name)) yield* checkout(turn);
  return true;
}

/** "What was it, oh, under Barnes": the name behind "under", whatever is thought aloud before it. */
function nameAtEnd(turn: Turn, raw: string): string | null {
  const { names } = turn.vocabulary;
  const match = names.underAtEnd.exec(raw);
  const said = match === null ? '' : raw.slice(match.index + match[0].length);
  return said === '' ? null : nameIn(said, names);
}

/** The name among words that say nothing else; null when there is none. */
function nameBeside(turn: Turn, raw: string): string | null {
  const name = nameAmong(raw, turn.vocabulary.names);
  return name !== null && isNoOther(turn, name) ? name : null;
}

/** "Mike, and add a cannoli": the name before an order. */
function* nameAndMore(turn: Turn, { raw, command }: Utterance): Flow<boolean> {
  const { names } = turn.vocabulary;
  const saysNothing = (words: string) =>
    plain(words)
      .split(' ')
      .every((word) => names.never.has(word));
  const [start = ''] = raw.split(',', 1);
  const joint = saysNothing(start) ? /[.,;!?]\s+/ : /[.;!?]\s+|,?\s+(?:and|y)\s+/;
  const [first = '', ...others] = raw.split(joint);
  const said = utteranceOf({ speech: first }, turn.vocabulary);
  const rest = utteranceOf({ speech: others.join(', ') }, turn.vocabulary);
  if (command !== null || !said || !rest || said.command !== null) return false;
  // "Ay, y ponme también un expreso".
  if (saysNothing(first)) return yield* understand(turn, rest);
  const name = isBeside(turn, said) ? null : nameIn(first, names);
  if (name === null || !(yield* setName(turn, name))) return false;
  if (!(yield* understand(turn, rest))) yield* checkout(turn);
  return true;
}

/** The dish whose whole name was said at the question for the caller's; null when it is none. */
function dishNamed({ context }: Turn, raw: string): ItemRequest | null {
  // Alfredo is a name as well.
  if (GIVEN_NAMES.has(plain(raw))) return null;
  const { itemRequests } = parseItemRequests(raw, context.words, () => []);
  const [only, ...others] = itemRequests;
  const item = only?.itemIds.length === 1 ? context.menu.item(only.itemIds[0] ?? '') : undefined;
  const names = item ? [item.name, ...item.aliases].map(plain) : [];
  return only && others.length === 0 && names.includes(plain(raw)) ? only : null;
}
