import { EventEmitter } from 'node:events';
import type { BrainStep } from './brain.js';
import type { ApiError } from './api-error.js';
import type { ResponseCause, ResponseFault } from './response-faults.js';

/** Bounds of what is kept for one connection. */
const MAX_EVENTS = 50_000;
const MAX_AUDIO_BYTES = 20 * 60 * 8000;

/** A client event as it arrived. Of an append only its size is kept here. */
export interface HeardEvent {
  /** `performance.now()` of this process. */
  readonly at: number;
  readonly type: string;
  readonly body: unknown;
}

/** An answered truncation of an assistant item. */
export interface Truncation {
  readonly at: number;
  readonly itemId: string;
  readonly audioEndMs: number;
  /** Audio that the item had then. */
  readonly generatedMs: number;
}

/** A caller's turn, as it was understood. */
export interface Recognised {
  readonly at: number;
  readonly connection: number;
  readonly itemId: string;
  /** Null when nothing in the vocabulary sounds like it. */
  readonly text: string | null;
  readonly exactShare: number;
  /** What the client told the transcription to expect and that has an effect; null without one. */
  readonly hints?: {
    readonly languages: readonly string[];
    readonly keywords: readonly string[];
  } | null;
}

/** A response and how it went. Times are `performance.now()` of this process. */
export interface MadeResponse {
  readonly id: string;
  readonly connection: number;
  readonly trigger: string;
  /** What asked for it, as far as the conversation shows. */
  readonly cause: ResponseCause;
  readonly step: BrainStep;
  /** The fault of a rule that struck it. */
  readonly fault: ResponseFault | null;
  /** Of its `response.create` alone; they replace the session's. */
  readonly instructions: string | null;
  /** The session's when it was asked for. */
  readonly sessionInstructions: string;
  /** Of its `response.create`; null without any. */
  readonly metadata: Readonly<Record<string, string>> | null;
  /** Outside the conversation: the text it was asked to say word for word, if it was. */
  readonly toRead: string | null;
  readonly createdAt: number;
  firstAudioAt: number | null;
  doneAt: number | null;
  /** As in `response.done`; `in_progress` until then. */
  status: string;
  /** The spoken items: the text meant and the audio that was sent of it. */
  readonly spoken: { readonly itemId: string; readonly text: string; audio: Buffer }[];
}

/** Everything that one connection received, and the names of what it sent. */
export class ConnectionEars {
  readonly openedAt = performance.now();
  readonly events: HeardEvent[] = [];
  readonly sent: { readonly at: number; readonly type: string }[] = [];
  readonly truncations: Truncation[] = [];
  readonly deletions: { readonly at: number; readonly itemId: string }[] = [];
  readonly errors: (ApiError & { readonly at: number; readonly clientEventId: string | null })[] =
    [];
  closed: { readonly at: number; readonly code: number } | null = null;
  appendedBytes = 0;
  private readonly audio: Buffer[] = [];

  constructor(
    readonly index: number,
    readonly model: string | null,
    /** Request headers; the key is hidden. */
    readonly headers: Readonly<Record<string, string>>,
  ) {}

  /** Caller audio received, mu-law: the first 20 minutes. */
  get appended(): Buffer {
    return Buffer.concat(this.audio);
  }

  /** Client events of one type, appends excepted. */
  ofType(type: string): readonly HeardEvent[] {
    return this.events.filter((event) => event.type === type);
  }

  heardEvent(type: string, body: unknown): void {
    if (this.events.length < MAX_EVENTS) this.events.push({ at: performance.now(), type, body });
  }

  heardAudio(audio: Buffer): void {
    if (this.appendedBytes + audio.length <= MAX_AUDIO_BYTES) this.audio.push(audio);
    this.appendedBytes += audio.length;
  }

  sentEvent(type: string): void {
    if (this.sent.length < MAX_EVENTS) this.sent.push({ at: performance.now(), type });
  }
}

/** What the stand-in heard and did, over all its connections. */
export class Ears {
  readonly connections: ConnectionEars[] = [];
  readonly responses: MadeResponse[] = [];
  readonly recognised: Recognised[] = [];
  /** What the client did against the protocol, and scenarios that ask for what is not there. */
  readonly violations: string[];
  private readonly changes: EventEmitter;

  /** @param beside violations and waits are shared with these. */
  constructor(beside?: Ears) {
    this.violations = beside?.violations ?? [];
    this.changes = beside?.changes ?? new EventEmitter().setMaxListeners(0);
  }

  /** Tells those who wait that something is new. */
  changed(): void {
    this.changes.emit('change');
  }

  violation(text: string): void {
    this.violations.push(text);
    this.changed();
  }

  /**
   * The predicate's first value that is neither false, null nor undefined. It is asked again
   * whenever something is heard or sent; rejects after `ms`, naming what came last.
   */
  waitFor<T>(predicate: (ears: Ears) => T | false | null | undefined, ms: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        try {
          const value = predicate(this);
          if (value === false || value === null || value === undefined) return;
          finish();
          resolve(value);
        } catch (error) {
          finish();
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const timer = setTimeout(() => {
        finish();
        reject(new Error(`nothing of the kind within ${ms} ms; ${this.latest()}`));
      }, ms);
      const finish = (): void => {
        clearTimeout(timer);
        this.changes.off('change', check);
      };
      this.changes.on('change', check);
      check();
    });
  }

  private latest(): string {
    const last = this.connections.at(-1);
    if (last === undefined) return 'no connection was made';
    const heard = last.events.slice(-5).map((event) => event.type);
    const sent = last.sent.slice(-5).map((event) => event.type);
    return `last heard: ${heard.join(', ')}; last sent: ${sent.join(', ')}; violations: ${this.violations.join(' | ') || 'none'}`;
  }
}
