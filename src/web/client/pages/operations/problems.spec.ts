import type { RungStatus, Status } from '../../api/operations.js';
import { problemsOf } from './problems.js';

const RUNG: RungStatus = {
  name: 'openai-realtime',
  state: 'usable',
  circuit: 'closed',
  circuitOpenSince: null,
  activeSessions: 0,
  warmSessions: 1,
  lastError: null,
  lastErrorAt: null,
  reason: null,
};
const status = (changes: Partial<Status> = {}): Status => ({
  version: '1',
  instance: 'one',
  state: 'ready',
  calls: { active: 0, rejected: 0, max: 200 },
  realtime: { enabled: true, providers: [RUNG] },
  models: { used: [] },
  cluster: { instances: [] },
  ...changes,
});
const since = '2026-11-27T12:00:00.000Z';

describe('What is not well', () => {
  it('is nothing when all is well, or nothing is known yet', () => {
    expect(problemsOf(status(), { degraded: [], latency: [] }, [])).toEqual([]);
    expect(problemsOf(null, null, [])).toEqual([]);
  });

  it('is said once of several replicas, since the first of them saw it', () => {
    const fault = { what: 'database', reason: 'down', since };
    const later = '2026-11-27T12:00:07.000Z';
    const degraded = [
      { ...fault, instance: 'one' },
      { ...fault, instance: 'two', since: later },
    ];
    expect(problemsOf(null, { degraded, latency: [] }, [])).toMatchObject([
      {
        what: 'The database does not answer',
        since,
        tone: 'bad',
        instances: ['one', 'two'],
        // The word of the check alone says nothing.
        detail: null,
      },
    ]);
  });

  it('has words for a part that this page does not know', () => {
    const degraded = [{ what: 'tides', reason: 'high', since, instance: 'one' }];
    expect(problemsOf(null, { degraded, latency: [] }, [])).toMatchObject([
      { what: 'Degraded: tides', detail: 'high' },
    ]);
  });

  it('is a circuit that is open, a replica that drains or is gone, a full line; the worst first', () => {
    const providers = [
      { ...RUNG, circuit: 'open' as const, circuitOpenSince: since, lastError: 'http_500' },
    ];
    const draining = {
      instance: 'two',
      state: 'draining' as const,
      activeCalls: 3,
      lastSeen: since,
    };
    const problems = problemsOf(
      status({
        realtime: { enabled: true, providers },
        calls: { active: 5, rejected: 0, max: 5 },
      }),
      null,
      [draining, { ...draining, instance: 'three', state: 'gone' }],
    );
    expect(problems.map(({ what, tone }) => [what, tone])).toEqual([
      ['No room for another call', 'bad'],
      ['Calls do not use openai-realtime', 'bad'],
      ['The replica three is gone', 'bad'],
      ['The replica two drains', 'warn'],
    ]);
    expect(problems[1]).toMatchObject({ since, detail: 'Its circuit is open: http_500' });
  });
});
