import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { Lifecycle } from '../../ops/lifecycle.js';

/** Whether the process has started, and whether it takes new calls. */
@Injectable()
export class LifecycleHealthIndicator {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Up while new calls may be sent here: neither starting nor draining. */
  checkReady(): HealthIndicatorResult {
    return this.result(this.lifecycle.state === 'ready');
  }

  /** Up from the moment the port is open. */
  checkStarted(): HealthIndicatorResult {
    return this.result(this.lifecycle.state !== 'starting');
  }

  private result(up: boolean): HealthIndicatorResult {
    const lifecycle = this.indicator.check('lifecycle');
    const { state } = this.lifecycle;
    return up ? lifecycle.up({ state }) : lifecycle.down({ state });
  }
}
