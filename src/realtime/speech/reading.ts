import { randomUUID } from 'node:crypto';
import { bytesIn } from '../../audio/mulaw-format.js';
import { ProviderError } from '../../common/provider-error.js';
import type { SpeechUse } from '../pipeline/speaker.js';
import type { ReadingCheck, Verdict } from '../../wording/reading-check.js';

/**
 * From the first sound that arrives, audio is kept so long for the transcript to be complete:
 * most sentences are then known to be right as a whole before any of them is heard.
 */
const HOLD_MS = 200;
/** Without any event for so long the reading is given up: two of them fit before a call gives up (9 s). */
const STALL_LIMIT_MS = 4_000;
/** A sentence is a few seconds long. */
const MAX_BYTES = bytesIn(60_000);

/** What a reading is to be. */
export interface ReadingSettings {
  readonly use: SpeechUse;
  /** What the transcript may be for the audio to be used. */
  readonly accepts: readonly Verdict[];
}

/** How a response ended; `transcript` is all that was said, null when that was not told. */
export interface ReadingEnd {
  readonly status: 'completed' | 'cancelled' | 'incomplete' | 'failed';
  readonly transcript: string | null;
}

/**
 * One try to have a text spoken. In a call audio is passed on once the transcript that came
 * before it says the text: transcripts run ahead of their audio (protocol B3.2). What is not
 * right is never passed on; `audio` then fails with `speech_altered`.
 */
export class Reading {
  readonly id = randomUUID();
  /** Mu-law; fails with a `ProviderError`. */
  readonly audio: ReadableStream<Uint8Array>;
  private controller!: ReadableStreamDefaultController<Uint8Array>;
  /** Audio that is kept, each piece with the length of the transcript that came before it. */
  private kept: { readonly audio: Uint8Array; readonly said: number }[] = [];
  private bytes = 0;
  private isOver = false;
  private hold: 'until-sound' | 'holding' | 'released' = 'until-sound';
  private holdTimer: NodeJS.Timeout | undefined;
  private readonly stallTimer: NodeJS.Timeout;
  private tellEnd: (error: ProviderError | null) => void = () => undefined;

  constructor(
    readonly text: string,
    private readonly check: ReadingCheck,
    private readonly settings: ReadingSettings,
  ) {
    this.audio = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.controller = controller;
      },
      // The stream is closed by then.
      cancel: () => this.end(null),
    });
    this.stallTimer = setTimeout(
      () => this.fail(new ProviderError('timeout', 'no answer in time', 'provider', true)),
      STALL_LIMIT_MS,
    );
  }

  /** True when nothing more is wanted of it. */
  get over(): boolean {
    return this.isOver;
  }

  /** @param tell called once, when the reading is over; with what it failed of, if it did. */
  onOver(tell: (error: ProviderError | null) => void): void {
    this.tellEnd = tell;
  }

  heardWords(delta: string): void {
    if (this.isOver) return;
    this.stallTimer.refresh();
    this.check.push(delta);
    this.passOn();
  }

  /** @param payload base64 mu-law. */
  heardAudio(payload: string): void {
    if (this.isOver || payload === '') return;
    this.stallTimer.refresh();
    const audio = Buffer.from(payload, 'base64');
    this.bytes += audio.length;
    if (this.bytes > MAX_BYTES) {
      this.fail(new ProviderError('speech_too_long', 'more than a sentence', 'provider', true));
      return;
    }
    this.kept.push({ audio, said: this.check.said.length });
    if (this.hold === 'until-sound') {
      this.hold = 'holding';
      this.holdTimer = setTimeout(() => this.release(), HOLD_MS);
    }
    this.passOn();
  }

  done({ status, transcript }: ReadingEnd): void {
    if (this.isOver) return;
    if (status !== 'completed') {
      this.fail(new ProviderError(`speech_${status}`, 'not spoken to its end', 'provider', true));
    } else if (this.bytes === 0) {
      this.fail(new ProviderError('empty_speech', 'nothing was spoken', 'provider', true));
    } else if (this.settings.accepts.includes(this.check.verdict(transcript ?? this.check.said))) {
      for (const { audio } of this.kept.splice(0)) this.controller.enqueue(audio);
      this.end(null);
      this.controller.close();
    } else {
      this.fail(new ProviderError('speech_altered', 'other words were spoken', 'provider', true));
    }
  }

  fail(error: ProviderError): void {
    if (this.isOver) return;
    this.end(error);
    this.controller.error(error);
  }

  /** Nobody wants it any more: its audio ends where it is. */
  abort(): void {
    if (this.isOver) return;
    this.end(null);
    this.controller.close();
  }

  private release(): void {
    this.hold = 'released';
    if (!this.isOver) this.passOn();
  }

  private passOn(): void {
    if (this.settings.use === 'recording') return;
    const { complete, verified } = this.check;
    if (!complete && this.hold !== 'released') return;
    for (let [first] = this.kept; first && isSure(first.said, verified); [first] = this.kept) {
      this.controller.enqueue(first.audio);
      this.kept.shift();
    }
  }

  private end(error: ProviderError | null): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.holdTimer);
    clearTimeout(this.stallTimer);
    this.kept = [];
    this.tellEnd(error);
  }
}

/** Audio before any word would be heard unchecked. */
const isSure = (said: number, verified: number): boolean => said > 0 && said <= verified;
