import { noteAllergies } from '../allergies.js';
import { allergiesNamed } from '../intents/allergies.js';
import type { Step } from './step.js';

/** To what, after the caller has said no more than that there is an allergy. */
export const allergyStep: Step<'allergy'> = {
  help: 'helpWords',
  back: (_, { next }) => next,
  freeWords: true,
  ask(turn) {
    turn.set({ choices: [] });
    turn.tell(turn.spoken.allergies.ask);
  },
  *hear(turn, { next }, { raw, command }) {
    const named = command === null ? allergiesNamed(raw, turn.vocabulary) : [];
    if (named.length > 0) yield* noteAllergies(turn, named, { alone: true });
    else if (command === 'no') turn.goTo(next);
    else return false;
    return true;
  },
};
