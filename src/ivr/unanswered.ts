import { isDeepStrictEqual } from 'node:util';
import { fulfilmentIn } from '../understanding/fulfilment.js';
import type { Utterance } from '../understanding/utterance.js';
import { isIdle } from './idle.js';
import type { IvrState } from './ivr-state.js';
import type { Turn } from './turn.js';

/** Fewer words are mostly an answer that was given before: "great", "a large". */
const FEWEST_WORDS = 3;

/**
 * Whether words that were taken for understood came to nothing: no sentence, nothing noted, and the
 * same question. A caller who hears that question alone does not know that they were lost.
 *
 * @param before the state in which they were said.
 */
export function isUnanswered(turn: Turn, before: IvrState, said: Utterance): boolean {
  if (turn.ended || turn.hasSpoken || said.command !== null) return false;
  if (said.raw.split(/\s+/).length < FEWEST_WORDS || isIdle(turn, said)) return false;
  // "I'll pick it up" may be said twice.
  if (fulfilmentIn(said.raw, turn.vocabulary.fulfilment) !== null) return false;
  return isDeepStrictEqual(turn.state, before);
}
