import { REPLAY_LIMIT_MS } from './turn-audio.js';

/**
 * Longest caller audio that a session keeps until it is ready: a turn that it is given to hear
 * again, and 3 s of what is said meanwhile.
 */
export const HELD_LIMIT_MS = REPLAY_LIMIT_MS + 3_000;

/**
 * Caller audio kept until a session is ready, so that the first words of a call are not lost.
 * Bounded by duration; the oldest is dropped first.
 */
export class HeldAudio {
  private readonly payloads: string[] = [];
  private readonly durations: number[] = [];
  private heldMs = 0;

  constructor(private readonly limitMs = HELD_LIMIT_MS) {}

  add(payload: string, durationMs: number): void {
    this.payloads.push(payload);
    this.durations.push(durationMs);
    this.heldMs += durationMs;
    while (this.heldMs > this.limitMs) {
      this.payloads.shift();
      this.heldMs -= this.durations.shift() ?? this.heldMs;
    }
  }

  /** Hands everything over in the order it was spoken and keeps nothing. */
  drain(deliver: (payload: string, durationMs: number) => void): void {
    const durations = this.durations.splice(0);
    this.heldMs = 0;
    this.payloads.splice(0).forEach((payload, i) => deliver(payload, durations[i] ?? 0));
  }
}
