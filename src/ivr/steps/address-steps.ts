import { correctedAddress } from '../address-correction.js';
import { addressIn, checkout, setFulfilment } from '../checkout.js';
import { noteName } from '../customer-details.js';
import { wayIn } from '../delivery-details.js';
import type { Utterance } from '../../understanding/utterance.js';
import { setAddress } from '../time-and-place.js';
import type { Turn } from '../turn.js';
import { agrees } from '../agreement.js';
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
    // "45 Mott Street, and the name is Jim".
    const utterance = turn.vocabulary.names.given.test(said.raw)
      ? yield* noteName(turn, said)
      : said;
    const address = utterance && addressIn(turn, utterance.raw);
    if (utterance === null || (address === null && isPickup(turn, utterance))) {
      if (utterance !== null) yield* setFulfilment(turn, 'pickup');
      yield* checkout(turn);
      return true;
    }
    if (address === null) return false;
    turn.goTo({ kind: 'address-check', address });
    return true;
  },
};

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
    const named = turn.vocabulary.names.given.test(said.raw);
    const utterance = named ? yield* noteName(turn, said) : said;
    if (utterance === null) return true;
    if (agrees(turn, utterance)) {
      yield* setAddress(turn, address);
      return true;
    }
    const corrected = correctedAddress(turn, address, utterance.raw);
    if (corrected !== null) turn.goTo({ kind: 'address-check', address: corrected });
    else if (isPickup(turn, utterance)) {
      yield* setFulfilment(turn, 'pickup');
      yield* checkout(turn);
    } else if (utterance.number === 2 || utterance.command === 'no') turn.goTo({ kind: 'address' });
    else return false;
    return true;
  },
};
