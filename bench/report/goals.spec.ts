import type { Figures } from '../scenes/window.js';
import type { SystemName } from '../systems/system.js';
import { goalsOf } from './goals.js';
import { markdownOf } from './markdown.js';
import type { Results } from './results.js';

const LATENCY = { count: 1, p50: 0.3, p99: 1, p999: 2, max: 3 };

function figures(system: SystemName, changes: Partial<Figures> = {}): Figures {
  return {
    system,
    calls: 200,
    cpuMsPerCallSecond: 2,
    rssMb: 100,
    startMs: system === 'raw' ? null : 1_400,
    in: LATENCY,
    out: LATENCY,
    lost: 0,
    failed: 0,
    loopDelayMs: 5,
    reactionP99Ms: 4,
    greetingP50Ms: 12,
    busy: { load: 0.3, provider: 0.2, core: 0.6, foreign: 0 },
    verdict: { kind: 'sound' },
    ...changes,
  };
}

function results(changes: Partial<Results> = {}): Results {
  const round = [figures('raw'), figures('embedded', { cpuMsPerCallSecond: 3 })];
  return {
    startedAt: '2027-01-01T00:00:00.000Z',
    machine: 'a machine',
    options: { calls: 200, rounds: 5, seconds: 24, tracing: false, profiled: false },
    rounds: Array.from({ length: 5 }, () => round),
    traced: null,
    ramps: [],
    growths: [],
    webhooks: [],
    manyCalls: [],
    soaks: [],
    twoCores: null,
    ...changes,
  };
}

function stateOf(id: string, of: Results): string | undefined {
  return goalsOf(of, 'embedded').find((goal) => goal.id === id)?.state;
}

describe('goalsOf', () => {
  it('compares with raw of the same round', () => {
    const [first] = goalsOf(results(), 'embedded');
    expect(first).toMatchObject({ id: 'P1', value: '1.50', state: 'missed' });
    expect(stateOf('P6', results())).toBe('met');
  });

  it('judges nothing that was measured otherwise than the goal says', () => {
    const { options } = results();
    expect(stateOf('P1', results({ options: { ...options, calls: 50 } }))).toBe('not judged');
    expect(stateOf('P1', results({ options: { ...options, tracing: true } }))).toBe('not judged');
    expect(stateOf('P1', results({ options: { ...options, profiled: true } }))).toBe('not judged');
    const few = results().rounds.slice(0, 2);
    expect(stateOf('P1', results({ rounds: few }))).toBe('not judged');
  });

  it('concludes nothing where the generators were the limit', () => {
    const verdict = { kind: 'surroundings', why: 'load generator at 93 %' } as const;
    const doubtful = [figures('raw'), figures('embedded', { verdict })];
    const of = results({ rounds: [doubtful] });
    expect(stateOf('P1', of)).toBe('not measured');
    expect(markdownOf(of)).toContain('not conclusive: load generator at 93 %');
    const raw = { system: 'raw', most: 500, steps: [], inconclusive: null } as const;
    const own = { system: 'embedded', most: 600, steps: [], inconclusive: 'generators' } as const;
    expect(stateOf('P2', results({ ramps: [raw, own] }))).toBe('not measured');
    expect(stateOf('P2', results({ ramps: [raw, { ...own, inconclusive: null }] }))).toBe('met');
  });

  it('shows how long a start took, of VoicePlate alone', () => {
    const rows = markdownOf(results()).split('\n');
    expect(rows.find((row) => row.startsWith('| embedded'))).toContain('| 1400 |');
    expect(rows.find((row) => row.startsWith('| raw'))).toContain('| – |');
  });

  it('takes no memory of calls that were refused', () => {
    const row = { system: 'embedded', asked: 10_000, calls: 10_000, growthMb: 3 } as const;
    expect(stateOf('P10', results({ manyCalls: [row] }))).toBe('met');
    expect(stateOf('P10', results({ manyCalls: [{ ...row, calls: 9_000 }] }))).toBe('not measured');
  });
});
