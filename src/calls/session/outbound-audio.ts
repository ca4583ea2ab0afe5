import { type AudioChunk, bytesIn } from '../../audio/mulaw-format.js';
import { PlayedLevels } from '../../audio/played-levels.js';
import type { HeardPart } from '../../realtime/voice-provider.js';
import type { Call } from '../call/call.js';
import type { PhoneLeg } from './phone-leg.js';
import { Playback } from './playback.js';

/** What was sent to the phone on this stream and waits there, as operators see it. */
export interface OutboundCounts {
  readonly framesOut: number;
  readonly bytesOut: number;
  readonly marksPending: number;
}

/** The assistant's half of a stream: sends audio to the phone and accounts for what was heard. */
export class OutboundAudio {
  /** What an echo would follow. */
  readonly levels = new PlayedLevels();
  private readonly playback = new Playback();
  private fillersPlayed = 0;
  private answer = false;
  private frames = 0;
  private totalMs = 0;
  /** The first sound after a wait of the caller, until its mark comes back. */
  private firstSound: { readonly mark: string; readonly endsAt: number } | null = null;

  constructor(
    private readonly phone: PhoneLeg,
    private readonly call: Pick<Call, 'conversation' | 'talk' | 'provider'>,
  ) {}

  /** Everything sent counts as played: by the phone's marks, and by the clock where none come. */
  get idle(): boolean {
    return this.playback.idle;
  }

  /** By the clock something is being played. */
  playing(now: number): boolean {
    return this.playback.playing(now);
  }

  /** What was sent last is an answer and no filler. */
  get answering(): boolean {
    return this.answer;
  }

  get unplayedMs(): number {
    return this.playback.unplayedMs;
  }

  /** The most that was ever unplayed, ms. */
  get maxUnplayedMs(): number {
    return this.playback.maxUnplayedMs;
  }

  /** Audio since the newest mark that counts as played by the clock alone, ms. */
  get unconfirmedMs(): number {
    return this.playback.unconfirmedMs;
  }

  /**
   * Plays a chunk of an assistant's item. False when the phone has so much waiting that the chunk
   * was dropped.
   */
  play(itemId: string, payload: string, durationMs: number, now: number): boolean {
    if (!this.send('assistant', itemId, { payload, durationMs }, now)) {
      this.call.conversation.assistantDropped(itemId);
      return false;
    }
    this.answer = true;
    this.call.conversation.assistantAudio(itemId, durationMs);
    return true;
  }

  /** Plays something that bridges a wait and is no part of the conversation. */
  fill(chunks: Iterable<AudioChunk>, now: number): void {
    this.fillersPlayed += 1;
    this.answer = false;
    const itemId = `filler-${this.fillersPlayed}`;
    for (const chunk of chunks) this.send('filler', itemId, chunk, now);
  }

  /** The phone played everything up to this mark, or dropped it after a `clear`. */
  marked(name: string, now: number): void {
    if (name === this.firstSound?.mark) {
      this.call.talk.arrived(now - this.firstSound.endsAt);
      this.firstSound = null;
    }
    this.note(this.playback.marked(name, now), false);
  }

  /** Time has passed: counts as played what no mark tells of. */
  elapsed(now: number): void {
    this.note(this.playback.elapsed(now), false);
  }

  /** What is being played on, and how much of it was heard by now. */
  unheard(now: number): readonly HeardPart[] {
    return this.playback.waiting(now).map(({ itemId, heardMs }) => ({ itemId, heardMs }));
  }

  /** Silences the phone; says what was unplayed and how much of it had been heard. */
  interrupt(now: number): readonly HeardPart[] {
    this.note(this.playback.heardOut(now), false);
    const parts = this.playback.interrupt(now);
    if (parts.length > 0) {
      this.phone.clear();
      this.levels.cut(now);
    }
    this.firstSound = null;
    this.note(parts, true);
    return parts;
  }

  /** The stream is over: what is unplayed will never be heard. */
  cutOff(now: number): void {
    this.note(this.playback.heardOut(now), false);
    this.note(this.playback.interrupt(now), true);
  }

  counts(): OutboundCounts {
    const { marksPending } = this.playback;
    return { framesOut: this.frames, bytesOut: bytesIn(this.totalMs), marksPending };
  }

  private send(
    who: 'assistant' | 'filler',
    id: string,
    { payload, durationMs }: AudioChunk,
    now: number,
  ): boolean {
    const { playback, call } = this;
    if (!playback.accepts(durationMs)) return false;
    const startsInMs = playback.newestItem === id ? 0 : playback.startsInMs(now);
    this.phone.play(payload);
    const mark = playback.sent(id, durationMs, now);
    this.phone.mark(mark);
    const rung = who === 'filler' ? null : call.provider;
    if (call.talk.sent({ id, who, rung }, durationMs, startsInMs) && startsInMs === 0) {
      this.firstSound = { mark, endsAt: now + durationMs };
    }
    this.levels.sent(payload, durationMs, now);
    this.frames += 1;
    this.totalMs += durationMs;
    return true;
  }

  private note(parts: readonly HeardPart[], interrupted: boolean): void {
    for (const { itemId, heardMs } of parts) {
      this.call.conversation.heard(itemId, heardMs, interrupted);
      this.call.talk.heard(itemId, heardMs, interrupted);
    }
  }
}
