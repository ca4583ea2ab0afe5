import type { Replica } from '../../api/operations.js';
import { ReplicaMemory } from './replica-memory.js';

const replica = (instance: string, state: Replica['state'] = 'ready'): Replica => ({
  instance,
  state,
  activeCalls: 2,
  lastSeen: '2026-11-27T12:00:00.000Z',
});

describe('Replicas', () => {
  it('are shown by name, and those that died for ten minutes more', () => {
    const memory = new ReplicaMemory();
    memory.seen([replica('b'), replica('a')], 0);
    const states = (now: number) =>
      memory.seen([replica('b')], now).map(({ instance, state }) => `${instance} ${state}`);
    expect(states(1_000)).toEqual(['a gone', 'b ready']);
    expect(states(601_000)).toEqual(['b ready']);
    expect(states(602_000)).toEqual(['b ready']);
  });

  it('that drained before they went are not missed', () => {
    const memory = new ReplicaMemory();
    memory.seen([replica('a', 'draining'), replica('b')], 0);
    expect(memory.seen([replica('b')], 1_000)).toHaveLength(1);
  });
});
