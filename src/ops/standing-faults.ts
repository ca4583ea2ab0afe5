import { Injectable } from '@nestjs/common';
import type { Gauge } from 'prom-client';
import { Metrics } from './metrics.js';

/**
 * The parts that can be degraded while calls go on. The first group is looked at from time to
 * time; those of the second report by themselves. `orders`: a placed order could not be saved.
 * `records`: entries that neither the database nor the disk takes. `quarantine`: entries that were
 * set aside. `snapshots`: states of calls that other replicas cannot see.
 */
export const DEGRADABLE = [
  'database',
  'disk',
  'eventLoop',
  'memory',
  'menu',
  'models',
  'openai',
  'redis',
  'orders',
  'quarantine',
  'records',
  'snapshots',
] as const;

/** A part that can be degraded. */
export type Degradable = (typeof DEGRADABLE)[number];

/** A fault that stands: since when, and what it is. */
export interface StandingFault {
  readonly what: Degradable;
  /** ISO 8601; when it was first seen. */
  readonly since: string;
  /** Fixed words, without addresses and without anything that a caller said. */
  readonly reason: string;
}

/** The faults of this process that have begun and not ended, for `/status` and Prometheus. */
@Injectable()
export class StandingFaults {
  private readonly faults = new Map<Degradable, StandingFault>();
  private readonly gauge: Gauge;

  constructor(metrics: Metrics) {
    this.gauge = metrics.gauge(
      'degraded',
      '1 while a fault of this part stands, as degraded on /status has it',
      ['what'],
    );
    for (const what of DEGRADABLE) this.gauge.set({ what }, 0);
  }

  /** Notes a fault; one that stands already keeps its beginning and takes the newest reason. */
  begin(what: Degradable, reason: string): void {
    const since = this.faults.get(what)?.since ?? new Date().toISOString();
    this.faults.set(what, { what, since, reason });
    this.gauge.set({ what }, 1);
  }

  end(what: Degradable): void {
    this.faults.delete(what);
    this.gauge.set({ what }, 0);
  }

  /** The oldest first. */
  list(): readonly StandingFault[] {
    return [...this.faults.values()].toSorted((a, b) => a.since.localeCompare(b.since));
  }
}
