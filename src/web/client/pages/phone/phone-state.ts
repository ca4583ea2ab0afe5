import { signal } from '@preact/signals';
import type { MicrophoneProblem } from './audio/line-audio.js';
import type { GatherSettings } from './twiml/gather-entry.js';
import type { CallEnd } from './twiml/twiml-player.js';

/** Where a call is. */
export type PhoneState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'calling' }
  | { readonly kind: 'saying' }
  /** The line has been answered and is thinking. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'listening'; readonly settings: GatherSettings }
  | { readonly kind: 'talking' }
  | { readonly kind: 'ringing'; readonly number: string }
  | { readonly kind: 'joined'; readonly number: string }
  | { readonly kind: 'recording' }
  | { readonly kind: 'ended'; readonly end: CallEnd };

/** A line of what was said. */
export interface TranscriptLine {
  readonly who: 'line' | 'caller' | 'note';
  readonly text: string;
  /** What of a line was heard; absent: all of it, as far as this page knows. */
  readonly heard?: 'part' | 'nothing' | 'interrupted';
  /** Address of its audio, which is in this page alone. */
  readonly audio?: string;
}

/** A document that the phone has got. */
export interface ReceivedDocument {
  readonly path: string;
  readonly xml: string;
  readonly faults: readonly string[];
}

/** Figures of the media stream. */
export interface StreamFigures {
  readonly framesOut: number;
  readonly framesIn: number;
  readonly lost: number;
  readonly gaps: number;
  readonly bufferedMs: number;
  readonly jitterMs: number;
  readonly marks: number;
  readonly clears: number;
  /** Audio that the last `clear` dropped, ms. */
  readonly droppedMs: number;
}

/** Levels as RMS from 0 to 1. */
export interface Levels {
  readonly caller: number;
  readonly heard: number;
}

/** Who speaks into the phone. */
export type CallerKind = 'microphone' | 'sample';

export const NO_FIGURES: StreamFigures = {
  framesOut: 0,
  framesIn: 0,
  lost: 0,
  gaps: 0,
  bufferedMs: 0,
  jitterMs: 0,
  marks: 0,
  clears: 0,
  droppedMs: 0,
};

const STATE_WORDS: Readonly<Record<PhoneState['kind'], string>> = {
  idle: 'Ready to call',
  calling: 'Calling…',
  saying: 'The line is speaking',
  waiting: 'One moment…',
  listening: 'Your turn',
  talking: 'Connected',
  ringing: 'Ringing',
  joined: 'Put through',
  recording: 'Recording',
  ended: 'Call ended',
};

const END_WORDS: Readonly<Record<CallEnd, string>> = {
  'hung-up-here': 'You hung up.',
  'hung-up-there': 'The line hung up.',
  rejected: 'The call was rejected.',
  busy: 'The line is busy.',
  joined: 'The call was put through.',
  failed: 'An application error: the line gave no usable answer.',
};

/** The state of the call in words. */
export function stateWords(state: PhoneState): string {
  switch (state.kind) {
    case 'ended':
      return `${STATE_WORDS.ended}. ${END_WORDS[state.end]}`;
    case 'ringing':
    case 'joined':
      return `${STATE_WORDS[state.kind]}: ${state.number}`;
    case 'listening':
      return `${STATE_WORDS.listening}: ${ways(state.settings)}`;
    default:
      return STATE_WORDS[state.kind];
  }
}

function ways({ takesKeys, takesSpeech }: GatherSettings): string {
  if (!takesSpeech) return 'press a key';
  return takesKeys ? 'press a key or type an answer' : 'type an answer';
}

/** What the page shows; changed by the call. */
export class PhoneView {
  readonly state = signal<PhoneState>({ kind: 'idle' });
  readonly callSid = signal<string | null>(null);
  /** When the call began, epoch ms. */
  readonly startedAt = signal(0);
  readonly endedAt = signal(0);
  readonly transcript = signal<readonly TranscriptLine[]>([]);
  /** What is said on the media stream of now, after the lines of `transcript`. */
  readonly spoken = signal<readonly TranscriptLine[]>([]);
  readonly documents = signal<readonly ReceivedDocument[]>([]);
  readonly figures = signal<StreamFigures>(NO_FIGURES);
  readonly levels = signal<Levels>({ caller: 0, heard: 0 });
  readonly microphoneProblem = signal<MicrophoneProblem | null>(null);
  /** Why no call could be made. */
  readonly problem = signal<string | null>(null);
  readonly muted = signal(false);
  readonly pressed = signal('');

  begin(callSid: string): void {
    for (const { audio } of this.transcript.value) if (audio) URL.revokeObjectURL(audio);
    this.callSid.value = callSid;
    this.startedAt.value = Date.now();
    this.transcript.value = [];
    this.spoken.value = [];
    this.documents.value = [];
    this.figures.value = NO_FIGURES;
    this.pressed.value = '';
  }

  end(end: CallEnd): void {
    this.endedAt.value = Date.now();
    this.levels.value = { caller: 0, heard: 0 };
    this.state.value = { kind: 'ended', end };
  }

  get isUp(): boolean {
    const { kind } = this.state.value;
    return kind !== 'idle' && kind !== 'ended';
  }

  note(
    who: TranscriptLine['who'],
    text: string,
    more: Pick<TranscriptLine, 'heard' | 'audio'> = {},
  ): void {
    this.transcript.value = [...this.transcript.value, { who, text, ...more }];
  }

  /** The stream is over: what was said on it is a part of the conversation. */
  keepSpoken(): void {
    this.transcript.value = [...this.transcript.value, ...this.spoken.value];
    this.spoken.value = [];
  }

  count(change: Partial<StreamFigures>): void {
    this.figures.value = { ...this.figures.value, ...change };
  }
}
