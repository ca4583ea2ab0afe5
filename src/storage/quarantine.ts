import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { PacedLog } from '../ops/paced-log.js';
import { StandingFaults } from '../ops/standing-faults.js';
import type { DurableQueueOptions } from './durable-queue.js';
import { QUARANTINE_SOURCES, type QuarantineSource, type SetAside } from './quarantine-source.js';
import { StorageMetrics } from './storage.metrics.js';

/** An entry that was set aside, and where an operator finds it. */
export interface QuarantinedEntry extends SetAside {
  readonly source: QuarantineSource;
  /** A path below `DATA_DIR`, a table of the database or a key of Redis. */
  readonly place: string;
}

/** The part of a durable queue's options that reports its faults. */
export type QueueReports = Required<Pick<DurableQueueOptions<object>, 'setAside' | 'unwritable'>>;

/** Rows and snapshots that are remembered, and for how long after they were last met. */
const MAX_MET = 1_000;
const MET_LIFE_MS = 60 * 60_000;

/**
 * What was set aside because it cannot be read or written, so that nothing waits for it. It keeps
 * the list; the entries stay where they are, for an operator or a later version.
 */
@Injectable()
export class Quarantine {
  private readonly logger = new Logger(Quarantine.name);
  private readonly paced = new PacedLog(this.logger);
  /** Of each queue, all that it has set aside. */
  private readonly queues = new Map<QuarantineSource, readonly QuarantinedEntry[]>();
  /** Rows and snapshots by source and name. */
  private readonly met = new LRUCache<string, QuarantinedEntry>({
    max: MAX_MET,
    ttl: MET_LIFE_MS,
  });

  constructor(
    private readonly metrics: StorageMetrics,
    private readonly faults: StandingFaults,
  ) {}

  /** What a queue of this name tells: of what it sets aside, and of what it cannot keep. */
  optionsFor(source: QuarantineSource): QueueReports {
    return {
      setAside: (entries) => this.report(source, entries),
      unwritable: (reason) => this.metrics.unwritable.inc({ source, reason }),
    };
  }

  /** Takes a queue's whole list in place of its last one. */
  private report(source: QuarantineSource, entries: readonly SetAside[]): void {
    const placed = entries.map((entry) => ({
      ...entry,
      source,
      place: `${source}/${entry.name}.json`,
    }));
    this.queues.set(source, placed);
    this.refresh();
  }

  /** Notes a row or a snapshot that could not be read; it is listed for an hour from now on. */
  noteUnreadable(source: QuarantineSource, name: string, place: string): void {
    const key = `${source}/${name}`;
    const at = this.met.get(key)?.at ?? new Date().toISOString();
    this.met.set(key, { source, name, reason: 'unreadable', place, at });
    this.paced.error(source, 'An entry cannot be read', { source, entry: name, place });
    this.refresh();
  }

  /** The oldest first. */
  list(): readonly QuarantinedEntry[] {
    return [...[...this.queues.values()].flat(), ...this.met.values()].toSorted((a, b) =>
      a.at.localeCompare(b.at),
    );
  }

  /** Brings metric and standing fault up to date; what was met is forgotten in time. */
  refresh(): void {
    const entries = this.list();
    for (const source of QUARANTINE_SOURCES) {
      const count = entries.filter((entry) => entry.source === source).length;
      this.metrics.quarantined.set({ source }, count);
    }
    const sources = new Set(entries.map(({ source }) => source));
    if (sources.size === 0) this.faults.end('quarantine');
    else this.faults.begin('quarantine', `set aside: ${[...sources].join(', ')}`);
  }
}
