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

/** An event of any replica, as it was written down for all. */
export interface WrittenEvent {
  readonly event: LiveEvent;
  /** When, epoch ms. */
  readonly writtenAt: number;
}

/** What other replicas tell, which is heard while someone here reads it. */
export interface OtherReplicas {
  /** Has their events told here; resolves when they are, or when that cannot be had now. Never rejects. */
  hear(): Promise<void>;
  /** Has them told here no longer. */
  rest(): void;
  /** The events of all replicas since a time; null when that is not known. Never rejects. */
  since(epochMs: number): Promise<readonly WrittenEvent[] | null>;
}

/** How many of the newest events are kept, and for how long. */
export const HISTORY = { maxEvents: 2_000, maxAgeMs: 5 * 60_000 };
/**
 * Replicas hear of an event at different moments, by clocks that differ: a reader who comes from
 * another one is told again what is so much older than the last that it has.
 */
const OVERLAP_MS = 2_000;
/** Stands for the process in places of events that were read where all replicas write theirs. */
const WRITTEN = 'written';

interface Kept extends PlacedEvent {
  readonly number: number;
  readonly heardAt: number;
}

/** A moment in the row of events that are heard here. */
type Moment = Pick<Kept, 'number' | 'heardAt'>;

/**
 * The newest live events: those of this replica, and of all others while someone reads here. What
 * was told elsewhere meanwhile is asked for when a reader wants it.
 */
@Injectable()
export class EventHistory implements OnModuleInit, OnModuleDestroy {
  private readonly process = randomUUID();
  private readonly readers = new Set<(placed: PlacedEvent) => void>();
  private kept: Kept[] = [];
  private last = 0;
  /** The newest event that is not kept any more; before any, the beginning. */
  private forgotten: Moment = { number: 0, heardAt: Date.now() };
  /** From when on the events of all replicas have been heard; null while they are not. */
  private complete: Moment | null = this.forgotten;
  private others: OtherReplicas | null = null;
  private hearing: Promise<void> = Promise.resolve();
  private unsubscribe: () => void = () => undefined;

  constructor(private readonly events: LiveEvents) {}

  onModuleInit(): void {
    this.unsubscribe = this.events.subscribe((event) => this.add(event));
  }

  onModuleDestroy(): void {
    this.unsubscribe();
  }

  /** There are other replicas, which are not heard until someone reads. */
  joinWith(others: OtherReplicas): void {
    this.others = others;
    this.complete = null;
  }

  /** Told when the events of all other replicas begin to be told here, and when they no longer are. */
  heard(all: boolean): void {
    this.complete = all ? { number: this.last, heardAt: Date.now() } : null;
  }

  /** Tells what comes from now on. Returns the function that ends it. */
  follow(reader: (placed: PlacedEvent) => void): () => void {
    this.readers.add(reader);
    if (this.readers.size === 1) this.hearing = this.others?.hear() ?? Promise.resolve();
    return () => {
      if (this.readers.delete(reader) && this.readers.size === 0) this.others?.rest();
    };
  }

  /** Resolves when a reader is told the events of all replicas, or those that can be had. */
  ready(): Promise<void> {
    return this.hearing;
  }

  /**
   * What came after a place: exactly that where the place is of this process, which has heard all
   * since; otherwise also what was told within the 2 s before, so that nothing is left out. Ids
   * tell the events apart. Never rejects.
   */
  async since(place: string): Promise<Missed> {
    const [process, numberText, heardAt] = place.split('.');
    const [number, at] = [Number(numberText), Number(heardAt)];
    if (process === undefined || !Number.isSafeInteger(number) || !Number.isFinite(at)) {
      return { kind: 'unknown' };
    }
    await this.hearing;
    this.forget();
    const from = at - OVERLAP_MS;
    const { complete, forgotten } = this;
    if (process === this.process) {
      if (number > this.last) return { kind: 'unknown' };
      if (complete !== null && number >= Math.max(complete.number, forgotten.number)) {
        return { kind: 'events', events: this.kept.filter((one) => one.number > number) };
      }
    } else if (complete !== null && from > Math.max(complete.heardAt, forgotten.heardAt)) {
      return { kind: 'events', events: this.kept.filter((one) => one.heardAt >= from) };
    }
    return this.writtenSince(from);
  }

  /** What all replicas have written down since a time, and what this one has not yet. */
  private async writtenSince(from: number): Promise<Missed> {
    const isKept = from >= Date.now() - HISTORY.maxAgeMs;
    const written = isKept ? await this.others?.since(from) : null;
    if (!written) return { kind: 'unknown' };
    const known = new Set(written.map(({ event }) => event.id));
    const placed = written.map(({ event, writtenAt }) => ({
      event,
      place: `${WRITTEN}.0.${writtenAt}`,
    }));
    const more = this.kept.filter(({ event, heardAt }) => heardAt >= from && !known.has(event.id));
    return { kind: 'events', events: [...placed, ...more] };
  }

  private add(event: LiveEvent): void {
    this.last += 1;
    const heardAt = Date.now();
    const place = `${this.process}.${this.last}.${heardAt}`;
    const kept = { event, place, number: this.last, heardAt };
    this.kept.push(kept);
    // Cut in lumps, so that an event costs no copy of the list.
    if (this.kept.length > 2 * HISTORY.maxEvents) this.forget();
    for (const reader of this.readers) reader(kept);
  }

  private forget(): void {
    const oldest = Date.now() - HISTORY.maxAgeMs;
    const firstKept = this.kept.findIndex(({ heardAt }) => heardAt >= oldest);
    const count = firstKept < 0 ? this.kept.length : firstKept;
    const dropped = this.kept.splice(0, Math.max(count, this.kept.length - HISTORY.maxEvents));
    this.forgotten = dropped.at(-1) ?? this.forgotten;
  }
}
