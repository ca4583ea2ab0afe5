import { checkout, setFulfilment, tellLack } from '../checkout.js';
import { wayIn } from '../delivery-details.js';
import { plain } from '../../understanding/words.js';
import { homeStep } from '../ordering.js';
import type { Step } from './step.js';

/** Whether something is added to an order below the minimum of a delivery, or whether it is picked up. */
export const minimumStep: Step<'minimum'> = {
  help: 'helpChoice',
  back: homeStep,
  *ask(turn, { noMore }) {
    turn.set({ choices: [] });
    const order = yield* turn.order();
    const minimum = turn.context.menu.business.delivery?.minimumCents ?? 0;
    if (order.lines.length === 0 || order.subtotalCents >= minimum) return yield* checkout(turn);
    if (!noMore && !turn.state.minimumTold) tellLack(turn, minimum, order.subtotalCents);
    turn.say(noMore ? 'minimumPickup' : 'minimumAsk');
    turn.sayKeys(noMore ? 'yesNoKeys' : 'minimumKeys');
  },
  *hear(turn, { noMore }, utterance) {
    const { number, command, raw } = utterance;
    if (turn.vocabulary.fulfilment.asksLack.test(plain(raw))) {
      yield* checkout(turn);
      return true;
    }
    const yes = number === 1 || command === 'yes';
    const no = number === 2 || command === 'no' || command === 'done';
    const way = wayIn(turn, utterance)?.way ?? null;
    const pickup = way === 'pickup' || (way === null && (noMore ? yes : number === 2));
    if (pickup) {
      yield* setFulfilment(turn, 'pickup');
      yield* checkout(turn);
    } else if (way === 'delivery') yield* checkout(turn);
    else if (noMore && no) turn.goTo({ kind: 'leave' });
    else if (yes) turn.goTo({ kind: 'main' });
    else if (no) turn.goTo({ kind: 'minimum', noMore: true });
    else return false;
    return true;
  },
};
