import { Injectable } from '@nestjs/common';
import { ClusterBus } from '../../cluster/cluster-bus.js';

/** Percentiles of the answers of one minute, ms; each is at most 2.5 % off. */
export interface LatencyMinute {
  /** When the minute began, ISO 8601. */
  readonly at: string;
  readonly answers: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** Answers of one minute of a replica: how many in which bucket. */
interface CountedMinute {
  /** Minutes since the epoch. */
  readonly minute: number;
  readonly counts: readonly (readonly [bucket: number, count: number])[];
}

const MINUTE_MS = 60_000;
const MINUTES_KEPT = 60;
/** Bucket n ends at `FIRST_MS * GROWTH ** n`. */
const FIRST_MS = 10;
const GROWTH = 1.05;
/** Ends at 3 minutes; no answer takes longer. */
const LAST_BUCKET = 201;
const TOPIC = 'latency-trend';

/**
 * How fast answers came in each of the last 60 minutes. Counts in buckets, which replicas can
 * add up, where percentiles could not be.
 */
@Injectable()
export class LatencyTrend {
  private readonly minutes = new Map<number, Map<number, number>>();

  constructor(private readonly bus: ClusterBus) {
    bus.answer(TOPIC, () => this.counted(Date.now()));
  }

  /** Adds an answer. @param now epoch ms. */
  answered(responseMs: number, now = Date.now()): void {
    const minute = Math.floor(now / MINUTE_MS);
    let counts = this.minutes.get(minute);
    if (counts === undefined) {
      counts = new Map();
      this.minutes.set(minute, counts);
      for (const kept of this.minutes.keys()) {
        if (kept <= minute - MINUTES_KEPT) this.minutes.delete(kept);
      }
    }
    const bucket = bucketOf(responseMs);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }

  /** The minutes in which any replica answered, the oldest first. */
  async everywhere(): Promise<readonly LatencyMinute[]> {
    const answers = await this.bus.ask<readonly CountedMinute[]>(TOPIC);
    return percentilesOf(answers.flatMap(({ answer }) => answer));
  }

  /** @param now epoch ms. */
  counted(now: number): readonly CountedMinute[] {
    const oldest = Math.floor(now / MINUTE_MS) - MINUTES_KEPT;
    return [...this.minutes]
      .filter(([minute]) => minute > oldest)
      .map(([minute, counts]) => ({ minute, counts: [...counts] }));
  }
}

/** Adds up what was counted of the same minutes. */
export function percentilesOf(counted: readonly CountedMinute[]): readonly LatencyMinute[] {
  const sums = new Map<number, Map<number, number>>();
  for (const { minute, counts } of counted) {
    const sum = sums.get(minute) ?? new Map<number, number>();
    sums.set(minute, sum);
    for (const [bucket, count] of counts) sum.set(bucket, (sum.get(bucket) ?? 0) + count);
  }
  return [...sums]
    .toSorted(([a], [b]) => a - b)
    .map(([minute, sum]) => {
      const buckets = [...sum].toSorted(([a], [b]) => a - b);
      const answers = buckets.reduce((total, [, count]) => total + count, 0);
      const percentile = (share: number): number => {
        let left = Math.ceil((answers * share) / 100);
        const [last] = buckets.find(([, count]) => (left -= count) <= 0) ?? [0];
        return middleOf(last);
      };
      return {
        at: new Date(minute * MINUTE_MS).toISOString(),
        answers,
        p50Ms: percentile(50),
        p95Ms: percentile(95),
        p99Ms: percentile(99),
      };
    });
}

function bucketOf(ms: number): number {
  const bucket = Math.ceil(Math.log(ms / FIRST_MS) / Math.log(GROWTH));
  return Number.isNaN(bucket) ? 0 : Math.min(LAST_BUCKET, Math.max(0, bucket));
}

function middleOf(bucket: number): number {
  return Math.round(FIRST_MS * GROWTH ** (bucket - 0.5));
}
