import { setTimeout as wait } from 'node:timers/promises';
import { EventLoopMonitor } from './event-loop.monitor.js';

const TICK_MS = 5;

function block(durationMs: number): void {
  const end = performance.now() + durationMs;
  while (performance.now() < end);
}

describe('EventLoopMonitor', () => {
  let monitor: EventLoopMonitor;

  beforeEach(() => {
    monitor = new EventLoopMonitor();
  });
  afterEach(() => monitor.onApplicationShutdown());

  it('knows nothing before the boot is over', () => {
    expect(monitor.p99Ms).toBe(0);
  });

  it('sees a stall of the loop', async () => {
    monitor.onApplicationBootstrap();
    while (monitor.p99Ms < 200) {
      block(250);
      await wait(TICK_MS);
    }
    expect(monitor.p99Ms).toBeLessThan(60_000);
  });
});
