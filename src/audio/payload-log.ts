import { BufferPool } from './buffer-pool.js';

/** Bytes that a log has at least; a second and a half of Twilio's frames. */
const SMALLEST_BYTES = 16 * 1024;
/** Share of what is needed that is free after each move. */
const SPARE = 1 / 8;
/** Logs grow with each turn and shrink after it. */
const pool = new BufferPool();

/**
 * Base64 payloads in the order they came, as bytes in one buffer: kept as strings they would live
 * long enough to be moved by the garbage collector twice each. Frames are numbered from 0 over
 * the life of the log; `first` is the oldest that is kept.
 */
export class PayloadLog {
  private bytes = pool.take(SMALLEST_BYTES);
  private used = 0;
  /** Where each kept frame ends, and how long it is, ms; the oldest first. */
  private readonly ends: number[] = [];
  private readonly durations: number[] = [];
  private firstKept = 0;

  /** Number of the oldest frame that is kept. */
  get first(): number {
    return this.firstKept;
  }

  /** Number of the next frame. */
  get next(): number {
    return this.firstKept + this.ends.length;
  }

  /** Bytes that are held, used or not. */
  get capacity(): number {
    return this.bytes.length;
  }

  /** False when the next frame of this length needs room; see `keepFrom`. */
  fits(payload: string): boolean {
    return this.used + payload.length <= this.bytes.length;
  }

  /** Adds a frame; grows when there is no room. */
  push(payload: string, durationMs: number): void {
    if (!this.fits(payload)) this.resize(this.used + payload.length);
    this.used += this.bytes.write(payload, this.used, 'latin1');
    this.ends.push(this.used);
    this.durations.push(durationMs);
  }

  /** Forgets the frames before `frame`; the buffer gets the size that the rest calls for. */
  keepFrom(frame: number): void {
    const drop = Math.min(Math.max(0, frame - this.firstKept), this.ends.length);
    const from = this.startOf(drop);
    this.bytes.copyWithin(0, from, this.used);
    this.used -= from;
    this.ends.splice(0, drop);
    this.durations.splice(0, drop);
    for (let at = 0; at < this.ends.length; at += 1) this.ends[at] = (this.ends[at] ?? 0) - from;
    this.firstKept += drop;
    this.resize(this.used);
  }

  /** Length of a kept frame, ms; 0 for any other. */
  durationOf(frame: number): number {
    return this.durations[frame - this.firstKept] ?? 0;
  }

  /** A kept frame as it came; empty for any other. */
  payloadOf(frame: number): string {
    const at = frame - this.firstKept;
    return this.bytes.toString('latin1', this.startOf(at), this.ends[at] ?? 0);
  }

  private startOf(at: number): number {
    return at === 0 ? 0 : (this.ends[at - 1] ?? 0);
  }

  /** At least an eighth stays free, so that what is kept is not moved with every frame. */
  private resize(neededBytes: number): void {
    let size = SMALLEST_BYTES;
    while (size < neededBytes * (1 + SPARE)) size *= 2;
    if (size === this.bytes.length) return;
    const bytes = pool.take(size);
    this.bytes.copy(bytes, 0, 0, this.used);
    pool.give(this.bytes);
    this.bytes = bytes;
  }
}
