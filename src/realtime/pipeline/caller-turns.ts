import { randomUUID } from 'node:crypto';
import { ProviderError } from '../../common/provider-error.js';
import type { TurnDetector } from '../../audio/turn-detector.js';
import { wordsOf } from './nothing-said.js';
import { providerErrorOf } from '../../openai/rest-errors.js';
import type { Transcriber } from './transcriber.js';

/** A shorter voice is a cough or a click; a quick "yes" has about 200 ms. */
const MIN_VOICE_MS = 120;
/** Turns whose text is still awaited; more means that the service does not keep up. */
const MAX_AWAITED = 4;
/** Turns in a row that may fail for a passing reason. */
const MAX_FAILED = 1;

/** What a caller's turns tell their session. Every `ended` is followed by one of the two after it. */
export interface CallerEvents {
  started(): void;
  ended(turnId: string): void;
  /** Null: there were words, but they could not be had. Empty: there were none. */
  said(turnId: string, words: string | null): void;
  /** Words of a turn could not be had; `said` with null or `failed` follows. */
  unheard(turnId: string, code: string): void;
  failed(error: ProviderError): void;
}

/** The caller's side of a conversation: audio in, turns and their words out. */
export class CallerTurns {
  private readonly cancel = new AbortController();
  private speaking = false;
  private awaited = 0;
  private failedInARow = 0;

  constructor(
    private readonly detector: TurnDetector,
    private readonly transcriber: Transcriber,
    private readonly events: CallerEvents,
  ) {}

  /** True while the caller speaks, or words of theirs are still to come. */
  get unfinished(): boolean {
    return this.speaking || this.awaited > 0;
  }

  /** True while words of the caller are still to come. */
  get awaitsWords(): boolean {
    return this.awaited > 0;
  }

  /** @param audio mu-law, 8 kHz. */
  hear(audio: Buffer): void {
    for (const event of this.detector.push(audio)) {
      if (this.cancel.signal.aborted) return;
      this.speaking = event.kind === 'started';
      if (event.kind === 'started') this.events.started();
      else this.ended(event.audio, event.voiceMs);
    }
  }

  /** Nothing is reported after this. */
  stop(): void {
    this.cancel.abort();
  }

  private ended(audio: Buffer, voiceMs: number): void {
    const turnId = `turn_${randomUUID()}`;
    this.events.ended(turnId);
    if (this.cancel.signal.aborted) return;
    if (voiceMs < MIN_VOICE_MS) {
      this.events.said(turnId, '');
    } else if (this.awaited >= MAX_AWAITED) {
      const message = 'transcription does not keep up';
      const error = new ProviderError('transcription_backlog', message, 'provider', true);
      this.events.unheard(turnId, error.code);
      this.events.failed(error);
    } else {
      this.awaited += 1;
      void this.transcribe(turnId, audio, voiceMs);
    }
  }

  private async transcribe(turnId: string, audio: Buffer, voiceMs: number): Promise<void> {
    const { signal } = this.cancel;
    let words: string | null = null;
    try {
      words = wordsOf(await this.transcriber.transcribe(audio, signal), voiceMs);
      this.failedInARow = 0;
    } catch (cause) {
      if (signal.aborted) return;
      const error = providerErrorOf(cause);
      this.failedInARow += 1;
      this.events.unheard(turnId, error.code);
      if (!error.retryable || this.failedInARow > MAX_FAILED) this.events.failed(error);
    }
    if (signal.aborted) return;
    this.awaited -= 1;
    this.events.said(turnId, words);
  }
}
