import {
  addressIn,
  checkout,
  digitByDigit,
  farewell,
  nameIn,
  placeOrder,
  refused,
  setFulfilment,
} from '../checkout.js';
import type { Command } from '../vocabulary/vocabulary.js';
import type { Utterance } from '../intents/utterance.js';
import { isQuestion } from '../intents/commands.js';
import { homeStep } from '../ordering.js';
import { textOf } from '../tool-results.js';
import { setAddress } from '../time-and-place.js';
import type { Turn } from '../turn.js';
import type { Step } from './step.js';

/** Commands that are never taken for a name. */
const NO_NAMES: readonly Command[] = [
  'yes',
  'no',
  'done',
  'cancel',
  'goodbye',
  'next',
  'main',
  'browse',
  'view',
  'wait',
  'robot',
  'payment',
  'ready',
];

const FIX = { kind: 'fix' } as const;

/** Pickup or delivery. */
export const fulfilmentStep: Step<'fulfilment'> = {
  help: 'helpChoice',
  back: homeStep,
  *ask(turn) {
    turn.set({ choices: [] });
    if (turn.context.menu.business.delivery === null) {
      turn.say('noDelivery');
      yield* setFulfilment(turn, 'pickup');
      return yield* checkout(turn);
    }
    if (!turn.byKey) turn.say('fulfilment');
    turn.sayKeys('fulfilmentKeys');
  },
  *hear(turn, _, { number, text, raw }) {
    if (isQuestion(raw, turn.vocabulary)) return false;
    const { wantsDelivery, wantsPickup, givesName } = turn.vocabulary.customer;
    const delivery = number === 2 || wantsDelivery.test(text);
    const pickup = number === 1 || wantsPickup.test(text);
    if (delivery === pickup) return false;
    const name = givesName.test(text) ? nameIn(turn, raw) : null;
    if (name !== null) yield* turn.run('set_customer', { name });
    yield* setFulfilment(turn, delivery ? 'delivery' : 'pickup');
    yield* checkout(turn);
    return true;
  },
};

/** Whose order it is. */
export const nameStep: Step<'name'> = {
  help: 'helpWords',
  back: () => FIX,
  freeWords: true,
  ask(turn) {
    turn.set({ choices: [] });
    turn.say('name');
    turn.sayKeys('nameKeys');
  },
  *hear(turn, _, utterance) {
    const skipped = utterance.key === '1' || turn.vocabulary.customer.noName.test(utterance.text);
    const unusable = utterance.command !== null && NO_NAMES.includes(utterance.command);
    const name = skipped
      ? turn.context.sentence('unnamed')
      : unusable
        ? null
        : nameIn(turn, utterance.raw);
    if (name === null) return false;
    const result = yield* turn.run('set_customer', { name });
    if (!result.ok) turn.tellFault(result);
    else yield* checkout(turn);
    return true;
  },
};

/** Where to deliver. */
export const addressStep: Step<'address'> = {
  help: 'helpWords',
  back: () => ({ kind: 'fulfilment' }),
  freeWords: true,
  ask(turn) {
    turn.set({ choices: [] });
    turn.say('addressSay');
    turn.sayKeys('addressKeys');
  },
  *hear(turn, _, utterance) {
    if (utterance.key === '1' || turn.vocabulary.customer.rathersPickup.test(utterance.text)) {
      yield* setFulfilment(turn, 'pickup');
      yield* checkout(turn);
      return true;
    }
    const address = addressIn(turn, utterance.raw);
    if (address === null) return false;
    turn.goTo({ kind: 'address-check', address });
    return true;
  },
};

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
  *hear(turn, { address }, utterance) {
    if (utterance.key === '1' || utterance.command === 'yes') {
      yield* setAddress(turn, address);
      return true;
    }
    const corrected = addressIn(turn, utterance.raw);
    if (corrected !== null) turn.goTo({ kind: 'address-check', address: corrected });
    else if (utterance.number === 2 || utterance.command === 'no') turn.goTo({ kind: 'address' });
    else return false;
    return true;
  },
};

