import { ATTENTIVE_WORDS } from '../simulators/openai/attentive-brain.js';
import type { CallOutcome } from '../simulators/phone/call-record.js';
import type { SimulatedCall } from '../simulators/phone/simulated-call.js';
import { speak } from '../simulators/speech/speak.js';
import type { ChaosOrder, ChaosOrders } from './chaos-orders.js';

/** A polite caller waits for so long a pause before going on. */
const PAUSE_MS = 400;
/** Heard something that was no answer: says it again after so long a pause. */
const REPEAT_MS = 900;
/** Heard nothing that makes sense: says it again. */
const PATIENCE_MS = 8_000;
const LOOK_EVERY_MS = 50;
const MAX_ATTEMPTS = 8;
/** From the caller's last words to the end of the call. */
const FAREWELL_LIMIT_MS = 30_000;
/** A call that does not come to an end by then is given up. */
const CALL_LIMIT_MS = 240_000;

/** What a caller can tell of the call afterwards. */
export interface CallersTale {
  readonly call: SimulatedCall;
  readonly order: ChaosOrder;
  readonly outcome: CallOutcome | 'given-up';
  /** The whole goodbye was heard, which comes only after the order was placed. */
  readonly heardGoodbye: boolean;
  /** How often words had to be said again. */
  readonly repeats: number;
  /** When the caller first agreed to what was read back; null when it never came so far. */
  readonly agreedAt: number | null;
  readonly durationMs: number;
  /** Worst time with neither side to be heard, from the first ring to the end of the call. */
  readonly worstSilenceMs: number;
  readonly worstSilenceAt: number;
  /** Why the caller gave up; null otherwise. */
  readonly trouble: string | null;
}

/** The assistant's sentences by their sound; made once, before the calls. */
export class Ear {
  private constructor(private readonly clips: ReadonlyMap<string, Buffer>) {}

  static async of(orders: ChaosOrders): Promise<Ear> {
    const answers = orders.orders.flatMap(({ turns }) => turns.map(({ answer }) => answer));
    const texts = new Set([
      ...answers,
      orders.greeting,
      ...Object.values(ATTENTIVE_WORDS).filter((text) => text !== ATTENTIVE_WORDS.patience),
    ]);
    const clips = await Promise.all(
      [...texts].map(async (text) => [text, await speak(text, 'assistant')] as const),
    );
    const words = orders.scenario.turns.map(({ caller }) => speak(caller, 'caller'));
    await Promise.all(words);
    return new Ear(new Map(clips));
  }

  /** True when the whole sentence was heard, unchanged. */
  hears(text: string, audio: Buffer): boolean {
    const clip = this.clips.get(text);
    return clip !== undefined && audio.includes(clip);
  }

  /** True when any sentence of the assistant's was heard; a filler is none. */
  hearsAny(audio: Buffer): boolean {
    return [...this.clips.values()].some((clip) => audio.includes(clip));
  }
}

/** Orders by voice and goes by nothing but what is heard: says words again that got no answer. */
export class PersistentCaller {
  private repeats = 0;
  private agreedAt: number | null = null;

  constructor(
    private readonly call: SimulatedCall,
    private readonly order: ChaosOrder,
    private readonly ear: Ear,
  ) {}

  /** The caller has agreed to what was read back: the order is being placed, or was. */
  get agreed(): boolean {
    return this.agreedAt !== null;
  }

  /** Plays the whole call; never rejects. */
  async play(orders: ChaosOrders): Promise<CallersTale> {
    const { call, order, ear } = this;
    let trouble: string | null = null;
    try {
      await this.hear(orders.greeting);
      for (const index of order.turns.keys()) await this.take(index);
      await call.untilEnded({ limitMs: FAREWELL_LIMIT_MS });
    } catch (error) {
      trouble = String(error);
    }
    const endedAt = call.endedAt ?? call.clock.now();
    const { durationMs: worstSilenceMs, startedAt: worstSilenceAt } = call.longestSilence(
      call.startedAt,
      endedAt,
    );
    const outcome = call.outcome ?? 'given-up';
    if (call.outcome === undefined) await call.hangUp();
    return {
      call,
      order,
      outcome,
      heardGoodbye: ear.hears(orders.goodbye, call.heard.audioSince(call.startedAt)),
      repeats: this.repeats,
      agreedAt: this.agreedAt,
      durationMs: endedAt - call.startedAt,
      worstSilenceMs,
      worstSilenceAt,
      trouble,
    };
  }

  /** Waits for a sentence since the call began. */
  async hear(sentence: string): Promise<void> {
    await this.answered(sentence, this.call.startedAt);
  }

  /** Says the words of a turn until they are answered, or the call is over after the last. */
  async take(index: number): Promise<void> {
    const turn = this.order.turns[index];
    if (!turn) throw new RangeError(`There is no turn ${index}.`);
    const last = index === this.order.turns.length - 1;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      if (attempt > 1) this.repeats += 1;
      const { startedAt } = await this.call.say(turn.caller, { limitMs: FAREWELL_LIMIT_MS });
      if (last) this.agreedAt ??= startedAt;
      if (await this.answered(turn.answer, startedAt)) return;
      if (last && this.call.outcome !== undefined) return;
    }
    throw new Error(`"${turn.caller}" was never answered`);
  }

  /** True once the sentence was heard and a pause followed; false when it has to be asked again. */
  private async answered(sentence: string, since: number): Promise<boolean> {
    const { call, ear } = this;
    for (let looked = 0; ;) {
      await call.clock.sleep(LOOK_EVERY_MS);
      if (call.outcome !== undefined) {
        return ear.hears(sentence, call.heard.audioSince(since));
      }
      const now = call.clock.now();
      if (now - call.startedAt > CALL_LIMIT_MS)
        throw new Error('the call does not come to its end');
      const quietMs = now - Math.max(since, this.lastSpeechAt());
      if (quietMs < PAUSE_MS) continue;
      if (quietMs > PATIENCE_MS) return false;
      // What was heard changes only with new sound.
      if (looked === this.lastSpeechAt() && quietMs < REPEAT_MS) continue;
      looked = this.lastSpeechAt();
      const audio = call.heard.audioSince(since);
      if (ear.hears(sentence, audio)) return true;
      if (quietMs >= REPEAT_MS && ear.hearsAny(audio)) return false;
    }
  }

  /** The end of what is or will be heard, of either side. */
  private lastSpeechAt(): number {
    const { call } = this;
    return Math.max(
      call.stream?.playback.emptyAt ?? 0,
      call.stream?.playback.lastAudioAt ?? 0,
      call.spoken.at(-1)?.endedAt ?? 0,
    );
  }
}
