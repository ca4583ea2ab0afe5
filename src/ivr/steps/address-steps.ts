import { correctedAddress } from '../address-correction.js';
import { addressIn, checkout, setFulfilment } from '../checkout.js';
import { aloneName, noteName } from '../customer-details.js';
import { restOf, wayIn } from '../delivery-details.js';
import type { Flow } from '../ivr-state.js';
import { lacksNumber } from '../passing-address.js';
import { isTakenBack } from '../taken-back.js';
import { readTimeWish } from '../../menu/ready/time-wish.js';
import { isQuestion } from '../../understanding/commands.js';
import { plain } from '../../understanding/words.js';
import type { Utterance } from '../../understanding/utterance.js';
import { noteTime, setAddress } from '../time-and-place.js';
import type { Turn } from '../turn.js';
import type { Step } from './step.js';

/** Where to deliver. */
export const addressStep: Step<'address'> = {
  help: 'helpWords',
  back: () => ({ kind: 'fulfilment' }),
  freeWords: true,
  *ask(turn) {
    turn.set({ choices: [] });
    const { addressSaid = null } = turn.state;
    if (addressSaid !== null) {
      turn.set({ addressSaid: null });
      return yield* setAddress(turn, addressSaid);
    }
    turn.say('addressSay');
    turn.sayKeys('addressKeys');
  },
  *hear(turn, _, said) {
    if (isQuestion(said.raw, turn.vocabulary)) return false;
    const utterance = yield* beside(turn, said);
    const address = utterance && addressIn(turn, utterance.raw);
    if (utterance === null || (address === null && isPickup(turn, utterance))) {
      if (utterance !== null) yield* setFulfilment(turn, 'pickup');
      yield* checkout(turn);
      return true;
    }
    if (address === null) return isDelivery(turn, utterance);
    if (lacksNumber(turn, address)) yield* setAddress(turn, address);
    else turn.goTo({ kind: 'address-check', address });
    return true;
  },
};

/** "45 Mott Street, and the name is Jim", "at seven": notes a name and a time; the rest, or null. */
function* beside(turn: Turn, said: Utterance): Flow<Utterance | null> {
  const { given } = turn.vocabulary.names;
  const isName = given.test(said.raw) || aloneName(turn, said) !== null;
  const named = isName ? yield* noteName(turn, said) : said;
  if (named === null) return null;
  const wish = readTimeWish(named.raw, turn.vocabulary.times);
  const isTime = wish !== null && addressIn(turn, named.raw.replace(wish.words, '')) === null;
  return isTime ? yield* noteTime(turn, named) : named;
}

/** "Delivery, please" says nothing new. */
function isDelivery(turn: Turn, utterance: Utterance): boolean {
  const given = wayIn(turn, utterance);
  if (given?.way !== 'delivery' || restOf(turn, given.rest) !== null) return false;
  turn.say('deliveryNoted');
  return true;
}

function isPickup(turn: Turn, utterance: Utterance): boolean {
  return utterance.key === '1' || wayIn(turn, utterance)?.way === 'pickup';
}

/** Whether the address was heard right. */
export const addressCheckStep: Step<'address-check'> = {
  help: 'helpYesNo',
  back: () => ({ kind: 'address' }),
  freeWords: true,
  ask(turn, { address }) {
    turn.set({ choices: [] });
    turn.say('addressCheck', { address });
    turn.sayKeys('yesNoKeys');
  },
  *hear(turn, { address }, said) {
    const { noApartment } = turn.vocabulary.customer;
    const named = turn.vocabulary.names.given.test(said.raw);
    const left = named ? yield* noteName(turn, said) : said;
    if (left === null) return true;
    const { key, command, raw } = left;
    const agrees = key === '1' || command === 'yes' || command === 'done';
    if (agrees || noApartment.test(plain(raw))) {
      yield* setAddress(turn, address);
      return true;
    }
    if (isQuestion(raw, turn.vocabulary)) return false;
    const utterance = yield* beside(turn, left);
    if (utterance === null || isDelivery(turn, utterance)) return true;
    const corrected = correctedAddress(turn, address, utterance.raw);
    if (corrected !== null) turn.goTo({ kind: 'address-check', address: corrected });
    else if (isPickup(turn, utterance)) {
      yield* setFulfilment(turn, 'pickup');
      yield* checkout(turn);
    } else if (utterance.number === 2 || utterance.command === 'no' || isTakenBack(turn, said))
      turn.goTo({ kind: 'address' });
    else return false;
    return true;
  },
};
