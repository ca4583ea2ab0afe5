import { jest } from '@jest/globals';
import { standIn } from '../../../test/support/doubles/stand-in.js';
import { ProviderError } from '../../common/provider-error.js';
import { Reading } from './reading.js';
import { ReadingCheck } from '../../wording/reading-check.js';
import { MAX_READINGS, type SpeechSocket, type SpeechSocketEvents } from './speech-socket.js';
import { SpeechSockets } from './speech-sockets.js';

const MINUTE_MS = 60_000;
const LOST = new ProviderError('socket', 'gone', 'provider', true);

/** A socket that connects and ends by hand. */
class HandSocket {
  readonly readings: Reading[] = [];
  state: 'connecting' | 'open' | 'retired' | 'ended' = 'connecting';

  constructor(private readonly events: SpeechSocketEvents) {}

  get room(): number {
    return this.state === 'open' ? MAX_READINGS - this.current.length : 0;
  }

  get isConnecting(): boolean {
    return this.state === 'connecting';
  }

  get isOpen(): boolean {
    return this.state === 'open';
  }

  get isIdle(): boolean {
    return this.isOpen && this.current.length === 0;
  }

  get current(): readonly Reading[] {
    return this.readings.filter(({ over }) => !over);
  }

  connected(): void {
    this.state = 'open';
    this.events.free();
  }

  read(reading: Reading): void {
    this.readings.push(reading);
    reading.onOver(() => (this.state === 'open' ? this.events.free() : undefined));
  }

  retire(): void {
    this.state = 'retired';
    if (this.current.length === 0) this.close();
  }

  close(): void {
    this.state = 'ended';
    this.events.ended(null);
  }

  lose(): void {
    this.state = 'ended';
    for (const reading of this.current) reading.fail(LOST);
    this.events.ended(LOST);
  }
}

describe('SpeechSockets', () => {
  const made: HandSocket[] = [];
  let sockets: SpeechSockets;
  const readings: Reading[] = [];

  beforeEach(() => {
    jest.useFakeTimers();
    made.length = 0;
    const endpoint = { url: 'ws://127.0.0.1', apiKey: '', model: 'a-model', voice: 'marin' };
    sockets = new SpeechSockets(endpoint, (events) => {
      const socket = new HandSocket(events);
      made.push(socket);
      return standIn<SpeechSocket>(socket);
    });
  });
  afterEach(() => {
    sockets.stop();
    for (const reading of readings.splice(0)) reading.abort();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  const read = (count = 1): Reading[] => {
    const begun = Array.from({ length: count }, () => {
      const check = new ReadingCheck('Hello.', []);
      return new Reading('Hello.', check, { use: 'call', accepts: ['same'] });
    });
    readings.push(...begun);
    for (const reading of begun) sockets.read(reading);
    return begun;
  };
  const states = () => made.map(({ state }) => state);

  it('connects for the first text, and reads the next over the same socket', () => {
    const [first] = read();
    expect(states()).toEqual(['connecting']);
    made[0]?.connected();
    first?.abort();
    read(3);
    expect(made.map(({ readings: all }) => all.length)).toEqual([4]);
  });

  it('takes another socket once one has all it may, and the one with most room thereafter', () => {
    read(MAX_READINGS + 2);
    expect(made).toHaveLength(2);
    made[0]?.connected();
    expect(made[0]?.current).toHaveLength(MAX_READINGS);
    made[1]?.connected();
    expect(made[1]?.current).toHaveLength(2);
    read(2);
    expect(made.map(({ current }) => current.length)).toEqual([MAX_READINGS, 4]);
  });

  it('lets a text wait where all are full and no more may be made', () => {
    read(50 * MAX_READINGS);
    for (const socket of made) socket.connected();
    const [late] = read();
    expect(made).toHaveLength(50);
    made[7]?.current[0]?.abort();
    expect(made[7]?.current).toContain(late);
  });

  it('connects before anything is to be read, once', () => {
    sockets.prepare();
    sockets.prepare();
    expect(states()).toEqual(['connecting']);
    made[0]?.connected();
    jest.advanceTimersByTime(MINUTE_MS);
    expect(states()).toEqual(['ended']);
  });

  it('keeps a warm one open for as long as nobody calls, and closes what was made beside it', () => {
    sockets.keepWarm();
    made[0]?.connected();
    const begun = read(MAX_READINGS + 1);
    made[1]?.connected();
    for (const reading of begun) reading.abort();
    jest.advanceTimersByTime(2 * MINUTE_MS);
    expect(states().sort()).toEqual(['ended', 'open']);
    jest.advanceTimersByTime(20 * MINUTE_MS);
    expect(states().sort()).toEqual(['ended', 'open']);
  });

  it('renews a warm one before the service ends it, and lets it finish what it reads', () => {
    sockets.keepWarm();
    made[0]?.connected();
    jest.advanceTimersByTime(50 * MINUTE_MS - 100);
    const [reading] = read();
    jest.advanceTimersByTime(100);
    expect(states()).toEqual(['retired', 'connecting']);
    expect(reading?.over).toBe(false);
    const [next] = read();
    made[1]?.connected();
    expect(made[1]?.current).toEqual([next]);
  });

  it('fails what waits when it cannot connect, and tries at once for the next text', () => {
    const [first] = read();
    made[0]?.lose();
    expect(first?.over).toBe(true);
    read();
    expect(states()).toEqual(['ended', 'connecting']);
  });

  it('connects a warm one again, ever more slowly while that fails', () => {
    sockets.keepWarm();
    made[0]?.connected();
    const pauses = Array.from({ length: 9 }, () => {
      made.at(-1)?.lose();
      const count = made.length;
      let waitedMs = 0;
      while (made.length === count) {
        jest.advanceTimersByTime(100);
        waitedMs += 100;
      }
      return waitedMs;
    });
    expect(pauses[0]).toBeLessThanOrEqual(1_000);
    expect(pauses.at(-1)).toBeGreaterThanOrEqual(30_000);
    expect(pauses.at(-1)).toBeLessThanOrEqual(MINUTE_MS);
    made.at(-1)?.connected();
    made.at(-1)?.lose();
    jest.advanceTimersByTime(1_000);
    expect(states().at(-1)).toBe('connecting');
  });

  it('does not begin a text that nobody waits for any more', () => {
    const [given, wanted] = read(2);
    given?.abort();
    made[0]?.connected();
    expect(made[0]?.readings).toEqual([wanted]);
  });

  it('ends everything when it is stopped', () => {
    const [reading] = read();
    sockets.keepWarm();
    sockets.stop();
    expect(states()).toEqual(['ended']);
    expect(reading?.over).toBe(true);
    const [late] = read();
    expect(late?.over).toBe(true);
    expect(made).toHaveLength(1);
  });
});
