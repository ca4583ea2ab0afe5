import type { Verb } from './twiml/verb.js';
import type { Fields } from './twiml/twiml-player.js';

/** RMS above which the caller speaks. */
const AUDIBLE = 0.01;
const FRAME_MS = 20;

/** A `<Record>` while it runs: ends by silence, a key or its longest length. */
export class Recording {
  private lengthMs = 0;
  private silentMs = 0;
  private spoke = false;
  private readonly silenceMs: number;
  private readonly mostMs: number;
  private readonly finishKeys: string;

  /** @param ended null: nothing was said. */
  constructor(
    { attributes }: Verb,
    private readonly ended: (fields: Fields | null) => void,
  ) {
    this.silenceMs = Number(attributes['timeout'] ?? 5) * 1000;
    this.mostMs = Number(attributes['maxLength'] ?? 3600) * 1000;
    this.finishKeys = attributes['finishOnKey'] ?? '1234567890*#';
  }

  /** 20 ms of the caller. */
  hear(level: number): void {
    this.lengthMs += FRAME_MS;
    this.silentMs = level > AUDIBLE ? 0 : this.silentMs + FRAME_MS;
    this.spoke ||= level > AUDIBLE;
    if (this.silentMs >= this.silenceMs || this.lengthMs >= this.mostMs) this.end({});
  }

  /** A key of the caller. */
  key(digit: string): void {
    if (this.finishKeys.includes(digit)) this.end({ Digits: digit });
  }

  private end(fields: Fields): void {
    const seconds = String(Math.max(1, Math.round(this.lengthMs / 1000)));
    this.ended(this.spoke ? { ...fields, RecordingDuration: seconds } : null);
  }
}
