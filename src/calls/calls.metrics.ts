import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import { AUDIO_FAULTS } from '../audio/audio-faults.js';
import { ORDER_CHANNELS } from '../orders/order-origin.js';
import { Metrics } from '../ops/metrics.js';
import type { CallOutcome } from './call/call.js';

/** How a call can end; the other outcomes end its stream only. */
const FINAL_OUTCOMES = [
  'finished',
  'hung-up',
  'transferred',
  'lost',
  'rejected',
] as const satisfies readonly CallOutcome[];

/** Seconds that a caller waits: a good answer comes within 1, a bad one after 3. */
const WAIT_BUCKETS = [0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 5, 8, 13];
/** Network jitter is a few ms; the threshold of a fault is 30 ms. */
const JITTER_SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2];
/** Most streams lose nothing; 1 % is heard, 3 % is a fault. */
const LOSS_RATIOS = [0, 0.001, 0.003, 0.01, 0.03, 0.05, 0.1, 0.2, 0.5];

/** The metrics of calls. */
@Injectable()
export class CallsMetrics {
  readonly ended: Counter<'outcome'>;
  readonly responseSeconds: Histogram;
  /** By how the caller talks with us; on the order line a wait begins when the words arrive. */
  readonly turnWaitSeconds: Histogram<'channel'>;
  readonly transcriptionsFailed: Counter;
  /** A fault counts once a stream. */
  readonly audioFaults: Counter<'fault'>;
  readonly audioJitter: Histogram;
  readonly audioLoss: Histogram;
  /**
   * `away`: Redis did not answer; `refused`: it did not take it; `fault`: it could not be made.
   * Without Redis there is nothing to fail.
   */
  readonly snapshotsFailed: Counter<'reason'>;

  constructor(metrics: Metrics) {
    this.ended = metrics.counter(
      'calls_ended_total',
      'Calls that have ended; lost: nothing could go on with them, rejected: not taken',
      {
        outcome: FINAL_OUTCOMES,
      },
    );
    this.responseSeconds = metrics.histogram(
      'response_seconds',
      "From the provider's verdict that the caller has ended to the answer's first audio",
      WAIT_BUCKETS,
    );
    this.turnWaitSeconds = metrics.histogram(
      'turn_wait_seconds',
      "What callers wait, from their last sound (order line: from Twilio's request with their words) to the answer's first sound sent",
      WAIT_BUCKETS,
      { channel: ORDER_CHANNELS },
    );
    this.transcriptionsFailed = metrics.counter(
      'transcriptions_failed_total',
      'Turns of a caller whose text the Realtime provider could not make',
    );
    this.audioFaults = metrics.counter(
      'audio_faults_total',
      'Media streams with a fault of the audio, each fault counted once a stream when it begins',
      { fault: AUDIO_FAULTS },
    );
    this.audioJitter = metrics.histogram(
      'audio_jitter_seconds',
      "Highest interarrival jitter of the caller's audio, observed once for each media stream that has ended",
      JITTER_SECONDS,
    );
    this.audioLoss = metrics.histogram(
      'audio_loss_ratio',
      "Share of the caller's audio that did not arrive, observed once for each media stream that has ended",
      LOSS_RATIOS,
    );
    this.snapshotsFailed = metrics.counter(
      'snapshots_failed_total',
      'States of calls that could not be written to Redis, where the other replicas find them',
      { reason: ['away', 'refused', 'fault'] },
    );
  }
}
