import type { Verb } from './twiml/verb.js';
import type { Fields } from './twiml/twiml-player.js';

/** RMS above which the caller speaks. */
const AUDIBLE = 0.01;
const FRAME_MS = 20;
/** Twilio's default. */
const LONGEST_SECONDS = 3_600;

/** A message of the caller. */
export interface Message {
  /** Of the webhook that tells of it. */
  readonly fields: Fields;
  /** Mu-law at 8 kHz. */
  readonly audio: Uint8Array;
  readonly seconds: number;
}

/** A `<Record>` while it runs: ends by silence, a key, its longest length or the end of the call. */
export class Recording {
  private readonly frames: Uint8Array[] = [];
  private lengthMs = 0;
  private silentMs = 0;
  private spoke = false;
  private readonly silenceMs: number;
  private readonly mostMs: number;
  private readonly finishKeys: string;

  /** @param ended null: nothing was said. */
  constructor(
    { attributes }: Verb,
    private readonly ended: (message: Message | null) => void,
  ) {
    this.silenceMs = Number(attributes['timeout'] ?? 5) * 1000;
    this.mostMs =
      Math.min(Number(attributes['maxLength']) || LONGEST_SECONDS, LONGEST_SECONDS) * 1000;
    this.finishKeys = attributes['finishOnKey'] ?? '1234567890*#';
  }

  /** 20 ms of the caller, whose level is given as RMS. */
  hear(frame: Uint8Array, level: number): void {
    this.frames.push(frame);
    this.lengthMs += FRAME_MS;
    this.silentMs = level > AUDIBLE ? 0 : this.silentMs + FRAME_MS;
    this.spoke ||= level > AUDIBLE;
    if (this.silentMs >= this.silenceMs || this.lengthMs >= this.mostMs) this.end({});
  }

  /** A key of the caller. */
  key(digit: string): void {
    if (this.finishKeys.includes(digit)) this.end({ Digits: digit });
  }

  /** The caller has hung up. */
  hangUp(): void {
    this.end({ Digits: 'hangup' });
  }

  private end(fields: Fields): void {
    if (!this.spoke) return this.ended(null);
    const seconds = Math.max(1, Math.round(this.lengthMs / 1000));
    this.ended({
      fields: { ...fields, RecordingDuration: String(seconds) },
      audio: joined(this.frames),
      seconds,
    });
  }
}

function joined(frames: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(frames.reduce((length, frame) => length + frame.length, 0));
  let at = 0;
  for (const frame of frames) {
    all.set(frame, at);
    at += frame.length;
  }
  return all;
}
