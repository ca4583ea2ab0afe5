import { homeStep } from '../ordering.js';
import type { Turn } from '../turn.js';
import type { Flow } from '../ivr-state.js';
import type { Step } from './step.js';

/** Whether a caller whom no person took shall be called back. */
export const callbackStep: Step<'callback'> = {
  help: 'helpYesNo',
  back: homeStep,
  ask(turn) {
    turn.set({ choices: [] });
    turn.say('callbackOffer');
    turn.say('yesNoKeys');
  },
  *hear(turn, _, { number, command }) {
    if (number === 1 || command === 'yes') {
      const noted = yield* turn.run('leave_callback_note');
      if (noted.ok) turn.say('callbackNoted');
      else turn.tellFault(noted);
    } else if (number !== 2 && command !== 'no') return false;
    yield* goOn(turn);
    return true;
  },
};

/** To the order that was placed, or to what else there shall be. */
function* goOn(turn: Turn): Flow {
  const { placed } = yield* turn.order();
  turn.goTo(placed ? { kind: 'placed' } : homeStep(turn));
}
