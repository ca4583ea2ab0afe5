import { latencySeries, latencySummary } from './latency-series.js';

const minute = (at: string, p95Ms: number, answers = 4) => ({
  at,
  answers,
  p50Ms: 700,
  p95Ms,
  p99Ms: 2_500,
});
const NOW = Date.parse('2026-11-27T12:00:30.000Z');

describe('Latency over the last hour', () => {
  it('has a place for each minute, empty where there were no answers', () => {
    const [times, p50, p95, p99] = latencySeries(
      [minute('2026-11-27T11:01:00.000Z', 900), minute('2026-11-27T12:00:00.000Z', 1_000)],
      NOW,
    );
    expect(times).toHaveLength(60);
    expect(times.at(-1)).toBe(Date.parse('2026-11-27T12:00:00.000Z') / 1000);
    expect([p95[0], p95[1], p95.at(-1)]).toEqual([900, null, 1_000]);
    expect([p50.at(-1), p99.at(-1)]).toEqual([700, 2_500]);
  });

  it('is said in words: the last minute, and the slowest', () => {
    const summary = latencySummary([
      minute('2026-11-27T11:01:00.000Z', 1_900),
      minute('2026-11-27T12:00:00.000Z', 900, 1),
    ]);
    expect(summary).toContain(
      '1 answer, half within 700 ms, 95 % within 900 ms, 99 % within 2.5 s',
    );
    expect(summary).toMatch(/Slowest minute of the hour: \d\d:01, 95 % within 1.9 s/);
    expect(latencySummary([])).toBe('No answers in the last hour.');
  });
});
