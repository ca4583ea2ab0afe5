/** Most bytes that wait to be used again; what is given beyond them is left to the collector. */
const MOST_FREE_BYTES = 4 * 1024 * 1024;

/**
 * Buffers of a few sizes that are used again and again. Buffers that live for a second or two are
 * dear for the collector: they are moved to the old generation and stay there until the whole heap
 * is marked, which they bring about, as V8 counts their bytes as growth of the heap.
 */
export class BufferPool {
  private readonly free = new Map<number, Buffer[]>();
  private freeTotal = 0;

  /** @param mostFreeBytes most bytes that wait to be used again. */
  constructor(private readonly mostFreeBytes = MOST_FREE_BYTES) {}

  /** Bytes that wait to be used again. */
  get freeBytes(): number {
    return this.freeTotal;
  }

  /** A buffer of exactly so many bytes that nobody else uses; what it holds is not defined. */
  take(bytes: number): Buffer {
    const buffer = this.free.get(bytes)?.pop();
    if (buffer === undefined) return Buffer.allocUnsafeSlow(bytes);
    this.freeTotal -= bytes;
    return buffer;
  }

  /** Gives a buffer of `take` back, which the giver uses no more. */
  give(buffer: Buffer): void {
    const bytes = buffer.length;
    if (this.freeTotal + bytes > this.mostFreeBytes) return;
    const free = this.free.get(bytes);
    if (free === undefined) this.free.set(bytes, [buffer]);
    else free.push(buffer);
    this.freeTotal += bytes;
  }
}
