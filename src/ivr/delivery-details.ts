import { areaAnswer } from '../menu/delivery-area.js';
import { addressIn, checkout, setFulfilment } from './checkout.js';
import { withHouseNumber } from './address-correction.js';
import { DECIDING } from './customer-details.js';
import { isIdle } from './idle.js';
import { isQuestion } from '../understanding/commands.js';
import { fulfilmentIn, type GivenFulfilment } from '../understanding/fulfilment.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';
import { utteranceOf, type Utterance } from '../understanding/utterance.js';
import { cutAll, plain } from '../understanding/words.js';
import type { Flow, IvrStep } from './ivr-state.js';
import { addressWithCode, lacksNumber, takeAddress } from './passing-address.js';
import { setAddress } from './time-and-place.js';
import type { Turn } from './turn.js';

/** Steps after which the address would be asked for. */
const CLOSING: readonly IvrStep['kind'][] = ['fulfilment', ...DECIDING];
/** Steps that ask for pickup or delivery. */
const ASKS_WAY: readonly IvrStep['kind'][] = ['fulfilment', 'minimum'];
/** Steps at which nothing but an order is expected. */
const ORDERING: readonly IvrStep['kind'][] = ['main', 'more'];
/** Commands beside which pickup or delivery may be said. */
const BESIDE_A_WAY: readonly Utterance['command'][] = [
  null,
  'yes',
  'no',
  'done',
  'browse',
  'main',
  'cancel',
  'goodbye',
];

/** Pickup or delivery in an utterance, unless it is a question; null when neither is said. */
export function wayIn(
  { vocabulary, context, state }: Turn,
  { raw, command }: Utterance,
): GivenFulfilment | null {
  const { fulfilment, customer } = vocabulary;
  if (raw === '' || customer.asksPlace.test(raw)) return null;
  const open = state.mentioned === null && !state.settled;
  const found = fulfilmentIn(raw, fulfilment, open || command === 'business');
  if (found === null) return null;
  // "Can you deliver two lasagnas" asks for them, "can you deliver" asks whether we do.
  if (command === 'business') {
    const asked = [...raw.matchAll(fulfilment.brings)].length > 0;
    const { itemRequests } = parseItemRequests(found.rest, context.words, () => []);
    const named = itemRequests.some(({ itemIds }) => itemIds.length > 0);
    return asked && (named || !isQuestion(raw, vocabulary)) ? found : null;
  }
  return BESIDE_A_WAY.includes(command) && !isQuestion(raw, vocabulary) ? found : null;
}

/**
 * Notes pickup or delivery said beside something else and gives back the rest; null when nothing
 * else was said. An utterance without either comes back as it is.
 */
export function* noteWay(turn: Turn, utterance: Utterance): Flow<Utterance | null> {
  const { kind } = turn.state.step;
  const given = ASKS_WAY.includes(kind) ? null : wayIn(turn, utterance);
  if (given === null) return utterance;
  const rest = restOf(turn, given.rest);
  // "Forget it, I'll just come and get it" takes back the other way, and no order.
  const takesBack =
    rest?.command === 'cancel' && !turn.vocabulary.recounts.changesOrder.test(rest.text);
  // "I'd like to place an order for pickup" asks for no list.
  const more =
    takesBack ||
    ((rest?.command === 'browse' || rest?.command === 'main') && ORDERING.includes(kind))
      ? null
      : rest;
  if (DECIDING.includes(kind)) {
    const { fulfilment } = yield* turn.order();
    if (fulfilment === given.way && more !== null) return more;
    yield* setFulfilment(turn, given.way);
    if (more !== null && more.command === null) return more;
    yield* checkout(turn);
    return null;
  }
  mention(turn, given.way);
  const silent = more === null && ORDERING.includes(kind) && !turn.hasSpoken;
  if (silent) turn.say(given.way === 'pickup' ? 'pickupNoted' : 'deliveryNoted');
  return more;
}

/** Pickup or delivery mentioned in a part of what was said. True: nothing else is to be understood. */
export function* noteFulfilment(turn: Turn, utterance: Utterance): Flow<boolean> {
  const given = wayIn(turn, utterance);
  if (given === null) return false;
  if (DECIDING.includes(turn.state.step.kind)) {
    yield* setFulfilment(turn, given.way);
    yield* checkout(turn);
    return true;
  }
  mention(turn, given.way);
  return restOf(turn, given.rest) === null;
}

