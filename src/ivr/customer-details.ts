import { readTimeWish } from '../menu/ready/time-wish.js';
import { addressIn, checkout, setFulfilment } from './checkout.js';
import { bare, commandOf } from './intents/commands.js';
import { parseItemRequests } from './intents/item-request-parser.js';
import { nameGiven, nameIn, type GivenName } from './intents/names.js';
import { utteranceOf, type Utterance } from './intents/utterance.js';
import { plain } from './intents/words.js';
import type { Flow, IvrStep } from './ivr-state.js';
import { setAddress } from './time-and-place.js';
import type { Turn } from './turn.js';

/** Steps at which the order is complete but for an agreement. */
const DECIDING: readonly IvrStep['kind'][] = ['confirm', 'fix'];
/** Steps after which the address would be asked for. */
const CLOSING: readonly IvrStep['kind'][] = ['fulfilment', ...DECIDING];
/** Where an address ends and something else begins. */
const END_OF_ADDRESS =
  /[.;!?](?:\s|$)|,? (?:and|y|also) (?=(?:an?|the|two|three|one|i|can|could|my|that's|un|una|dos|quiero|mi|es todo)\b)/i;
/** Most words of a name that only its place in the sentence shows. */
const MAX_LOOSE_WORDS = 2;

/**
 * Notes the name that an utterance gives beside something else, and gives back the rest; null when
 * nothing else was said. An utterance without a name comes back as it is.
 */
export function* noteName(turn: Turn, utterance: Utterance): Flow<Utterance | null> {
  if (utterance.raw === '') return utterance;
  const { names } = turn.vocabulary;
  const deciding = DECIDING.includes(turn.state.step.kind);
  if (deciding && names.wrong.test(plain(utterance.raw))) {
    turn.goTo({ kind: 'name' });
    return null;
  }
  const given =
    nameGiven(utterance.raw, names, (words) => isNoOther(turn, words)) ??
    (deciding ? yield* corrected(turn, utterance.raw) : null);
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

/** "Pickup, Anna, and that's all": notes the name that stands by itself beside the answer. */
export function* noteLooseName(turn: Turn, raw: string): Flow {
  const { vocabulary } = turn;
  const { wantsDelivery, wantsPickup } = vocabulary.customer;
  const parts = raw.split(/[,.;]\s*|\s+(?:and|y)\s+/).filter((part) => {
    const said = bare(part, vocabulary);
    if (said === '' || wantsDelivery.test(said) || wantsPickup.test(said)) return false;
    return commandOf(part, vocabulary) === null && !vocabulary.chat.test(said);
  });
  const [only, ...others] = parts;
  if (only === undefined || others.length > 0 || !isNoOther(turn, only)) return;
  const name = nameIn(only, vocabulary.names);
  if (name !== null) yield* setName(turn, name);
}

/** Puts a name on the order; false: it is refused, which is said. */
export function* setName(turn: Turn, name: string): Flow<boolean> {
  const result = yield* turn.run('set_customer', { name });
  if (!result.ok) turn.tellFault(result);
  return result.ok;
}

/** Pickup or delivery, and where to, mentioned in passing. True: nothing else is to be understood. */
export function* noteFulfilment(turn: Turn, { text }: Utterance): Flow<boolean> {
  const { customer } = turn.vocabulary;
  const delivers = customer.delivery.test(text);
  if (!delivers && !customer.pickup.test(text)) return false;
  const fulfilment = delivers ? 'delivery' : 'pickup';
  if (DECIDING.includes(turn.state.step.kind)) {
    yield* setFulfilment(turn, fulfilment);
    yield* checkout(turn);
    return true;
  }
  const impossible = delivers && turn.context.menu.business.delivery === null;
  if (impossible && turn.state.mentioned !== 'delivery') turn.say('noDelivery');
  turn.set({ mentioned: fulfilment });
  return false;
}

/**
 * Notes an address that is given in passing, for the delivery that it asks for, and gives back the
 * rest. One that lacks something, or is too far away, is asked for when its turn comes.
 */
export function* noteAddress(turn: Turn, utterance: Utterance): Flow<Utterance | null> {
  const { givesAddress } = turn.vocabulary.customer;
  const match = turn.context.menu.business.delivery && givesAddress.exec(utterance.raw);
  if (!match) return utterance;
  const said = utterance.raw.slice(match.index + match[0].length);
  const [words = ''] = said.split(END_OF_ADDRESS, 1);
  const address = addressIn(turn, words);
  if (address === null) return utterance;
  if (CLOSING.includes(turn.state.step.kind)) {
    yield* setAddress(turn, address);
    return null;
  }
  const result = yield* turn.run('set_customer', { address, fulfilment: 'delivery' });
  if (result.ok) turn.say('addressNoted', { address });
  else if (result.error === 'outside_area') turn.tellFault(result);
  turn.set({ mentioned: 'delivery' });
  const around = `${utterance.raw.slice(0, match.index)} ${said.slice(words.length)}`;
  const rest = utteranceOf({ speech: around }, turn.vocabulary);
  return rest !== null && !isIdle(turn, rest) ? rest : null;
}

/** "It's Hannah, not Anna", where Anna is the name on the order. */
function* corrected(turn: Turn, raw: string): Flow<GivenName | null> {
  const [, meant, notMeant] = turn.vocabulary.names.meantNot.exec(plain(raw)) ?? [];
  if (meant === undefined || notMeant === undefined) return null;
  const { name } = yield* turn.order();
  const instead =
    name !== null && plain(name) === notMeant ? nameIn(meant, turn.vocabulary.names) : null;
  return instead === null ? null : { name: instead, rest: '' };
}

/** The words are few, and neither of the menu nor a time. */
function isNoOther({ context, vocabulary }: Turn, said: string): boolean {
  const words = plain(said).split(' ');
  const { fillers } = vocabulary.food;
  if (words.length > MAX_LOOSE_WORDS && !words.slice(1).every((word) => word.length === 1))
    return false;
  if (words.some((word) => fillers.has(word)) || readTimeWish(said, vocabulary.times) !== null)
    return false;
  const { itemRequests, optionRequests } = parseItemRequests(said, context.words, () => []);
  return (
    optionRequests.length === 0 &&
    itemRequests.every(({ itemIds, categoryId }) => itemIds.length === 0 && categoryId === null)
  );
}

/** What is left says nothing: "hi", "um", "please". */
function isIdle({ vocabulary, state }: Turn, { raw, text, command }: Utterance): boolean {
  const alone = ` ${text}`.replace(vocabulary.polite.after, '').trim();
  if (alone === '' || vocabulary.food.joints.has(alone) || command === 'repeat') return true;
  const ordering = state.step.kind === 'main' || state.step.kind === 'more';
  return (ordering && command === 'yes') || vocabulary.chat.test(plain(raw));
}
