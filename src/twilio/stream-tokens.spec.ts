import { jest } from '@jest/globals';
import { LocalStreamTokens, STREAM_TOKEN_LIFE_MS } from './stream-tokens.js';

describe('LocalStreamTokens', () => {
  let tokens: LocalStreamTokens;

  beforeEach(() => {
    jest.useFakeTimers();
    tokens = new LocalStreamTokens();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('accepts a token once, for the call it was minted for', async () => {
    const token = await tokens.mint('CA1');
    expect(await tokens.consume(token, 'CA1')).toBe(true);
    expect(await tokens.consume(token, 'CA1')).toBe(false);
  });

  it('refuses a token for another call and leaves it to its own', async () => {
    const token = await tokens.mint('CA1');
    expect(await tokens.consume(token, 'CA2')).toBe(false);
    expect(await tokens.consume(token, 'CA1')).toBe(true);
  });

  it('refuses a token that nobody minted', async () => {
    await tokens.mint('CA1');
    expect(await tokens.consume('x', 'CA1')).toBe(false);
    expect(await tokens.consume('', 'CA1')).toBe(false);
  });

  it('refuses a token from the moment its life is over', async () => {
    const early = await tokens.mint('CA1');
    const late = await tokens.mint('CA2');
    jest.advanceTimersByTime(STREAM_TOKEN_LIFE_MS - 1);
    expect(await tokens.consume(early, 'CA1')).toBe(true);
    jest.advanceTimersByTime(1);
    expect(await tokens.consume(late, 'CA2')).toBe(false);
  });

  it('mints tokens of 256 bits that never repeat and need no escaping', async () => {
    const minted = new Set<string>();
    for (let i = 0; i < 100; i += 1) minted.add(await tokens.mint('CA1'));
    expect(minted.size).toBe(100);
    for (const token of minted) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('keeps a bounded number of tokens and drops the oldest', async () => {
    const first = await tokens.mint('CA0');
    const second = await tokens.mint('CA0');
    for (let i = 0; i < 9_999; i += 1) await tokens.mint('CA1');
    expect(await tokens.consume(first, 'CA0')).toBe(false);
    expect(await tokens.consume(second, 'CA0')).toBe(true);
  });
});
