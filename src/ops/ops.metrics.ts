import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Metrics } from './metrics.js';

/**
 * Why an operator's request was refused: by network, by the site that made it, because only this
 * machine is let in, or by its token, which is missing, wrong, of another role, or has to wait.
 */
const REFUSAL_REASONS = [
  'network',
  'site',
  'stranger',
  'missing',
  'wrong',
  'role',
  'slowed',
] as const;

/** Label of `ops_requests_refused_total`. */
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** The metrics of operators' access. */
@Injectable()
export class OpsMetrics {
  readonly requestsRefused: Counter<'reason'>;

  constructor(metrics: Metrics) {
    this.requestsRefused = metrics.counter(
      'ops_requests_refused_total',
      'Requests of operators that were refused; wrong: a token that does not exist',
      { reason: REFUSAL_REASONS },
    );
  }
}
