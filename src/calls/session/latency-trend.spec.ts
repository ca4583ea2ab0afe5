import { ClusterBus } from '../../cluster/cluster-bus.js';
import { LatencyTrend, percentilesOf } from './latency-trend.js';

const NOON = Date.parse('2026-11-27T12:00:00.000Z');
const MINUTE_MS = 60_000;

class NoBus extends ClusterBus {
  broadcast(): void {}
  send(): Promise<boolean> {
    return Promise.resolve(false);
  }
  on(): void {}
  ask<A>(): Promise<readonly { instance: string; answer: A }[]> {
    return Promise.resolve([]);
  }
  answer(): void {}
}

describe('Latency by the minute', () => {
  it('has the percentiles of each minute in which there were answers', () => {
    const trend = new LatencyTrend(new NoBus());
    for (let ms = 1; ms <= 1000; ms += 1) trend.answered(ms, NOON + ms);
    trend.answered(420, NOON + 2 * MINUTE_MS);
    const [first, second, ...others] = percentilesOf(trend.counted(NOON + 2 * MINUTE_MS));
    expect(others).toEqual([]);
    expect(first).toMatchObject({ at: '2026-11-27T12:00:00.000Z', answers: 1000 });
    expect(Math.abs((first?.p50Ms ?? 0) / 500 - 1)).toBeLessThan(0.03);
    expect(Math.abs((first?.p95Ms ?? 0) / 950 - 1)).toBeLessThan(0.03);
    expect(Math.abs((first?.p99Ms ?? 0) / 990 - 1)).toBeLessThan(0.03);
    expect(second).toMatchObject({ at: '2026-11-27T12:02:00.000Z', answers: 1 });
    expect(second?.p50Ms).toBe(second?.p99Ms);
  });

  it('adds up what replicas have counted, as if one had', () => {
    const [one, two, both] = [new NoBus(), new NoBus(), new NoBus()].map(
      (bus) => new LatencyTrend(bus),
    );
    for (let ms = 100; ms < 5_000; ms += 7) {
      (ms % 2 === 0 ? one : two)?.answered(ms, NOON);
      both?.answered(ms, NOON);
    }
    const counted = [...(one?.counted(NOON) ?? []), ...(two?.counted(NOON) ?? [])];
    expect(percentilesOf(counted)).toEqual(percentilesOf(both?.counted(NOON) ?? []));
  });

  it('keeps an hour, however much is answered and however odd', () => {
    const trend = new LatencyTrend(new NoBus());
    for (let minute = 0; minute < 200; minute += 1) {
      for (const ms of [0, -1, NaN, Infinity, 1e9, 250]) {
        trend.answered(ms, NOON + minute * MINUTE_MS);
      }
    }
    const counted = trend.counted(NOON + 199 * MINUTE_MS);
    expect(counted).toHaveLength(60);
    expect(percentilesOf(counted).every(({ answers }) => answers === 6)).toBe(true);
    expect(trend.counted(NOON + 300 * MINUTE_MS)).toEqual([]);
    expect(percentilesOf([])).toEqual([]);
  });
});
