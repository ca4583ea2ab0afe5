import { STAMP_CHARACTERS } from '../wire/stamp.js';

const BYTES_PER_MS = 8;
/** Deltas of 200 to 400 ms, not all whole frames, as the service sends them (protocol B3.2). */
const DELTA_MS: readonly number[] = [200, 300, 400, 250, 350];
const SOUND_BYTE = 0xa4;
const VARYING = 0x0f;

/** One delta: its audio in base64, to be stamped at its beginning, and how long it plays. */
export interface DeltaAudio {
  readonly base64: Buffer;
  readonly ms: number;
}

const bySize = new Map(DELTA_MS.map((ms) => [ms, deltaOf(ms)]));

/** The deltas of an answer of about `ms`. */
export function answerAudio(ms: number): readonly DeltaAudio[] {
  const deltas: DeltaAudio[] = [];
  for (let sum = 0; sum < ms;) {
    const size = DELTA_MS[deltas.length % DELTA_MS.length] ?? 200;
    const delta = bySize.get(size);
    if (delta !== undefined) deltas.push(delta);
    sum += size;
  }
  return deltas;
}

function deltaOf(ms: number): DeltaAudio {
  const audio = Buffer.alloc(ms * BYTES_PER_MS);
  const stampBytes = (STAMP_CHARACTERS * 3) / 4;
  for (let i = stampBytes; i < audio.length; i += 1) {
    audio[i] = SOUND_BYTE ^ Math.floor(Math.random() * (VARYING + 1));
  }
  return { base64: Buffer.from(audio.toString('base64'), 'latin1'), ms };
}
