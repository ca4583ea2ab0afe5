import { jest } from '@jest/globals';
import { RefusalMemory } from './refusal-memory.js';

const HOUR_MS = 3_600_000;

describe('RefusalMemory', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    jest.clearAllTimers();
    jest.useRealTimers();
  });

  it('leaves out what was refused, one after the other', () => {
    const memory = new RefusalMemory<{ a?: number; b?: number }>();
    memory.remember({ a: 1, b: 2 }, { b: 2 });
    memory.remember({ b: 2 }, {});
    expect(memory.recall({ a: 1, b: 2 })).toEqual({});
    expect(memory.recall({ b: 2 })).toEqual({});
  });

  it('tries settings that were not refused', () => {
    const memory = new RefusalMemory<{ names: readonly string[] }>();
    memory.remember({ names: ['<Big>'] }, { names: [] });
    expect(memory.recall({ names: ['Big'] })).toEqual({ names: ['Big'] });
  });

  it('asks for what was refused again after an hour', () => {
    const memory = new RefusalMemory<{ a?: number }>();
    memory.remember({ a: 1 }, {});
    jest.advanceTimersByTime(HOUR_MS - 1_000);
    expect(memory.recall({ a: 1 })).toEqual({});
    jest.advanceTimersByTime(2_000);
    expect(memory.recall({ a: 1 })).toEqual({ a: 1 });
  });
});
