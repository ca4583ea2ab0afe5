import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { PacedLog } from '../ops/paced-log.js';
import { StandingFaults } from '../ops/standing-faults.js';
import type { DurableQueueOptions } from './durable-queue.js';
import {
  QUARANTINE_SOURCES,
  type QuarantineSource,
  type RetryResult,
  type SetAside,
  type SetAsideKeeper,
} from './quarantine-source.js';
import { Retention } from './retention.js';
import { StorageMetrics } from './storage.metrics.js';

/** An entry that was set aside, and where an operator finds it. */
export interface QuarantinedEntry extends SetAside {
  /** `<source>:<name>`. */
  readonly id: string;
  readonly source: QuarantineSource;
  /** A path below `DATA_DIR`, a table of the database or a key of Redis. */
  readonly place: string;
}

/** The part of a durable queue's options that reports its faults. */
export type QueueReports = Required<
  Pick<DurableQueueOptions<object>, 'resized' | 'setAside' | 'unwritable'>
>;

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

  private readonly keepers = new Map<QuarantineSource, SetAsideKeeper>();

  constructor(
    private readonly metrics: StorageMetrics,
    private readonly faults: StandingFaults,
    retention: Retention,
  ) {
    retention.keep({
      kind: 'set-aside',
      apart: true,
      overdue: async (_, before) => {
        let files = 0;
        for (const keeper of this.keepers.values())
          files += (await keeper.overdueSetAside?.(Date.parse(before))) ?? 0;
        return files;
      },
      forget: async (_, before, limit) => {
        let files = 0;
        for (const keeper of this.keepers.values())
          files += (await keeper.expireSetAside?.(Date.parse(before), limit - files)) ?? 0;
        return files;
      },
    });
  }

  /** What a queue of this name tells: its length, what it sets aside, and what it cannot keep. */
  optionsFor(source: QuarantineSource): QueueReports {
    return {
      resized: (size) => this.metrics.queued.set({ queue: source }, size),
      setAside: (entries) => this.report(source, entries),
      unwritable: (reason) => this.metrics.unwritable.inc({ source, reason }),
    };
  }

  /** Registers the keeper of the entries of a source. To be called in constructors. */
  attach(source: QuarantineSource, keeper: SetAsideKeeper): void {
    this.keepers.set(source, keeper);
  }

  /** Tries an entry of the list again. `fixed`: that is not possible where it is. */
  async retry(id: string): Promise<RetryResult | 'fixed'> {
    const entry = this.find(id);
    if (entry === undefined) return 'unknown';
    const { source, name } = entry;
    const result = (await this.keepers.get(source)?.retrySetAside?.(name)) ?? 'fixed';
    this.logger.log('Quarantined entry tried again', { source, entry: name, result });
    return result;
  }

  /**
   * Removes an entry of the list, and what it stands for, for good. `fixed`: that is not possible
   * where it is.
   */
  async discard(id: string): Promise<'gone' | 'unknown' | 'fixed'> {
    const entry = this.find(id);
    if (entry === undefined) return 'unknown';
    const { source, name } = entry;
    const keeper = this.keepers.get(source);
    if (keeper === undefined) return 'fixed';
    if (!(await keeper.discardSetAside(name))) return 'unknown';
    this.met.delete(id);
    this.refresh();
    this.logger.warn('Quarantined entry removed', { source, entry: name });
    return 'gone';
  }

  private find(id: string): QuarantinedEntry | undefined {
    return this.list().find((entry) => entry.id === id);
  }

  /** Takes a queue's whole list in place of its last one. */
  private report(source: QuarantineSource, entries: readonly SetAside[]): void {
    const placed = entries.map((entry) => ({
      ...entry,
      id: idOf(source, entry.name),
      source,
      place: `${source}/${entry.name}.json`,
    }));
    this.queues.set(source, placed);
    this.refresh();
  }

  /** Notes a row or a snapshot that could not be read; it is listed for an hour from now on. */
  noteUnreadable(source: QuarantineSource, name: string, place: string): void {
    const id = idOf(source, name);
    const at = this.met.get(id)?.at ?? new Date().toISOString();
    this.met.set(id, { id, source, name, reason: 'unreadable', place, at });
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

function idOf(source: QuarantineSource, name: string): string {
  return `${source}:${name}`;
}
