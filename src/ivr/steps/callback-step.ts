import { readDigits } from '../../common/spoken-digits.js';
import { farewell } from '../checkout.js';
import { homeStep } from '../ordering.js';
import type { Turn } from '../turn.js';
import type { Flow, StepOf } from '../ivr-state.js';
import type { Step } from './step.js';

type CallbackStep = StepOf<'callback' | 'callback-number'>;

/** Fewer digits are no telephone number. */
const MIN_DIGITS = 7;

/** Whether a caller shall be called back whom no person took, or whose order only a person takes. */
export const callbackStep: Step<'callback'> = {
  help: 'helpYesNo',
  back: homeStep,
  ask(turn) {
    turn.set({ choices: [] });
    turn.say('callbackOffer');
    turn.sayKeys('yesNoKeys');
  },
  *hear(turn, step, { raw, number, command }) {
    const phone = numberSaid(raw);
    if (phone.length >= MIN_DIGITS) yield* note(turn, step, phone);
    else if (number === 1 || command === 'yes') yield* note(turn, step, null);
    else if (number !== 2 && command !== 'no') return false;
    else yield* goOn(turn, step);
    return true;
  },
};

/** The number of a caller who cannot be called back on the one of the call. */
export const callbackNumberStep: Step<'callback-number'> = {
  help: 'callbackNumber',
  back: homeStep,
  freeWords: true,
  ask(turn) {
    turn.set({ choices: [] });
    turn.say('callbackNumber');
  },
  *hear(turn, step, { raw, number, command }) {
    const phone = numberSaid(raw);
    if (phone.length > 1) yield* note(turn, step, phone);
    else if (number === 2 || command === 'no') yield* goOn(turn, step);
    else return false;
    return true;
  },
};

/** The longest number in what was said, in digits; empty when there is none. */
function numberSaid(text: string): string {
  const said = readDigits(text).runs.map(
    (run) => (run[0]?.plus ? '+' : '') + run.map(({ digits }) => digits).join(''),
  );
  return said.toSorted((one, other) => other.length - one.length)[0] ?? '';
}

/** @param phone null: the one of the call. */
function* note(turn: Turn, { forOrder }: CallbackStep, phone: string | null): Flow {
  const noted = yield* turn.run('leave_callback_note', { ...(phone !== null && { phone }) });
  if (noted.ok) {
    turn.say('callbackNoted');
    return forOrder ? yield* farewell(turn) : yield* home(turn);
  }
  if (noted.error !== 'phone_missing') turn.tellFault(noted);
  turn.goTo({ kind: 'callback-number', forOrder });
}

/** Goes on without a call back; an order that is above a limit can be changed. */
function* goOn(turn: Turn, { forOrder }: CallbackStep): Flow {
  if (forOrder) return turn.goTo({ kind: 'fix' });
  yield* home(turn);
}

/** Goes to the order that was placed, otherwise to the draft or the menu. */
function* home(turn: Turn): Flow {
  const { placed } = yield* turn.order();
  turn.goTo(placed ? { kind: 'placed' } : homeStep(turn));
}
