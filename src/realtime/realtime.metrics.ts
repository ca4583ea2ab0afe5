import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Metrics } from '../ops/metrics.js';
import { ODDITIES } from '../openai/wire.js';

/** The metrics of the voices. */
@Injectable()
export class RealtimeMetrics {
  /** What was odd about events that were used all the same; see `ODDITIES`. */
  readonly oddEvents: Counter<'kind'>;

  constructor(metrics: Metrics) {
    this.oddEvents = metrics.counter(
      'provider_odd_events_total',
      'Odd things in events of the Realtime provider, left out of what was used',
      { kind: ODDITIES },
    );
  }
}
