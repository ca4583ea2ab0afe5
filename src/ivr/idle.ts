import { fulfilmentIn } from '../understanding/fulfilment.js';
import type { Utterance } from '../understanding/utterance.js';
import { plain } from '../understanding/words.js';
import type { Turn } from './turn.js';

/** What is left of an utterance says nothing: "hi", "um, please", "I'd like that". */
export function isIdle({ vocabulary, state }: Turn, { raw, text, command }: Utterance): boolean {
  if (command === 'done' || fulfilmentIn(raw, vocabulary.fulfilment) !== null) return false;
  const { fillers, joints, articles, turns } = vocabulary.food;
  const alone = ` ${text}`.replace(vocabulary.polite.after, '').trim();
  if (alone === '' || joints.has(alone) || command === 'repeat') return true;
  const ordering = state.step.kind === 'main' || state.step.kind === 'more';
  if ((ordering && command === 'yes') || vocabulary.chat.test(plain(raw))) return true;
  // "Change it to", before the way that the order takes.
  const made = vocabulary.changes.makeThat.exec(`${text} `)?.[0];
  if (made !== undefined && vocabulary.changes.goal.test(text.slice(made.length).trim()))
    return true;
  const empty = (word: string): boolean =>
    [fillers, joints, articles, turns].some((words) => words.has(word));
  return command === null && alone.split(' ').every(empty);
}
