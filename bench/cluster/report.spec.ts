import { doubtOf, growthOf, markdownOf } from './report.js';
import type { SceneFigures } from './scene.js';

/** A cluster in which each replica costs Redis the same, however many there are. */
function figures(replicas: number, more: Partial<SceneFigures> = {}): SceneFigures {
  const calls = replicas * 4;
  return {
    size: { replicas, callsEach: 4 },
    calls,
    busiest: { commands: 12 * calls, bytesIn: 900 * calls, bytesOut: 500 * calls, cpuPercent: 20 },
    restCpuPercent: 1,
    idleMessages: 0.5,
    readerMessages: 2 * replicas,
    readerEvents: 2 * replicas,
    sweep: { commands: replicas + 12 * calls, ms: 1_000 },
    listMs: 3,
    listed: calls,
    failed: 0,
    known: replicas,
    ownCpuPercent: 40,
    ...more,
  };
}

describe('What grows with replicas and calls', () => {
  const small = figures(50);
  const { busiest } = figures(500);

  it('is nothing when each replica costs the same', () => {
    expect(growthOf(small, figures(500))).toEqual([]);
  });

  it.each<[string, Partial<SceneFigures>]>([
    ['messages to a replica without readers', { idleMessages: 20 }],
    ['commands for each call', { busiest: { ...busiest, commands: 2 * busiest.commands } }],
    ['bytes from Redis for each call', { busiest: { ...busiest, bytesOut: 2 * busiest.bytesOut } }],
    ['the sweep for orphans', { sweep: { commands: 500 * 2_000, ms: 1_000 } }],
  ])('is named: %s', (what, more) => {
    expect(growthOf(small, figures(500, more))).toEqual([what]);
  });

  it('is not concluded from a simulation that is the limit, or from commands that failed', () => {
    expect(doubtOf(small)).toEqual([]);
    expect(doubtOf(figures(500, { ownCpuPercent: 95 }))).toHaveLength(1);
    expect(doubtOf(figures(500, { failed: 3 }))).toHaveLength(1);
  });

  it('is a table with a column for each cluster', () => {
    const [head, rule] = markdownOf([small, figures(500)]).split('\n');
    expect(head).toBe('| replicas × calls each | 50 × 4 | 500 × 4 |');
    expect(rule).toBe('| --- | ---: | ---: |');
  });
});
