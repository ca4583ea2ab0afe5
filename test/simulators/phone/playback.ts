import { BYTES_PER_MS, type Heard } from './heard.js';
import type { PhoneClock } from './phone-clock.js';

/** How late the echo of a mark leaves, beyond the moment its audio was played. */
export interface EchoDelay {
  readonly networkDelayMs: number;
  /** Random extra delay, from 0 to this. */
  readonly jitterMs: number;
}

/** What one `clear` did. */
export interface Clear {
  readonly at: number;
  /** Played since the buffer was last empty. */
  readonly playedMs: number;
  /** Thrown away unplayed. */
  readonly droppedMs: number;
}

interface PendingMark {
  readonly name: string;
  readonly delayMs: number;
  playedAt: number;
}

/**
 * Twilio's play-out buffer for one stream. Audio plays in real time the moment the buffer has
 * nothing before it; positions are computed from the clock, not counted by timers, so they are
 * exact. A mark is echoed when everything before it was played, and all at once after a `clear`.
 */
export class Playback {
  readonly clears: Clear[] = [];
  readonly #marks: PendingMark[] = [];
  #busySince = -Infinity;
  #emptyAt = -Infinity;
  #lastAudioAt = -Infinity;
  #cancelEcho: (() => void) | undefined;

  constructor(
    private readonly clock: PhoneClock,
    private readonly heard: Heard,
    private readonly delay: EchoDelay,
    private readonly echo: (name: string) => void,
  ) {}

  /** When the buffer runs or ran empty. */
  get emptyAt(): number {
    return this.#emptyAt;
  }

  /** When audio last arrived. */
  get lastAudioAt(): number {
    return this.#lastAudioAt;
  }

  get bufferedMs(): number {
    return Math.max(0, this.#emptyAt - this.clock.now());
  }

  /** Played since the buffer was last empty; stays until audio is queued again. */
  get playedSinceEmptyMs(): number {
    return this.#playedAt(this.clock.now());
  }

  get marksPending(): number {
    return this.#marks.length;
  }

  play(audio: Buffer): void {
    const now = this.clock.now();
    if (this.#emptyAt < now) {
      this.#busySince = now;
      this.#emptyAt = now;
    }
    this.heard.add(this.#emptyAt, audio);
    this.#emptyAt += audio.length / BYTES_PER_MS;
    this.#lastAudioAt = now;
  }

  mark(name: string): void {
    const delayMs = this.delay.networkDelayMs + Math.random() * this.delay.jitterMs;
    this.#marks.push({ name, delayMs, playedAt: Math.max(this.clock.now(), this.#emptyAt) });
    this.#schedule();
  }

  clear(): void {
    const now = this.clock.now();
    this.clears.push({
      at: now,
      playedMs: this.#playedAt(now),
      droppedMs: Math.max(0, this.#emptyAt - now),
    });
    this.#cutAt(now);
    for (const mark of this.#marks) mark.playedAt = Math.min(mark.playedAt, now);
    this.#schedule();
  }

  /** The stream is over: what is unplayed is never heard, what is unechoed never echoed. */
  stop(): void {
    this.#cutAt(this.clock.now());
    this.#cancelEcho?.();
  }

  #cutAt(time: number): void {
    this.heard.cut(time);
    this.#emptyAt = Math.min(this.#emptyAt, time);
  }

  #playedAt(time: number): number {
    return this.#busySince === -Infinity ? 0 : Math.min(time, this.#emptyAt) - this.#busySince;
  }

  #schedule(): void {
    this.#cancelEcho?.();
    for (let mark = this.#marks[0]; mark !== undefined; mark = this.#marks[0]) {
      const dueAt = mark.playedAt + mark.delayMs;
      if (dueAt > this.clock.now()) {
        this.#cancelEcho = this.clock.at(dueAt, () => this.#schedule());
        return;
      }
      this.#marks.shift();
      this.echo(mark.name);
    }
  }
}
