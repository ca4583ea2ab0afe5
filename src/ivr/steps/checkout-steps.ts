import {
  checkout,
  digitByDigit,
  farewell,
  placeOrder,
  refused,
  setFulfilment,
} from '../checkout.js';
import { tellTotal } from '../browsing.js';
import { understand } from '../intents/intents.js';
import { utteranceOf, type Utterance } from '../../understanding/utterance.js';
import { plain } from '../../understanding/words.js';
import { noteLooseName } from '../customer-details.js';
import { wayIn } from '../delivery-details.js';
import { isIdle } from '../idle.js';
import { commandOf, isQuestion } from '../../understanding/commands.js';
import { applyKeptOffer } from '../offers.js';
import { homeStep } from '../ordering.js';
import { textOf, type CurrentOrder } from '../tool-results.js';
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
  *hear(turn, _, utterance) {
    const { number, raw, text } = utterance;
    if (isQuestion(raw, turn.vocabulary)) return false;
    const { answersPickup, answersDelivery } = turn.vocabulary.fulfilment;
    const given = wayIn(turn, utterance);
    const delivery = number === 2 || answersDelivery.test(text);
    const pickup = number === 1 || answersPickup.test(text);
    // "Yes" to a choice of two chooses neither.
    if (given === null && delivery === pickup) return utterance.command === 'yes';
    yield* setFulfilment(turn, given?.way ?? (delivery ? 'delivery' : 'pickup'));
    const rest = given && utteranceOf({ speech: given.rest }, turn.vocabulary);
    const answered =
      rest === null || isIdle(turn, rest) || (yield* noteLooseName(turn, given?.rest ?? raw));
    if (answered || rest.command !== null || !(yield* understand(turn, rest)))
      yield* checkout(turn);
    return true;
  },
};

/** The read-back, to which only a clear yes is an agreement. */
export const confirmStep: Step<'confirm'> = {
  help: 'helpYesNo',
  back: () => FIX,
  *ask(turn, { confirmationId: known }) {
    turn.set({ choices: [] });
    if (known === null) yield* applyKeptOffer(turn, true);
    const result = yield* turn.run('read_back_order');
    if (result.ok) {
      const confirmationId = textOf(result['confirmationId']);
      turn.goTo({ kind: 'confirm', confirmationId });
      const order = yield* turn.order();
      const readBackFor = termsOf(turn, order);
      // What was heard to its end is not said once more unless the caller asks for it.
      if (confirmationId === known && !turn.repeats) turn.say('confirmAgain');
      else if (readBackFor === turn.state.readBackFor && !turn.repeats) tellBriefly(turn, order);
      else turn.tell(textOf(result['spoken']) ?? '');
      turn.set({ readBackFor });
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
      // A yes that recognition is not sure of may have been another word.
      if (utterance.doubtful) return false;
      if (confirmationId !== null) yield* placeOrder(turn, confirmationId);
      return true;
    }
    // "That's all" agrees to nothing: whether it shall be placed is asked.
    if (utterance.command === 'done') return true;
    if (hesitates(turn, utterance)) {
      turn.say('helpYesNo');
      return true;
    }
    if (utterance.command === 'view' && !turn.vocabulary.customer.fixOrder.test(utterance.text)) {
      if (!(yield* tellTotal(turn, utterance.text))) readAll(turn);
      return true;
    }
    if (utterance.key !== '2' && utterance.command !== 'no') return false;
    // "No, that's fine" denies and agrees.
    if (deniesAndAgrees(turn, utterance)) {
      turn.say('helpYesNo');
      return true;
    }
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
    else if (number === 5) readAll(turn);
    else if (command === 'no' || leavesIt(turn, command, text)) yield* checkout(turn);
    else return command === 'yes';
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

/** "No, that's okay." */
function deniesAndAgrees({ vocabulary }: Turn, { raw }: Utterance): boolean {
  const { answers } = vocabulary;
  const [, ...rest] = plain(raw).split(' ');
  const said = rest.join(' ');
  return rest.length > 1 && commandOf(said, vocabulary) === 'yes' && !answers.unsettles.test(said);
}

/** "It's fine as it is", at the question what to change. */
function leavesIt({ vocabulary }: Turn, command: Utterance['command'], text: string): boolean {
  return command === 'done' || (command === 'yes' && vocabulary.answers.affirms.test(text));
}

/** All of the order is read back, whatever was heard of it before. */
function readAll(turn: Turn): void {
  turn.set({ readBackFor: undefined });
  turn.goTo({ kind: 'confirm', confirmationId: null });
}

/** What a read-back tells beside the dishes and the price. */
function termsOf({ state }: Turn, { fulfilment, address, allergies }: CurrentOrder): string {
  return [fulfilment, address, state.readyAt, ...allergies].join('|');
}

/**
 * The read-back after a change: what was changed has been told with all its choices, so the dishes
 * are named without theirs, unless one is there in two ways.
 */
function tellBriefly(turn: Turn, order: CurrentOrder): void {
  const { lines, total } = order;
  const dishes = lines.map((line) => {
    const isOnly = lines.every((other) => other === line || other.name !== line.name);
    return isOnly ? turn.spoken.dishes(line.quantity, line.name) : turn.lineInWords(line);
  });
  turn.say('order', { order: dishes.join('; '), total });
  turn.say('confirmAgain');
}

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
  // "Yes, thanks, bye."
  if (command === 'goodbye') return yes && !vocabulary.answers.unsettles.test(plain(raw));
  return command === 'done' && (yes || vocabulary.customer.places.test(text));
}
