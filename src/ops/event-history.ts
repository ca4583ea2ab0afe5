import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { LiveEvents, type LiveEvent } from './live-events.js';

/** An event with the place that a reader names to go on after it. */
export interface PlacedEvent {
  readonly event: LiveEvent;
  /** Names the replica's process, the number of the event there, and its time there. */
  readonly place: string;
}

/** What a reader has missed. */
export type Missed =
  | { readonly kind: 'events'; readonly events: readonly PlacedEvent[] }
  /** More than is kept, or a place that is not understood: only the present state helps. */
  | { readonly kind: 'unknown' };

const MAX_EVENTS = 2_000;
const MAX_AGE_MS = 5 * 60_000;
/**
 * Replicas hear of an event at different moments, by clocks that differ: a reader who comes from
 * another one is told again what is so much older than the last that it has.
 */
const OVERLAP_MS = 2_000;

interface Kept extends PlacedEvent {
  readonly number: number;
  readonly heardAt: number;
}

/** The newest live events of all replicas as this one has heard them. */
@Injectable()
export class EventHistory implements OnModuleInit, OnModuleDestroy {
  private readonly process = randomUUID();
  private readonly readers = new Set<(placed: PlacedEvent) => void>();
  private kept: Kept[] = [];
  private last = 0;
  /** The newest event that is not kept any more; before any, the beginning. */
  private forgotten: Pick<Kept, 'number' | 'heardAt'> = { number: 0, heardAt: Date.now() };
  private unsubscribe: () => void = () => undefined;

  constructor(private readonly events: LiveEvents) {}

  onModuleInit(): void {
    this.unsubscribe = this.events.subscribe((event) => this.add(event));
  }

  onModuleDestroy(): void {
    this.unsubscribe();
  }

  /** Tells what comes from now on. Returns the function that ends it. */
  follow(reader: (placed: PlacedEvent) => void): () => void {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  }

  /**
   * What came after a place: exactly that where the place is of this process; of another one also
   * what was told within the 2 s before, so that nothing is left out. Ids tell the events apart.
   */
  since(place: string): Missed {
    const [process, number, heardAt] = place.split('.');
    const at = Number(heardAt);
    if (process === undefined || !Number.isSafeInteger(Number(number)) || !Number.isFinite(at)) {
      return { kind: 'unknown' };
    }
    this.forget();
    if (process === this.process) {
      const known = Number(number);
      if (known < this.forgotten.number || known > this.last) return { kind: 'unknown' };
      return { kind: 'events', events: this.kept.filter((one) => one.number > known) };
    }
    const from = at - OVERLAP_MS;
    if (from <= this.forgotten.heardAt) return { kind: 'unknown' };
    return { kind: 'events', events: this.kept.filter((one) => one.heardAt >= from) };
  }

  private add(event: LiveEvent): void {
    this.last += 1;
    const heardAt = Date.now();
    const place = `${this.process}.${this.last}.${heardAt}`;
    const kept = { event, place, number: this.last, heardAt };
    this.kept.push(kept);
    // Cut in lumps, so that an event costs no copy of the list.
    if (this.kept.length > 2 * MAX_EVENTS) this.forget();
    for (const reader of this.readers) reader(kept);
  }

  private forget(): void {
    const oldest = Date.now() - MAX_AGE_MS;
    const firstKept = this.kept.findIndex(({ heardAt }) => heardAt >= oldest);
    const count = firstKept < 0 ? this.kept.length : firstKept;
    const dropped = this.kept.splice(0, Math.max(count, this.kept.length - MAX_EVENTS));
    this.forgotten = dropped.at(-1) ?? this.forgotten;
  }
}