/**
 * Notes an address that is given in passing, for the delivery that it asks for, and a wish for the
 * way to the door, and gives back the rest. An address that lacks something is completed when its
 * turn comes.
 */
export function* noteAddress(turn: Turn, said: Utterance): Flow<Utterance | null> {
  if (yield* tellAddress(turn, said)) return null;
  if (turn.context.menu.business.delivery === null) return yield* noteDoor(turn, said);
  if (yield* correctHouse(turn, said.raw)) return null;
  const { door, rest: speech } = doorIn(turn, said.raw);
  const given = addressGiven(turn, speech) ?? (yield* streetAlone(turn, speech));
  if (given === null) return yield* noteDoor(turn, said);
  if (door !== '') {
    turn.set({ doorSaid: door });
    turn.say('doorNoted');
  }
  const address = addressWithCode(turn, given.address);
  const more = restOf(turn, given.rest);
  const way = more && wayIn(turn, more);
  const other = way ? restOf(turn, way.rest) : more;
  if (CLOSING.includes(turn.state.step.kind) && (other === null || other.command !== null)) {
    // What is still wrong with the order is said again.
    if (turn.state.step.kind === 'fix') turn.say('addressNoted', { address });
    yield* setAddress(turn, address);
    return null;
  }
  yield* takeAddress(turn, address);
  return other;
}

/**
 * "Mott Street", said by itself where an order is for delivery or the area has it, and "77 Bleecker"
 * where it is both: no dish is meant.
 */
function* streetAlone(turn: Turn, raw: string): Flow<ReturnType<typeof addressGiven>> {
  const { beforeAddress, politeEnd } = turn.vocabulary.customer;
  const address = cutAll(politeEnd, cutAll(beforeAddress, raw.trim())).trim();
  const alone = lacksNumber(turn, address);
  // "77 Bleecker"
  const short = !alone && /^\d+[a-z]? \p{L}+$/iu.test(address);
  if (!alone && !short) return null;
  const { mentioned, addressSaid = null } = turn.state;
  const { delivery } = turn.context.menu.business;
  const isKnown = areaAnswer(address, delivery?.area ?? '') === 'inside';
  const order = yield* turn.order();
  const isWanted = (mentioned ?? order.fulfilment) === 'delivery';
  const isStreet = short ? isKnown && isWanted : isKnown || isWanted;
  if (!isStreet || addressSaid !== null) return null;
  return { address, rest: '' };
}

/** "What address do you have?" False: it is not asked, or none is noted. */
function* tellAddress(turn: Turn, { raw }: Utterance): Flow<boolean> {
  if (!turn.vocabulary.customer.asksAddress.test(plain(raw))) return false;
  const order = yield* turn.order();
  const address = order.address ?? turn.state.addressSaid ?? null;
  if (address === null) return false;
  turn.say('addressNoted', { address });
  return true;
}

/** "The number is 330", said of the address that was read back. */
function* correctHouse(turn: Turn, raw: string): Flow<boolean> {
  const says = turn.vocabulary.customer.houseIs.test(raw);
  if (!says || !CLOSING.includes(turn.state.step.kind)) return false;
  const { address } = yield* turn.order();
  const renumbered = address === null ? null : withHouseNumber(turn, address, raw);
  if (renumbered === null) return false;
  yield* setAddress(turn, renumbered);
  return true;
}

/** An address that stands in a sentence about something else. */
export function addressGiven(
  turn: Turn,
  raw: string,
): { readonly address: string; readonly rest: string } | null {
  const { givesAddress, mayGiveAddress, bareAddress, addressEnd, asksPlace } =
    turn.vocabulary.customer;
  if (asksPlace.test(raw)) return null;
  const placed = mayGiveAddress.exec(raw);
  const mayBe = placed && !isQuestion(raw, turn.vocabulary) ? placed : null;
  for (const match of [givesAddress.exec(raw), mayBe, placed ? null : bareAddress.exec(raw)]) {
    if (match === null) continue;
    const said = raw.slice(match.index + match[0].length);
    const [words = ''] = said.split(addressEnd, 1);
    const address = addressIn(turn, words);
    if (address === null) continue;
    return { address, rest: `${raw.slice(0, match.index)} ${said.slice(words.length)}` };
  }
  return null;
}

