import { decodeSample, encodeMulaw } from '../speech/mulaw.js';
import { BYTES_PER_MS, type Heard } from './heard.js';

/** What the caller's telephone does to the sound that it sends. */
export interface LineSoundOptions {
  /** Louder than full scale is clipped. */
  readonly gainDb?: number;
  /** What comes out of the receiver is sent back, so much later and softer. */
  readonly echo?: { readonly delayMs: number; readonly lossDb: number };
}

/** A caller's frame as the telephone sends it. */
export function throughLine(
  frame: Buffer,
  { gainDb = 0, echo }: LineSoundOptions,
  heard: Heard,
  now: number,
): Buffer {
  const durationMs = frame.length / BYTES_PER_MS;
  const back = echo && heard.audioFrom(now - durationMs - echo.delayMs, durationMs);
  if (gainDb === 0 && back === undefined) return frame;
  const gain = amplitude(gainDb);
  const echoGain = amplitude(-(echo?.lossDb ?? 0));
  return encodeMulaw(
    Array.from(frame, (code, index) => {
      const echoed = back ? decodeSample(back[index] ?? 0xff) * echoGain : 0;
      return decodeSample(code) * gain + echoed;
    }),
  );
}

function amplitude(db: number): number {
  return 10 ** (db / 20);
}
