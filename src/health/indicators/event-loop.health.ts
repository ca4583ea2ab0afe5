import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { EventLoopMonitor } from '../../ops/event-loop.monitor.js';

/** Audio becomes audibly late: two frames of 20 ms and a little. */
const LATE_MS = 50;
/** The process is as good as stopped. */
const WEDGED_MS = 1000;

/** How late the event loop runs. */
@Injectable()
export class EventLoopHealthIndicator {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly eventLoop: EventLoopMonitor,
  ) {}

  /** True when the process should be replaced. */
  get wedged(): boolean {
    return this.eventLoop.p99Ms > WEDGED_MS;
  }

  check(): HealthIndicatorResult {
    const eventLoop = this.indicator.check('eventLoop');
    const { p99Ms } = this.eventLoop;
    if (this.wedged) {
      return eventLoop.down({ p99Ms });
    }
    return p99Ms > LATE_MS ? eventLoop.degraded({ p99Ms }) : eventLoop.up({ p99Ms });
  }
}
