import { setTimeout as wait } from 'node:timers/promises';
import { readEnvironment } from '../config/environment.js';
import { EventLoopMonitor } from './event-loop.monitor.js';

const TICK_MS = 5;

function block(durationMs: number): void {
  const end = performance.now() + durationMs;
  while (performance.now() < end);
}

describe('EventLoopMonitor', () => {
  let monitor: EventLoopMonitor;

  const start = (maxDelayMs = '100') => {
    monitor = new EventLoopMonitor(readEnvironment({ MAX_EVENT_LOOP_DELAY: maxDelayMs }));
    monitor.onApplicationBootstrap();
  };
  /** Keeps the loop late until the monitor says so. */
  const blockUntil = async (seen: () => boolean) => {
    while (!seen()) {
      block(250);
      await wait(TICK_MS);
    }
  };
  afterEach(() => monitor.onApplicationShutdown());

  it('knows nothing before the boot is over', () => {
    monitor = new EventLoopMonitor(readEnvironment({}));
    expect(monitor).toMatchObject({ p99Ms: 0, lateMs: 0, overloaded: false });
  });

  it('sees a stall of the loop', async () => {
    start();
    await blockUntil(() => monitor.p99Ms >= 200);
    expect(monitor.p99Ms).toBeLessThan(60_000);
  });

  it('is overloaded while the loop is late again and again, and not any more soon after', async () => {
    start();
    await blockUntil(() => monitor.overloaded);
    expect(monitor.lateMs).toBeGreaterThan(100);
    while (monitor.overloaded) await wait(TICK_MS);
    expect(monitor.lateMs).toBeLessThanOrEqual(100);
    expect(monitor.p99Ms).toBeGreaterThan(100);
  });

  it('is not overloaded by one pause', async () => {
    start('250');
    block(400);
    for (let second = 0; second < 2; second += 1) {
      await wait(1_050);
      expect(monitor.lateMs).toBeLessThan(250);
    }
    expect(monitor.overloaded).toBe(false);
  });

  it('is never overloaded without a limit', async () => {
    start('0');
    await blockUntil(() => monitor.lateMs > 100);
    expect(monitor.overloaded).toBe(false);
  });
});
