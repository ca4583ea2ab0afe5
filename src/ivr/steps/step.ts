import { isQuestion } from '../../understanding/commands.js';
import type { Utterance } from '../../understanding/utterance.js';
import { plain } from '../../understanding/words.js';
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

/** "The second one, a medium": the choice so counted, and the words around it; null: none is. */
export function counted(
  turn: Turn,
  { raw, key, command }: Utterance,
): { readonly id: string; readonly rest: string } | null {
  const { vocabulary, state } = turn;
  if (key !== null || command !== null || isQuestion(raw, vocabulary)) return null;
  const { ordinals } = vocabulary.numbers;
  const words = plain(raw).split(' ');
  const placeOf = (word: string): number =>
    Math.max(ordinals.indexOf(word), ordinals.indexOf(word.replace(/o$/, 'a')));
  const at = words.findIndex((word) => placeOf(word) >= 0);
  const last = vocabulary.questions.advice.lastOf.exec(words.join(' '));
  const lastId = state.choices.at(-1);
  if (at < 0 && last && lastId !== undefined)
    return { id: lastId, rest: words.join(' ').replace(last[0], ' ') };
  const id = at < 0 ? undefined : state.choices[placeOf(words[at] ?? '')];
  return id === undefined ? null : { id, rest: words.toSpliced(at, 1).join(' ') };
}

/** The choice that was keyed or named by its number; null when there is none. */
export function chosen(turn: Turn, { number }: Utterance): string | null {
  return number === null ? null : (turn.state.choices[number - 1] ?? null);
}
