import { BYTES_PER_MS, SILENCE_BYTE } from './mulaw.js';

const FRAME_BYTES = 20 * BYTES_PER_MS;
const CHUNK_BYTES = 200 * BYTES_PER_MS;

/** Cuts an utterance of mu-law audio into base64 payloads of 200 ms, the last one of whole frames. */
export class PayloadChunks {
  private pending: Buffer = Buffer.alloc(0);

  push(audio: Uint8Array): readonly string[] {
    this.pending = Buffer.concat([this.pending, audio]);
    const payloads: string[] = [];
    while (this.pending.length >= CHUNK_BYTES) {
      payloads.push(this.pending.toString('base64', 0, CHUNK_BYTES));
      this.pending = this.pending.subarray(CHUNK_BYTES);
    }
    return payloads;
  }

  /** What is left, filled up with silence; null when nothing is. */
  flush(): string | null {
    const { pending } = this;
    if (pending.length === 0) return null;
    const frames = Math.ceil(pending.length / FRAME_BYTES);
    const padded = Buffer.alloc(frames * FRAME_BYTES, SILENCE_BYTE);
    padded.set(pending);
    this.pending = Buffer.alloc(0);
    return padded.toString('base64');
  }
}
