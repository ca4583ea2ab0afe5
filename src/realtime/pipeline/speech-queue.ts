import { type AudioChunk, durationOf } from '../../audio/mulaw-format.js';
import { PayloadChunks } from '../../audio/payload-chunks.js';
import type { Speaker } from './speaker.js';
import type { SpokenSentence, SpokenText } from './spoken-text.js';

/** Sentences that are made while another one plays; more would be wasted by an interruption. */
const AHEAD = 2;
/** A sentence is a few seconds long; a speaker that does not stop is cut off. */
const MAX_SENTENCE_MS = 60_000;

/** What a queue tells its session. */
export interface SpeechEvents {
  audio(itemId: string, payload: string, durationMs: number): void;
  /** The first audio of a sentence is with the phone; `text` is the item's up to its end. */
  said(itemId: string, text: string): void;
  /** Everything that was to be said is with the phone. */
  drained(): void;
  failed(error: unknown): void;
}

interface Clip {
  readonly itemId: string;
  readonly said: SpokenText;
  readonly sentence: SpokenSentence;
  /** Made, but an earlier sentence is not through yet. */
  readonly waiting: AudioChunk[];
  started: boolean;
  made: boolean;
}

/**
 * Speaks sentences in their order. The next ones are made while one plays, by a clock that
 * runs as the phone plays: in real time from the first audio on. Nothing is reported after
 * `stop()`.
 */
export class SpeechQueue {
  private readonly clips: Clip[] = [];
  private readonly cancel = new AbortController();
  /** When each sentence that is through ends at the phone, oldest first. */
  private endings: number[] = [];
  private playsUntil = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly speaker: Speaker,
    private readonly events: SpeechEvents,
  ) {}

  /** True when everything was delivered. */
  get idle(): boolean {
    return this.clips.length === 0;
  }

  /** Speaks the next sentence of an item. */
  say(itemId: string, said: SpokenText, text: string): void {
    const sentence = said.add(text);
    this.clips.push({ itemId, said, sentence, waiting: [], started: false, made: false });
    this.startNext();
  }

  stop(): void {
    this.cancel.abort();
    clearTimeout(this.timer);
    this.clips.length = 0;
  }

  private startNext(): void {
    clearTimeout(this.timer);
    const now = performance.now();
    this.endings = this.endings.filter((endsAt) => endsAt > now);
    let begun = this.endings.length + this.clips.filter(({ started }) => started).length;
    for (const clip of this.clips) {
      if (clip.started) continue;
      if (begun > AHEAD) {
        this.waitForEnding(now);
        return;
      }
      begun += 1;
      clip.started = true;
      void this.make(clip);
    }
  }

  private waitForEnding(now: number): void {
    const [next] = this.endings;
    // Without one, a sentence that is being made starts the next when it is through.
    if (next !== undefined) this.timer = setTimeout(() => this.startNext(), next - now);
  }

  private async make(clip: Clip): Promise<void> {
    const { signal } = this.cancel;
    const chunks = new PayloadChunks();
    let madeMs = 0;
    try {
      for await (const audio of this.speaker.speak(clip.sentence.text, signal)) {
        if (signal.aborted) return;
        for (const chunk of chunks.push(audio)) this.arrived(clip, chunk);
        madeMs += durationOf(audio.length);
        if (madeMs > MAX_SENTENCE_MS) break;
      }
      if (signal.aborted) return;
      const last = chunks.flush();
      if (last !== null) this.arrived(clip, last);
      clip.made = true;
      this.goOn();
    } catch (error) {
      if (!signal.aborted) this.events.failed(error);
    }
  }

  private arrived(clip: Clip, chunk: AudioChunk): void {
    if (clip === this.clips[0]) this.deliver(clip, chunk);
    else clip.waiting.push(chunk);
  }

  private deliver({ itemId, said, sentence }: Clip, { payload, durationMs }: AudioChunk): void {
    const begins = sentence.audioMs === 0;
    this.playsUntil = Math.max(this.playsUntil, performance.now()) + durationMs;
    sentence.sent(durationMs);
    this.events.audio(itemId, payload, durationMs);
    if (begins) this.events.said(itemId, said.begunText);
  }

  /** Gives up the place of every sentence that is through. */
  private goOn(): void {
    for (let head = this.clips[0]; head?.made === true; head = this.clips[0]) {
      head.sentence.finish();
      this.endings.push(this.playsUntil);
      this.clips.shift();
      const next = this.clips[0];
      for (const chunk of next?.waiting.splice(0) ?? []) {
        if (next) this.deliver(next, chunk);
      }
    }
    this.startNext();
    if (this.idle && !this.cancel.signal.aborted) this.events.drained();
  }
}
