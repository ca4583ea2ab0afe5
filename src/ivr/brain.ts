import type { DialogueContext } from './dialogue-context.js';
import { isUnsure, transcriptOf, utteranceOf } from '../understanding/utterance.js';
import type { IvrRecord } from './ivr-memory.js';
import { NEW_STATE, type IvrInput, type IvrReply, type IvrState } from './ivr-state.js';
import type { CurrentOrder } from './tool-results.js';
import type { Vocabulary } from '../understanding/vocabulary/vocabulary.js';

/** What a brain is asked to answer. */
export interface BrainRequest {
  /** What the caller said or keyed; null: nothing yet, see `opening`. */
  readonly heard: string | null;
  /** What the first words are to be about; null: `heard` is answered. */
  readonly opening: 'greeting' | 'resumed' | 'missed' | null;
  /** The brain has answered the turn before. */
  readonly goesOn: boolean;
  /** Recognition is not sure of what it has heard. */
  readonly doubtful: boolean;
}

/** What a brain says next. */
export interface BrainReply {
  readonly kind: 'answered';
  /** Its name, as the call shows it. */
  readonly brain: string;
  /** Never empty. */
  readonly prompt: string;
  /** The read-back that the caller is to agree to; all of `prompt` is heard before they answer. */
  readonly confirmationId: string | null;
  readonly end: IvrReply['end'];
}

/**
 * What became of a turn. `declined`: nothing was tried. `acted`: a tool has changed something.
 * `tells`: what tools have said that the caller has to be told, such as a warning about an allergy.
 */
export type BrainOutcome =
  | BrainReply
  | { readonly kind: 'declined' }
  | { readonly kind: 'failed'; readonly acted: boolean; readonly tells: readonly string[] };

/** A reply with the brain that has worded it, and how many turns of the call one has failed. */
export type WordedReply = IvrReply & Pick<IvrRecord, 'brain' | 'brainFailures'>;

/** Another way to answer turns, which is asked before the dialogue without AI. Never rejects. */
export type Brain = (request: BrainRequest) => Promise<BrainOutcome>;

/** Failures of a brain after which a call is the dialogue's for good: each keeps the caller waiting. */
const MAX_FAILURES = 2;
/** Silences in a row after which the dialogue asks by keys. */
const MAX_SILENCES = 2;
/** Keys with the same meaning whichever brain has answered: a person, and one step back. */
const OWN_KEYS: readonly string[] = ['0', '*'];

/**
 * What a brain is asked for this input; null: the dialogue answers it. Keys belong to the one that
 * has offered them, and the answer to a read-back to the one that has read: a brain has no
 * confirmation of an order that it has not read back itself. A caller who asks for keys is the
 * dialogue's, as only it has any.
 *
 * @param before where the call stands; null when it is not known, or not up to this turn.
 */
export function brainRequest(
  turn: number,
  input: IvrInput,
  before: IvrRecord | null,
  vocabulary: Vocabulary,
): BrainRequest | null {
  if ((before?.brainFailures ?? 0) >= MAX_FAILURES) return null;
  const goesOn = before?.brain !== undefined;
  const opening = openingOf(turn, input);
  const doubtful = isDoubtful(input);
  if (opening !== null) return { heard: null, opening, goesOn, doubtful };
  if (before !== null && asksForKeys(input, vocabulary)) return null;
  if (!goesOn && before?.state.step.kind === 'confirm') return null;
  const { digits = '' } = input as { readonly digits?: string };
  if (OWN_KEYS.includes(digits) || (digits !== '' && before !== null && !goesOn)) return null;
  const heard = 'nothing' in input || 'start' in input ? null : transcriptOf(input);
  if (heard !== null) return { heard, opening: null, goesOn, doubtful };
  const first = turn > 0 ? 'resumed' : 'greeting';
  return before === null ? { heard, opening: first, goesOn, doubtful } : null;
}

function isDoubtful(input: IvrInput): boolean {
  return 'speech' in input && !input.digits && isUnsure(input.confidence);
}

function asksForKeys(input: IvrInput, vocabulary: Vocabulary): boolean {
  if ('start' in input || 'nothing' in input) return false;
  return utteranceOf(input, vocabulary)?.command === 'keys';
}

function openingOf(turn: number, input: IvrInput): BrainRequest['opening'] {
  if (!('start' in input)) return null;
  if (input.missed !== undefined) return 'missed';
  return input.resumed || turn > 0 ? 'resumed' : 'greeting';
}

/** The answer to a silence after words of a brain: they are said once more. Null: not any more. */
export function saidAgain(
  input: IvrInput,
  before: IvrRecord | null,
  context: DialogueContext,
): WordedReply | null {
  if (!('nothing' in input) || before?.brain === undefined) return null;
  const { state, expects, brain } = before;
  const misses = state.misses + 1;
  if (misses > MAX_SILENCES) return null;
  const noInput = context.sentence('noInput');
  // Not once more before words that have it already.
  const words = before.prompt.startsWith(noInput) ? before.prompt : `${noInput} ${before.prompt}`;
  const listensFrom = before.listensFrom > 0 ? words.length : 0;
  return { state: { ...state, misses }, prompt: words, listensFrom, expects, end: null, brain };
}

/**
 * The reply of a brain as this line keeps it, so that the dialogue can go on from there.
 *
 * @param missed no person has taken the call, see `IvrState`.
 */
export function replyOf(
  { prompt, confirmationId, end }: BrainReply,
  order: CurrentOrder,
  missed: boolean,
): IvrReply {
  const listensFrom = confirmationId === null ? 0 : prompt.length;
  return {
    state: { ...stateAfter(order, confirmationId), missed },
    prompt,
    listensFrom,
    expects: 'speech dtmf',
    end,
  };
}

/** A reply that begins with these sentences. */
export function saidFirst(sentences: readonly string[], reply: IvrReply): IvrReply {
  const prompt = [...sentences, reply.prompt].join(' ');
  const { listensFrom } = reply;
  const added = prompt.length - reply.prompt.length;
  return { ...reply, prompt, listensFrom: listensFrom > 0 ? listensFrom + added : 0 };
}

function stateAfter(
  { placed, lines, name }: CurrentOrder,
  confirmationId: string | null,
): IvrState {
  if (placed) return { ...NEW_STATE, step: { kind: 'placed' } };
  const lastLineId = lines.at(-1)?.lineId ?? null;
  // Who has told their name to the brain has told it how they get the order, too.
  const state = { ...NEW_STATE, lastLineId, settled: name !== null };
  if (confirmationId !== null) return { ...state, step: { kind: 'confirm', confirmationId } };
  return { ...state, step: { kind: lastLineId === null ? 'main' : 'more' } };
}