/** "Leave it with the doorman", for an order with an address: goes to the driver with it. */
export function* noteDoor(turn: Turn, utterance: Utterance): Flow<Utterance | null> {
  const { door, rest } = doorIn(turn, utterance.raw);
  const flat = door === '' ? flatIn(turn, utterance.raw) : '';
  if (door === '' && flat === '') return utterance;
  const { address, fulfilment } = yield* turn.order();
  if (flat !== '') {
    const { apartment } = turn.vocabulary.customer;
    if (address === null) return utterance;
    const other = apartment.test(address)
      ? address.replace(apartment, flat)
      : `${address}, ${flat}`;
    const whole = yield* turn.run('set_customer', { address: other });
    if (whole.ok) turn.say('addressNoted', { address: flat });
    else turn.tellFault(whole);
    const left = restOf(turn, utterance.raw.replace(flat, ' '));
    if (!DECIDING.includes(turn.state.step.kind)) return left;
    // "No, the apartment is 6C" has nothing else to change.
    const asks = left !== null && left.command === null && !aboutAddress(turn, left);
    if (asks && !isDenial(turn, left)) return left;
    yield* checkout(turn);
    return null;
  }
  const { addressSaid = null, mentioned } = turn.state;
  if (address === null) {
    const here = fulfilmentIn(rest, turn.vocabulary.fulfilment)?.way ?? mentioned ?? fulfilment;
    if (addressSaid === null && here !== 'delivery') return utterance;
    turn.set({ doorSaid: door });
    turn.say('doorNoted');
    return restOf(turn, rest);
  }
  const result = yield* turn.run('set_customer', { address: `${address}, ${door}` });
  if (result.ok) turn.say('doorNoted');
  else turn.tellFault(result);
  return restOf(turn, rest);
}

/** "No, the", of which the apartment is gone. */
function isDenial({ vocabulary }: Turn, { raw }: Utterance): boolean {
  const { clauses, food, answers } = vocabulary;
  return plain(raw)
    .split(' ')
    .every(
      (word) => clauses.answers.test(word) || food.determiners.has(word) || answers.idle.has(word),
    );
}

/** "I gave you the wrong apartment": words about the address that ask for nothing else. */
function aboutAddress({ context, vocabulary }: Turn, { raw }: Utterance): boolean {
  const { itemRequests } = parseItemRequests(raw, context.words, () => []);
  const names = itemRequests.some(({ itemIds }) => itemIds.length > 0);
  return !names && vocabulary.customer.aboutAddress.test(plain(raw));
}

/** The apartment that is told by itself, with its word: "apartment four B"; empty: none is. */
function flatIn({ vocabulary: { customer } }: Turn, raw: string): string {
  const [flat = ''] = customer.apartment.exec(raw) ?? [];
  return /^[a-z]/i.test(flat) && customer.flat.test(flat) ? flat : '';
}

/** How the driver gets to the door, and what else was said; empty: nothing of it. */
function doorIn(turn: Turn, raw: string): { readonly door: string; readonly rest: string } {
  const { door, beforeDoor, behindDoor, politeEnd } = turn.vocabulary.customer;
  const match = door.exec(raw);
  if (match === null) return { door: '', rest: raw };
  const wish = match[0].replace(beforeDoor, '');
  const before = raw.slice(0, match.index).replace(behindDoor, '');
  const after = raw.slice(match.index + match[0].length);
  return { door: wish.replace(politeEnd, ''), rest: `${before} ${after}`.trim() };
}

/** Notes pickup or delivery until the order is closed. */
export function mention(turn: Turn, way: GivenFulfilment['way']): void {
  const impossible = way === 'delivery' && turn.context.menu.business.delivery === null;
  if (impossible && turn.state.mentioned !== 'delivery') turn.say('noDelivery');
  turn.set({ mentioned: way });
}

/** What is left of an utterance; null when that says nothing. */
export function restOf(turn: Turn, speech: string): Utterance | null {
  const rest = utteranceOf({ speech }, turn.vocabulary);
  return rest !== null && !isIdle(turn, rest) ? rest : null;
}
