import { base64Bytes } from '../../audio/held-audio.js';
import type { Conversation } from '../call/conversation.js';
import type { PhoneLeg } from './phone-leg.js';
import { Playback, type ItemHeard } from './playback.js';
import type { StreamCounters } from './stream-counters.js';

/** The assistant's half of a stream: sends audio to the phone and accounts for what was heard. */
export class OutboundAudio {
  private readonly playback = new Playback();
  private fillersPlayed = 0;

  constructor(
    private readonly phone: PhoneLeg,
    private readonly counters: StreamCounters,
    private readonly conversation: Conversation,
  ) {}

  /** Nothing waits to be played. */
  get idle(): boolean {
    return this.playback.idle;
  }

  get unplayedMs(): number {
    return this.playback.unplayedMs;
  }

  get marksPending(): number {
    return this.playback.marksPending;
  }

  /** False when the phone has more waiting than anybody would listen to. */
  play(itemId: string, payload: string, now: number): boolean {
    const bytes = base64Bytes(payload);
    if (!this.playback.accepts(bytes / 8)) return false;
    this.phone.play(payload);
    this.phone.mark(this.playback.sent(itemId, bytes / 8, now));
    this.counters.played(bytes);
    return true;
  }

  /** Plays something that bridges a wait and is no part of the conversation. */
  fill(chunks: Iterable<string>, now: number): void {
    this.fillersPlayed += 1;
    for (const chunk of chunks) this.play(`filler-${this.fillersPlayed}`, chunk, now);
  }

  /** The phone played everything up to this mark, or dropped it after a `clear`. */
  marked(name: string, now: number): void {
    this.note(this.playback.marked(name, now), false);
  }

  /** Silences the phone; says what was unplayed and how much of it had been heard. */
  interrupt(now: number): readonly ItemHeard[] {
    const parts = this.playback.interrupt(now);
    if (parts.length > 0) this.phone.clear();
    this.note(parts, true);
    return parts;
  }

  /** The stream is over: what is unplayed will never be heard. */
  cutOff(now: number): void {
    this.note(this.playback.interrupt(now), true);
  }

  private note(items: readonly ItemHeard[], interrupted: boolean): void {
    for (const { itemId, heardMs } of items) {
      this.conversation.heard(itemId, heardMs, interrupted);
    }
  }
}
