import { MULAW_SAMPLES } from './mulaw.js';

const SAMPLES_PER_MS = 8;
/** Audio that is waited for before playing begins, so that late messages are not heard as gaps, ms. */
const TARGET_MS = 60;
/** Audio that comes so soon after the buffer ran empty, ms, was late; later it is the next turn. */
const LATE_MS = 200;

type Part =
  | { readonly kind: 'audio'; readonly bytes: Uint8Array }
  | { readonly kind: 'mark'; readonly name: string };

/**
 * What the server has sent and is not yet heard: mu-law and marks, in order. Like Twilio's buffer it
 * returns a mark when all before it was played, and all of them when it is cleared (protocol A4.4).
 */
export class PlayoutBuffer {
  /** Times that sound broke off because audio came late. */
  gaps = 0;
  private readonly parts: Part[] = [];
  private offset = 0;
  private samples = 0;
  private isPlaying = false;
  /** Samples since audio first waited, or since the buffer ran empty. */
  private waited = Infinity;

  /** @param played a mark's turn has come. */
  constructor(private readonly played: (mark: string) => void) {}

  /** Audio that is not yet heard. */
  get bufferedMs(): number {
    return this.samples / SAMPLES_PER_MS;
  }

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.samples === 0) {
      if (this.waited < LATE_MS * SAMPLES_PER_MS) this.gaps += 1;
      this.waited = 0;
    }
    this.parts.push({ kind: 'audio', bytes });
    this.samples += bytes.length;
  }

  mark(name: string): void {
    this.parts.push({ kind: 'mark', name });
    this.passMarks();
  }

  /** Drops everything; says how much audio that was, ms. */
  clear(): number {
    const droppedMs = this.bufferedMs;
    const marks = this.parts.splice(0);
    this.offset = 0;
    this.samples = 0;
    this.isPlaying = false;
    this.waited = Infinity;
    for (const part of marks) if (part.kind === 'mark') this.played(part.name);
    return droppedMs;
  }

  /** Fills a block at 8 kHz with what is heard next; silence where there is nothing. */
  read(block: Float32Array): void {
    block.fill(0);
    this.waited += block.length;
    if (!this.isPlaying) {
      const enough = Math.max(this.bufferedMs, this.waited / SAMPLES_PER_MS) >= TARGET_MS;
      if (this.samples === 0 || !enough) return;
      this.isPlaying = true;
    }
    for (let index = 0; index < block.length && this.samples > 0; index += 1) {
      block[index] = this.next();
    }
    if (this.samples > 0) return;
    this.isPlaying = false;
    this.waited = 0;
  }

  private next(): number {
    const [part] = this.parts;
    if (part?.kind !== 'audio') return 0;
    const sample = MULAW_SAMPLES[part.bytes[this.offset] ?? 0] ?? 0;
    this.offset += 1;
    this.samples -= 1;
    if (this.offset === part.bytes.length) {
      this.parts.shift();
      this.offset = 0;
      this.passMarks();
    }
    return sample;
  }

  private passMarks(): void {
    for (let [part] = this.parts; part?.kind === 'mark'; [part] = this.parts) {
      this.parts.shift();
      this.played(part.name);
    }
  }
}
