import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import { Metrics } from '../ops/metrics.js';
import { ODDITIES } from '../openai/wire.js';

/** What calls ask OpenAI for without a socket that stays open. */
const REST_SERVICES = ['transcription', 'chat', 'speech'] as const;
const RESULTS = ['ok', 'failed'] as const;

/** Label of `provider_request_seconds`. */
export type RestService = (typeof REST_SERVICES)[number];

/** The metrics of the voices. */
@Injectable()
export class RealtimeMetrics {
  /** What was odd about events that were used all the same; see `ODDITIES`. */
  readonly oddEvents: Counter<'kind'>;
  readonly connectSeconds: Histogram<'provider' | 'result'>;
  readonly requestSeconds: Histogram<'service' | 'result'>;

  constructor(metrics: Metrics) {
    this.oddEvents = metrics.counter(
      'provider_odd_events_total',
      'Events, or parts of events, of the Realtime provider that could not be used and were passed over',
      { kind: ODDITIES },
    );
    this.connectSeconds = metrics.histogram(
      'provider_connect_seconds',
      'From opening a socket to a provider to its acceptance of our settings, or to its failure',
      [0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10],
      { provider: ['openai-realtime'], result: RESULTS },
    );
    this.requestSeconds = metrics.histogram(
      'provider_request_seconds',
      'From a request to the first part of its answer (a transcription: to its end), retries included',
      [0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 4, 8],
      { service: REST_SERVICES, result: RESULTS },
    );
  }
}
