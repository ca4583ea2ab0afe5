import { EnergyVad } from '../speech/energy-vad.js';
import { BYTES_PER_MS } from '../speech/mulaw.js';
import type { TurnRules } from './session-config.js';
import { newId } from './wire.js';

/** Shortest audio that a client may commit. */
const MIN_COMMIT_MS = 100;
/** Kept from before a speech start beyond the padding: the onset itself. */
const ONSET_MS = 200;
/** Most that is kept while nobody commits it. */
const MAX_KEPT_MS = 10 * 60_000;

/** What the caller's audio showed. `itemId` is the item that the turn will become. */
export type TurnEvent =
  | { readonly kind: 'started'; readonly itemId: string; readonly audioStartMs: number }
  | {
      readonly kind: 'stopped';
      readonly itemId: string;
      readonly audioEndMs: number;
      readonly audio: Buffer;
    };

/**
 * The input audio buffer with its turn detection. All positions are milliseconds of audio
 * appended since the session began.
 */
export class InputAudio {
  private readonly vad = new EnergyVad({
    threshold: 0.5,
    prefixPaddingMs: 300,
    silenceDurationMs: 500,
  });
  private rules: TurnRules | null = null;
  private kept: Buffer = Buffer.alloc(0);
  private keptFromMs = 0;
  private turn: { readonly itemId: string; readonly startMs: number } | null = null;

  get audioMs(): number {
    return this.vad.audioMs;
  }

  /** Null: turns are ended by the client's commit. */
  configure(rules: TurnRules | null): void {
    this.rules = rules;
    if (rules !== null) this.vad.configure(rules);
  }

  append(audio: Buffer): TurnEvent[] {
    this.kept = Buffer.concat([this.kept, audio]);
    const events: TurnEvent[] = [];
    for (const event of this.vad.push(audio)) {
      if (this.rules === null) continue;
      if (event.kind === 'speech-started') events.push(this.begin(event.audioStartMs));
      else events.push(...this.end(event.audioEndMs));
    }
    const paddingMs = this.turn === null ? this.rules?.prefixPaddingMs : undefined;
    this.forgetBefore(
      this.audioMs - (paddingMs === undefined ? MAX_KEPT_MS : paddingMs + ONSET_MS),
    );
    return events;
  }

  /** Takes what comes next for speech, as the service does on a noisy line. */
  falseStart(): TurnEvent | null {
    const event = this.rules === null ? null : this.vad.forceStart();
    return event?.kind === 'speech-started' ? this.begin(event.audioStartMs) : null;
  }

  /** What is in the buffer becomes an item; null when that is less than 100 ms. */
  commit(): { readonly itemId: string; readonly audio: Buffer } | null {
    const audio = this.kept;
    if (audio.length < MIN_COMMIT_MS * BYTES_PER_MS) return null;
    const itemId = this.turn?.itemId ?? newId('item');
    this.clear();
    return { itemId, audio };
  }

  clear(): void {
    this.turn = null;
    this.vad.reset();
    this.forgetBefore(Number.POSITIVE_INFINITY);
  }

  private begin(startMs: number): TurnEvent {
    this.turn = { itemId: newId('item'), startMs };
    return { kind: 'started', itemId: this.turn.itemId, audioStartMs: startMs };
  }

  private end(endMs: number): TurnEvent[] {
    if (this.turn === null) return [];
    const { itemId, startMs } = this.turn;
    this.forgetBefore(startMs);
    const audio = this.kept.subarray(0, (endMs - startMs) * BYTES_PER_MS);
    this.turn = null;
    this.forgetBefore(endMs);
    return [{ kind: 'stopped', itemId, audioEndMs: endMs, audio }];
  }

  private forgetBefore(ms: number): void {
    const bytes = Math.min((ms - this.keptFromMs) * BYTES_PER_MS, this.kept.length);
    if (bytes <= 0) return;
    this.kept = Buffer.from(this.kept.subarray(bytes));
    this.keptFromMs += bytes / BYTES_PER_MS;
  }
}
