import type { Utterance } from '../../understanding/utterance.js';
import type { Flow, IvrStep, StepOf } from '../ivr-state.js';
import type { SentenceName } from '../dialogue-context.js';
import type { Turn } from '../turn.js';

/** How one kind of question is asked and answered; a `Flow` where a tool is needed for it. */
export interface Step<K extends IvrStep['kind']> {
  /** Asks the question, or goes to another step, which is asked then. */
  ask(turn: Turn, step: StepOf<K>): Flow | void;
  /** Takes the answer. False: the utterance does not answer this question, and nothing changed. */
  hear(turn: Turn, step: StepOf<K>, utterance: Utterance): Flow<boolean> | boolean;
  /** The sentence that helps a caller who did not answer. */
  readonly help: SentenceName;
  /** The question before this one. */
  back(turn: Turn, step: StepOf<K>): IvrStep;
  /** The answer is free text, so only a few commands are recognised. */
  readonly freeWords?: true;
}

/** The choice that was keyed or named by its number; null when there is none. */
export function chosen(turn: Turn, { number }: Utterance): string | null {
  return number === null ? null : (turn.state.choices[number - 1] ?? null);
}
