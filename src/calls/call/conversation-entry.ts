import type { HeardPart } from '../../realtime/voice-provider.js';

/** A tool call and its result; `output` is null while it runs. */
export interface ToolEntry {
  readonly at: string;
  readonly callId: string;
  readonly name: string;
  readonly arguments: string;
  readonly output: string | null;
}

/** What one side said in one go. */
export interface Spoken {
  readonly kind: 'spoken';
  readonly id: string;
  readonly at: string;
  readonly role: 'caller' | 'assistant';
  readonly text: string;
  readonly interrupted: boolean;
  readonly sentMs: number;
  readonly heardMs: number;
  /** The assistant's answer has come to its end. */
  readonly complete: boolean;
  /**
   * Why no text of the caller's is on its way: the session is gone and the next one may hear the
   * turn again, the provider could not tell the words, or there were none.
   */
  readonly noWords?: 'session-lost' | 'not-understood' | 'noise';
  /**
   * The session was lost or the caller spoke before the assistant's answer had come to its end, or
   * the phone took no more of it: its text may hold words of which no audio was sent.
   */
  readonly brokenOff?: true;
  /** Of the caller's keys: what was being played on when they were pressed. */
  readonly over?: readonly HeardPart[];
}

/** A tool that was asked for. */
export type Ran = { readonly kind: 'ran' } & ToolEntry;

/** An entry of a conversation. One that changes is replaced, so that a snapshot shares the others. */
export type ConversationEntry = Spoken | Ran;

/** An answer that began and of which no audio came. */
export function unsaid({ role, complete, sentMs }: Spoken): boolean {
  return role === 'assistant' && !complete && sentMs === 0;
}

/** An answer that is sent as audio; the telephone network's voice says those of the order line. */
export function isAudio({ role, complete, sentMs }: Spoken): boolean {
  return role === 'assistant' && (sentMs > 0 || !complete);
}

/** The caller's turn has ended and its words have not come yet. */
export function awaitsWords({ role, text, noWords }: Spoken): boolean {
  return role === 'caller' && text === '' && noWords === undefined;
}

/** The part of an interrupted answer that was heard, cut at a word by its share of time. */
export function heardText(entry: Spoken): string {
  const { text, interrupted, heardMs, sentMs } = entry;
  if (unsaid(entry)) return '';
  if (!interrupted || heardMs >= sentMs) return text;
  const cut = text.slice(0, Math.floor((text.length * heardMs) / sentMs));
  const words = cut.slice(0, cut.lastIndexOf(' ') + 1).trim();
  return words === '' ? '' : `${words}…`;
}
