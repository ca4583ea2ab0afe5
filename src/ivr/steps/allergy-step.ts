import { allergenTokens } from '../../menu/allergens/allergen-words.js';
import { namesDish } from '../subjects.js';
import { noteAllergies } from '../allergies.js';
import { allergiesNamed } from '../../understanding/allergies.js';
import { commandOf } from '../../understanding/commands.js';
import { plain } from '../../understanding/words.js';
import type { Step } from './step.js';

/** To what, after the caller has said no more than that there is an allergy; or whether it is one. */
export const allergyStep: Step<'allergy'> = {
  help: 'helpWords',
  back: (_, { next }) => next,
  freeWords: true,
  ask(turn, { maybe }) {
    turn.set({ choices: [] });
    const { allergies } = turn.spoken;
    turn.tell(maybe ? allergies.askWhether(maybe) : allergies.ask);
    if (maybe) turn.sayKeys('yesNoKeys');
  },
  *hear(turn, { next, maybe }, { raw, command, key }) {
    if (maybe) {
      // "No, I just don't like them."
      const [first = ''] = plain(raw).split(' ');
      const answer = command ?? commandOf(first, turn.vocabulary);
      if (answer === 'yes' || key === '1') yield* noteAllergies(turn, maybe, {});
      else if (answer === 'no' || key === '2') turn.goTo(next);
      else return false;
      return true;
    }
    const named = command === null ? allergiesNamed(raw, turn.vocabulary) : [];
    // "A house salad with balsamic", in the place of an answer, is an order.
    const isOrder =
      namesDish(turn, raw) &&
      turn.vocabulary.allergies.lexicon.in(allergenTokens(raw)).length === 0;
    if (isOrder) return false;
    if (named.length > 0) yield* noteAllergies(turn, named, { alone: true });
    else if (command === 'no') turn.goTo(next);
    else return false;
    return true;
  },
};
