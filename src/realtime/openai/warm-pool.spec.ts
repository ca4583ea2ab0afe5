import { jest } from '@jest/globals';
import { ProviderError } from '../../common/provider-error.js';
import type { SessionLife } from '../session-life.js';
import { WarmPool, type WarmEvents, type Warmable } from './warm-pool.js';

const MINUTE_MS = 60_000;
const dropped = new ProviderError('close_1006', 'dropped', 'provider', true);
const busyFor = (ms: number) => new ProviderError('http_429', 'busy', 'provider', true, ms);

/** A session whose part the test plays. */
class ScriptedSession implements Warmable {
  warm = false;
  closed = false;
  readonly life: SessionLife;

  constructor(
    private readonly events: WarmEvents,
    lifeMs: number,
  ) {
    const bornAt = performance.now();
    this.life = { bornAt, endsAt: bornAt + lifeMs };
  }

  configure(): void {
    this.warm = true;
    this.events.configured();
  }

  lose(error: ProviderError): void {
    this.warm = false;
    this.events.ended(error);
  }

  close(): void {
    this.closed = true;
    this.events.ended(null);
  }
}

describe('WarmPool', () => {
  let pool: WarmPool<ScriptedSession>;
  let opened: ScriptedSession[];

  const start = (size: number, lifeMs = 60 * MINUTE_MS) => {
    pool = new WarmPool(size, (events) => {
      const session = new ScriptedSession(events, lifeMs);
      opened.push(session);
      return session;
    });
  };

  beforeEach(() => {
    jest.useFakeTimers();
    opened = [];
  });
  afterEach(() => {
    pool.stop();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it.each([60, 30, 120])(
    'replaces a session when three quarters of its life are over: of %i min',
    (minutes) => {
      start(1, minutes * MINUTE_MS);
      jest.advanceTimersByTime(5_000);
      opened[0]?.configure();
      jest.advanceTimersByTime(0.75 * minutes * MINUTE_MS - 5_001);
      expect(opened[0]?.closed).toBe(false);
      jest.advanceTimersByTime(1);
      expect(opened.map(({ closed }) => closed)).toEqual([true, false]);
    },
  );

  it('leaves a session that a call took alone', () => {
    start(1);
    opened[0]?.configure();
    expect(pool.take()).toBe(opened[0]);
    jest.advanceTimersByTime(59 * MINUTE_MS);
    expect(opened[0]?.closed).toBe(false);
  });

  it('tries again ever more slowly, but as fast for many as for one', () => {
    start(3);
    for (const session of opened.slice(0, 3)) session.lose(dropped);
    jest.advanceTimersByTime(999);
    expect(opened).toHaveLength(3);
    jest.advanceTimersByTime(1);
    expect(opened).toHaveLength(6);
  });

  it('never tries again sooner than the provider asks for', () => {
    start(2);
    opened[0]?.lose(dropped);
    opened[1]?.lose(busyFor(90_000));
    jest.advanceTimersByTime(89_999);
    expect(opened).toHaveLength(2);
    jest.advanceTimersByTime(1);
    expect(opened).toHaveLength(4);
  });

  it('is not talked out of the longer wait by a shorter one', () => {
    start(2);
    opened[0]?.lose(busyFor(90_000));
    opened[1]?.lose(busyFor(2_000));
    jest.advanceTimersByTime(89_999);
    expect(opened).toHaveLength(2);
  });
});
