import type { Span } from './heard.js';
import type { PhoneClock } from './phone-clock.js';

const FRAME_MS = 20;
const FRAME_BYTES = 160;
/** Twilio's frame of silence: mu-law zero. */
const SILENCE = Buffer.alloc(FRAME_BYTES, 0xff);

interface Utterance {
  readonly frames: readonly Buffer[];
  readonly onEnd: (span: Span) => void;
  next: number;
  startedAt: number;
}

/**
 * The caller's mouth: one 160-byte mu-law frame every 20 ms from `start` to `stop`, silence when
 * nothing is said. Paced against an absolute clock, so that a late timer never adds up to drift.
 */
export class Microphone {
  /** When the caller spoke, oldest first. */
  readonly spoken: Span[] = [];
  readonly #queue: Utterance[] = [];
  #sent = 0;
  #startedAt = 0;
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(
    private readonly clock: PhoneClock,
    private readonly send: (frame: Buffer) => void,
  ) {}

  get speakingSince(): number | undefined {
    const first = this.#queue[0];
    return first === undefined || first.next === 0 ? undefined : first.startedAt;
  }

  start(): void {
    this.#startedAt = this.clock.now();
    this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    this.#queue.length = 0;
  }

  /** Says `audio` after what is already queued; `onEnd` runs when the last frame has left. */
  speak(audio: Buffer, onEnd: (span: Span) => void): void {
    const frames: Buffer[] = [];
    for (let at = 0; at < audio.length; at += FRAME_BYTES) {
      const part = audio.subarray(at, at + FRAME_BYTES);
      const padding = SILENCE.subarray(part.length);
      frames.push(padding.length === 0 ? part : Buffer.concat([part, padding]));
    }
    if (frames.length === 0) throw new RangeError('There is no audio to speak.');
    this.#queue.push({ frames, onEnd, next: 0, startedAt: 0 });
  }

  #arm(): void {
    if (this.#stopped) return;
    this.#cancel = this.clock.at(this.#startedAt + this.#sent * FRAME_MS, () => {
      const due = Math.floor((this.clock.now() - this.#startedAt) / FRAME_MS) + 1;
      while (this.#sent < due) {
        this.#sent += 1;
        this.#sendNext();
      }
      this.#arm();
    });
  }

  #sendNext(): void {
    const utterance = this.#queue[0];
    if (utterance === undefined) return this.send(SILENCE);
    if (utterance.next === 0) utterance.startedAt = this.clock.now();
    this.send(utterance.frames[utterance.next] ?? SILENCE);
    utterance.next += 1;
    if (utterance.next < utterance.frames.length) return;
    this.#queue.shift();
    const span = { startedAt: utterance.startedAt, endedAt: this.clock.now() };
    this.spoken.push(span);
    utterance.onEnd(span);
  }
}
