import { performance } from 'node:perf_hooks';

const FRAME_MS = 20;
const TICK_MS = 1;
/** A pause longer than this is not made up for: a real network would not send its frames either. */
const MAX_BEHIND_MS = 500;

/** Something that is due every 20 ms. */
export interface Paced {
  tick(): void;
}

/**
 * Ticks each of many every 20 ms, spread evenly over them. One timer serves all: the generator
 * must not be what costs. What is late is made up for at once.
 */
export class Pacer {
  private readonly slots: Set<Paced>[] = Array.from({ length: FRAME_MS }, () => new Set());
  private at = Math.floor(performance.now());
  private timer: NodeJS.Timeout | null = null;

  add(paced: Paced): void {
    const [emptiest] = this.slots.toSorted((a, b) => a.size - b.size);
    emptiest?.add(paced);
    this.timer ??= setInterval(() => this.advance(), TICK_MS);
  }

  remove(paced: Paced): void {
    for (const slot of this.slots) slot.delete(paced);
  }

  private advance(): void {
    const now = Math.floor(performance.now());
    this.at = Math.max(this.at, now - MAX_BEHIND_MS);
    for (; this.at < now; this.at += 1) {
      for (const paced of this.slots[this.at % FRAME_MS] ?? []) paced.tick();
    }
  }
}
