import fc from 'fast-check';
import { LocalSharedStore } from './local-shared-store.js';

describe('LocalSharedStore', () => {
  let now: number;
  let store: LocalSharedStore;

  beforeEach(() => {
    now = 0;
    store = new LocalSharedStore(() => now);
  });

  it('keeps a value for its life', async () => {
    await store.set('a', 'one', 100);
    expect(await store.get('a')).toBe('one');
    now = 100;
    expect(await store.get('a')).toBeNull();
  });

  it('lets one set what is absent, and another after its life', async () => {
    expect(await store.setIfAbsent('a', 'one', 100)).toBe(true);
    expect(await store.setIfAbsent('a', 'two', 100)).toBe(false);
    expect(await store.get('a')).toBe('one');
    now = 100;
    expect(await store.setIfAbsent('a', 'two', 100)).toBe(true);
    await store.delete('a');
    expect(await store.get('a')).toBeNull();
  });

  it('does not count an event that it refuses', async () => {
    expect(await store.admit('caller', 1, 100)).toBe(true);
    now = 50;
    expect(await store.admit('caller', 1, 100)).toBe(false);
    now = 100;
    expect(await store.admit('caller', 1, 100)).toBe(true);
    expect(await store.admit('another', 1, 100)).toBe(true);
  });

  it('never admits more than the limit in any window', async () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 80 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(pauses, fc.integer({ min: 0, max: 5 }), async (steps, limit) => {
        const limited = new LocalSharedStore(() => now);
        const admitted: number[] = [];
        for (const step of steps) {
          now += step;
          if (await limited.admit('caller', limit, 100)) admitted.push(now);
        }
        for (const end of admitted) {
          const within = admitted.filter((at) => at <= end && at > end - 100);
          expect(within.length).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });
});
