import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { CallsService } from '../../calls/calls.service.js';

/** Whether this replica has room for one more call. */
@Injectable()
export class CapacityHealthIndicator {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly calls: CallsService,
  ) {}

  check(): HealthIndicatorResult {
    const capacity = this.indicator.check('capacity');
    const { active, max } = this.calls.stats();
    return active < max ? capacity.up({ full: false }) : capacity.down({ full: true });
  }
}
