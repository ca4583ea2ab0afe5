import { type AudioChunk, bytesIn, durationOf, FRAME_BYTES, SILENCE_BYTE } from './mulaw-format.js';

/** Length of the chunks that are handed to the phone. */
const CHUNK_MS = 200;
const CHUNK_BYTES = bytesIn(CHUNK_MS);

/** Cuts an utterance of mu-law audio into chunks of 200 ms, the last one of whole frames. */
export class PayloadChunks {
  private pending: Buffer = Buffer.alloc(0);

  push(audio: Uint8Array): readonly AudioChunk[] {
    this.pending = Buffer.concat([this.pending, audio]);
    const chunks: AudioChunk[] = [];
    while (this.pending.length >= CHUNK_BYTES) {
      const payload = this.pending.toString('base64', 0, CHUNK_BYTES);
      chunks.push({ payload, durationMs: CHUNK_MS });
      this.pending = this.pending.subarray(CHUNK_BYTES);
    }
    return chunks;
  }

  /** What is left, filled up with silence; null when nothing is. */
  flush(): AudioChunk | null {
    const { pending } = this;
    if (pending.length === 0) return null;
    const frames = Math.ceil(pending.length / FRAME_BYTES);
    const padded = Buffer.alloc(frames * FRAME_BYTES, SILENCE_BYTE);
    padded.set(pending);
    this.pending = Buffer.alloc(0);
    return { payload: padded.toString('base64'), durationMs: durationOf(padded.length) };
  }
}

/** Chunks of a whole utterance. */
export function chunksOf(audio: Uint8Array): readonly AudioChunk[] {
  const chunks = new PayloadChunks();
  const whole = chunks.push(audio);
  const last = chunks.flush();
  return last === null ? whole : [...whole, last];
}
