import type { Utterance } from '../intents/utterance.js';
import type { Flow, IvrStep, StepOf } from '../ivr-state.js';
import type { SentenceName } from '../dialogue-context.js';
import type { Turn } from '../turn.js';

/** How one kind of question is asked and answered; a `Flow` where a tool is needed for it. */
export interface Step<K extends IvrStep['kind']> {
  /** Asks. May go to another question instead, which is asked then. */
  ask(turn: Turn, step: StepOf<K>): Flow | void;
  /** Takes an answer. False: it is none, and nothing has changed. */
  hear(turn: Turn, step: StepOf<K>, heard: Utterance): Flow<boolean> | boolean;
  /** What is said to somebody who cannot answer it. */
  readonly help: SentenceName;
  /** The question before this one. */
  back(turn: Turn, step: StepOf<K>): IvrStep;
  /** Any words may be an answer, so hardly any are a command. */
  readonly freeWords?: true;
}

/** The choice that was keyed or named by its number; null when there is none. */
export function chosen(turn: Turn, { number }: Utterance): string | null {
  return number === null ? null : (turn.state.choices[number - 1] ?? null);
}
