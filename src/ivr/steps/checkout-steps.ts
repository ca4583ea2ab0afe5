import {
  addressIn,
  checkout,
  digitByDigit,
  farewell,
  placeOrder,
  refused,
  setFulfilment,
} from '../checkout.js';
import { tellTotal } from '../browsing.js';
import { understand } from '../intents/intents.js';
import { parseItemRequests } from '../intents/item-request-parser.js';
import { utteranceOf, type Utterance } from '../intents/utterance.js';
import { plain } from '../intents/words.js';
import type { Flow, ItemRequest } from '../ivr-state.js';
import { noteLooseName, setName } from '../customer-details.js';
import { isBeside } from '../beside.js';
import { commandOf, isQuestion } from '../intents/commands.js';
import { nameIn } from '../intents/names.js';
import { homeStep } from '../ordering.js';
import { textOf } from '../tool-results.js';
import { setAddress } from '../time-and-place.js';
import type { Turn } from '../turn.js';
import type { Step } from './step.js';

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
    const { wantsDelivery, wantsPickup } = turn.vocabulary.customer;
    const delivery = number === 2 || wantsDelivery.test(text);
    const pickup = number === 1 || wantsPickup.test(text);
    if (delivery === pickup) return false;
    yield* setFulfilment(turn, delivery ? 'delivery' : 'pickup');
    yield* noteLooseName(turn, raw);
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
    const { key, text, raw, command } = utterance;
    const { names } = turn.vocabulary;
    if (key === '1' || names.none.test(text)) {
      if (yield* setName(turn, turn.context.sentence('unnamed'))) yield* checkout(turn);
      return true;
    }
    const beside = command !== null || isBeside(turn, utterance);
    if (beside && !names.given.test(raw)) return yield* nameAndMore(turn, utterance);
    const name = nameIn(raw, names);
    if (name === null) return false;
    const dish = dishNamed(turn, raw);
    if (dish) turn.goTo({ kind: 'doubt', itemRequests: [dish] });
    else if (yield* setName(turn, name)) yield* checkout(turn);
    return true;
  },
};

/** "Mike, and add a cannoli": the name before an order. */
function* nameAndMore(turn: Turn, { raw, command }: Utterance): Flow<boolean> {
  const [first = '', ...others] = raw.split(/[.;!?]\s+|,?\s+(?:and|y)\s+/);
  const said = utteranceOf({ speech: first }, turn.vocabulary);
  const rest = utteranceOf({ speech: others.join(' and ') }, turn.vocabulary);
  if (command !== null || !said || !rest || said.command !== null) return false;
  const name = isBeside(turn, said) ? null : nameIn(first, turn.vocabulary.names);
  if (name === null || !(yield* setName(turn, name))) return false;
  if (!(yield* understand(turn, rest))) yield* checkout(turn);
  return true;
}

/** The dish whose whole name was said at the question for the caller's; null when it is none. */
function dishNamed({ context }: Turn, raw: string): ItemRequest | null {
  const { itemRequests } = parseItemRequests(raw, context.words, () => []);
  const [only, ...others] = itemRequests;
  const item = only?.itemIds.length === 1 ? context.menu.item(only.itemIds[0] ?? '') : undefined;
  const names = item ? [item.name, ...item.aliases].map(plain) : [];
  return only && others.length === 0 && names.includes(plain(raw)) ? only : null;
}

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
    if (utterance.command === 'done' || hesitates(turn, utterance)) {
      turn.say('helpYesNo');
      return true;
    }
    if (utterance.command === 'view' && !turn.vocabulary.customer.fixOrder.test(utterance.text)) {
      if (!(yield* tellTotal(turn, utterance.text)))
        turn.goTo({ kind: 'confirm', confirmationId: null });
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

/** "I guess so" is no clear yes. */
function hesitates({ vocabulary }: Turn, { command, raw }: Utterance): boolean {
  return command === 'yes' && vocabulary.hesitates.test(plain(raw));
}

/** "Place the order" and "yep, that's it" are as clear as "yes"; "that's all" is not. */
function agreed(turn: Turn, utterance: Utterance): boolean {
  const { vocabulary } = turn;
  const { key, command, text, raw } = utterance;
  // A number that is said is one of dishes.
  if (key === '1' || command === 'yes') return !hesitates(turn, utterance);
  const [first = ''] = plain(raw).split(' ');
  const yes = commandOf(first, vocabulary) === 'yes';
  return command === 'done' && (yes || vocabulary.customer.places.test(text));
}
