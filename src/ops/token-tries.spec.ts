import { jest } from '@jest/globals';
import { TokenTries } from './token-tries.js';

describe('Tries of wrong tokens', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('are ten in ten seconds from one address, and a right one has to wait, too', async () => {
    const tries = new TokenTries();
    for (let i = 0; i < 10; i++) {
      expect(await tries.waitSeconds('203.0.113.9')).toBe(0);
      await tries.noteFailure('203.0.113.9');
    }
    expect(await tries.waitSeconds('203.0.113.9')).toBe(10);
    expect(await tries.waitSeconds('203.0.113.10')).toBe(0);
    jest.advanceTimersByTime(9_500);
    expect(await tries.waitSeconds('203.0.113.9')).toBe(1);
    jest.advanceTimersByTime(500);
    expect(await tries.waitSeconds('203.0.113.9')).toBe(0);
  });
});
