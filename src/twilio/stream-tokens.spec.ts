import { jest } from '@jest/globals';
import { LocalSharedStore } from '../cluster/local-shared-store.js';
import { readEnvironment } from '../config/environment.js';
import { STREAM_TOKEN_LIFE_MS, StreamTokens } from './stream-tokens.js';

const config = (env: Record<string, string> = { TWILIO_AUTH_TOKEN: 'secret' }) =>
  readEnvironment(env);

describe('StreamTokens', () => {
  let store: LocalSharedStore;
  let tokens: StreamTokens;

  beforeEach(() => {
    // Both clocks begin at the same moment, as those of a process do.
    jest.useFakeTimers({ now: performance.timeOrigin });
    store = new LocalSharedStore();
    tokens = new StreamTokens(config(), store);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('accepts a token once, for the call it was minted for', async () => {
    const token = tokens.mint('CA1');
    expect(await tokens.consume(token, 'CA1')).toBe(true);
    expect(await tokens.consume(token, 'CA1')).toBe(false);
  });

  it('refuses a token for another call and leaves it to its own', async () => {
    const token = tokens.mint('CA1');
    expect(await tokens.consume(token, 'CA2')).toBe(false);
    expect(await tokens.consume(token, 'CA1')).toBe(true);
  });

  it('refuses a token that nobody minted', async () => {
    tokens.mint('CA1');
    expect(await tokens.consume('x', 'CA1')).toBe(false);
    expect(await tokens.consume('', 'CA1')).toBe(false);
  });

  it('refuses a token from the moment its life is over', async () => {
    const early = tokens.mint('CA1');
    const late = tokens.mint('CA2');
    jest.advanceTimersByTime(STREAM_TOKEN_LIFE_MS - 1);
    expect(await tokens.consume(early, 'CA1')).toBe(true);
    jest.advanceTimersByTime(1);
    expect(await tokens.consume(late, 'CA2')).toBe(false);
  });

  it('mints tokens that never repeat and need no escaping', () => {
    const minted = new Set<string>();
    for (let i = 0; i < 100; i += 1) minted.add(tokens.mint('CA1'));
    expect(minted.size).toBe(100);
    for (const token of minted) expect(token).toMatch(/^[A-Za-z0-9_-]{72}$/);
  });

  it('accepts a token on any replica, and then on none', async () => {
    const other = new StreamTokens(config(), store);
    const token = tokens.mint('CA1');
    expect(await other.consume(token, 'CA1')).toBe(true);
    expect(await tokens.consume(token, 'CA1')).toBe(false);
  });

  it('accepts a token once when several ask at the same time', async () => {
    const token = tokens.mint('CA1');
    const asked = Array.from({ length: 10 }, () => tokens.consume(token, 'CA1'));
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
  });

  it('refuses a token of which one bit was changed', async () => {
    const bytes = Buffer.from(tokens.mint('CA1'), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const forged = Buffer.from(bytes);
      forged.writeUInt8(forged.readUInt8(at) ^ 1, at);
      expect(await tokens.consume(forged.toString('base64url'), 'CA1')).toBe(false);
    }
  });

  it('is good while its shared server is away, on any replica', async () => {
    const other = new StreamTokens(config(), new LocalSharedStore());
    expect(await other.consume(tokens.mint('CA1'), 'CA1')).toBe(true);
  });

  it('is good over a change of the auth token, and no longer', async () => {
    const env = { TWILIO_AUTH_TOKEN: 'new', TWILIO_AUTH_TOKEN_PREVIOUS: 'secret' };
    const changed = new StreamTokens(config(env), store);
    expect(await changed.consume(tokens.mint('CA1'), 'CA1')).toBe(true);
    const { TWILIO_AUTH_TOKEN } = env;
    const later = new StreamTokens(config({ TWILIO_AUTH_TOKEN }), store);
    expect(await later.consume(tokens.mint('CA1'), 'CA1')).toBe(false);
  });

  it('minted while the auth token is changed is good for those who know one of the two', async () => {
    const during = new StreamTokens(
      config({ TWILIO_AUTH_TOKEN: 'new', TWILIO_AUTH_TOKEN_PREVIOUS: 'secret' }),
      store,
    );
    for (const secret of ['secret', 'new']) {
      const one = new StreamTokens(config({ TWILIO_AUTH_TOKEN: secret }), store);
      const token = during.mint('CA1');
      expect(await one.consume(token, 'CA2')).toBe(false);
      expect(await one.consume(token, 'CA1')).toBe(true);
      expect(await during.consume(token, 'CA1')).toBe(false);
    }
    const stranger = new StreamTokens(config({ TWILIO_AUTH_TOKEN: 'other' }), store);
    expect(await stranger.consume(during.mint('CA1'), 'CA1')).toBe(false);
  });

  it.each([301_000, -301_000, 25 * 86_400_000, -25 * 86_400_000])(
    'is good once over a step of the clock by %d ms',
    async (stepMs) => {
      const token = tokens.mint('CA1');
      jest.setSystemTime(Date.now() + stepMs);
      expect(await tokens.consume(token, 'CA1')).toBe(true);
      expect(await tokens.consume(token, 'CA1')).toBe(false);
    },
  );

  it('is nobody else’s when there is no auth token', async () => {
    const [one, two] = [new StreamTokens(config({}), store), new StreamTokens(config({}), store)];
    const token = one.mint('CA1');
    expect(await two.consume(token, 'CA1')).toBe(false);
    expect(await one.consume(token, 'CA1')).toBe(true);
  });
});