/** The read-back, to which only a clear yes is an agreement. */
export const confirmStep: Step<'confirm'> = {
  help: 'helpYesNo',
  back: () => FIX,
  *ask(turn, { confirmationId: known }) {
    turn.set({ choices: [] });
    const result = yield* turn.run('read_back_order');
    if (result.ok) {
      const confirmationId = textOf(result['confirmationId']);
      turn.goTo({ kind: 'confirm', confirmationId });
      // What was heard to its end is not said once more unless the caller asks for it.
      if (confirmationId === known && !turn.repeats) turn.say('confirmAgain');
      else turn.tell(textOf(result['spoken']) ?? '');
      if (confirmationId !== known) turn.hearOut();
      return turn.sayKeys('confirmKeys');
    }
    switch (result.error) {
      case 'already_placed':
        return turn.goTo({ kind: 'placed' });
      case 'name_missing':
        return turn.goTo({ kind: 'name' });
      case 'address_missing':
        return turn.goTo({ kind: 'address' });
      case 'empty_order':
        turn.tellFault(result);
        return turn.goTo({ kind: 'categories', page: 0 });
      default:
        return yield* refused(turn, result);
    }
  },
  *hear(turn, { confirmationId }, utterance) {
    if (agreed(turn, utterance)) {
      if (confirmationId !== null) yield* placeOrder(turn, confirmationId);
      return true;
    }
    if (utterance.command === 'done') {
      turn.say('helpYesNo');
      return true;
    }
    if (utterance.key !== '2' && utterance.command !== 'no') return false;
    turn.goTo(FIX);
    return true;
  },
};

/** What is to be put right before the order is placed. */
export const fixStep: Step<'fix'> = {
  help: 'helpChoice',
  back: homeStep,
  ask(turn) {
    turn.set({ choices: [] });
    turn.say('fix');
    turn.sayKeys('fixKeys');
  },
  *hear(turn, _, { number, text, command }) {
    const { fixItem, fixName, fixAddress } = turn.vocabulary.customer;
    if (number === 1) turn.goTo({ kind: 'categories', page: 0 });
    else if (number === 2 || fixItem.test(text)) turn.goTo({ kind: 'order', page: 0 });
    else if (number === 3 || fixName.test(text)) turn.goTo({ kind: 'name' });
    else if (fixAddress.test(text)) turn.goTo({ kind: 'address' });
    else if (number === 4) turn.goTo({ kind: 'fulfilment' });
    else if (number === 5 || command === 'no') yield* checkout(turn);
    else return false;
    return true;
  },
};

/** The order had been placed before the line took over. */
export const placedStep: Step<'placed'> = {
  help: 'helpChoice',
  back: () => ({ kind: 'placed' }),
  *ask(turn) {
    turn.set({ choices: [] });
    const { number } = yield* turn.order();
    if (number === null) return turn.goTo({ kind: 'main' });
    turn.say('alreadyPlaced', { number: digitByDigit(turn, number) });
    if (turn.tellsKeys) turn.say('alreadyPlacedKeys');
    else turn.say('alreadyPlacedSay');
  },
  *hear(turn, _, { number, command }) {
    if (number === 1 || command === 'yes') turn.goTo({ kind: 'categories', page: 0 });
    else if (number === 2 || command === 'no' || command === 'done') yield* farewell(turn);
    else return false;
    return true;
  },
};

/** Goodbye, with an order that was never placed. */
export const leaveStep: Step<'leave'> = {
  help: 'helpYesNo',
  back: homeStep,
  ask(turn) {
    turn.set({ choices: [] });
    turn.say('leaveCheck');
    turn.sayKeys('yesNoKeys');
  },
  *hear(turn, _, { number, command }) {
    if (number === 1 || command === 'yes') yield* checkout(turn);
    else if (number === 2 || command === 'no' || command === 'goodbye') yield* farewell(turn);
    else return false;
    return true;
  },
};

/** "Place the order" is as clear as "yes"; "that's all" is not. */
function agreed({ vocabulary }: Turn, { key, command, text }: Utterance): boolean {
  // A number that is said is one of dishes.
  if (key === '1' || command === 'yes') return true;
  return command === 'done' && vocabulary.customer.places.test(text);
}
