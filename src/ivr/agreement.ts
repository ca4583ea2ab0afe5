import { commandOf } from '../understanding/commands.js';
import type { Utterance } from '../understanding/utterance.js';
import { plain } from '../understanding/words.js';
import type { Turn } from './turn.js';

/** A yes, by key 1 or in words: "yes, that's all" begins with one. */
export function agrees({ vocabulary }: Turn, { key, command, raw }: Utterance): boolean {
  return key === '1' || command === 'yes' || (command === 'done' && beginsWithYes(raw));

  function beginsWithYes(said: string): boolean {
    const [first = ''] = plain(said).split(' ');
    return commandOf(first, vocabulary) === 'yes';
  }
}
