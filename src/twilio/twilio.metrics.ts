import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Metrics } from '../ops/metrics.js';
import { FRAME_FAULTS } from './media-frames.js';

/**
 * Why a frame was dropped. Beside what can be wrong with its text: not text (`binary`), too large,
 * against the WebSocket protocol, out of turn (`unexpected`), of another stream, or more than may
 * wait for the session (`overflow`).
 */
const DROP_REASONS = [
  ...FRAME_FAULTS,
  'binary',
  'oversize',
  'protocol',
  'unexpected',
  'stream',
  'overflow',
] as const;

/** Label of `media_bad_frames_total`. */
export type DropReason = (typeof DROP_REASONS)[number];

/** The metrics of the edge to Twilio. */
@Injectable()
export class TwilioMetrics {
  readonly badFrames: Counter<'reason'>;
  readonly handlerFaults: Counter;
  readonly webhooksRefused: Counter;
  readonly webhookFaults: Counter;

  constructor(metrics: Metrics) {
    this.badFrames = metrics.counter(
      'media_bad_frames_total',
      'Frames from the phone leg that were dropped, by reason.',
      { reason: DROP_REASONS },
    );
    this.handlerFaults = metrics.counter(
      'media_handler_faults_total',
      'Unexpected exceptions while a media frame was handled.',
    );
    this.webhooksRefused = metrics.counter(
      'webhooks_refused_total',
      'Webhooks without a valid Twilio signature; without validation, those of other machines.',
    );
    this.webhookFaults = metrics.counter(
      'webhook_faults_total',
      'Exceptions in webhooks, which the last rung of the ladder answers.',
    );
  }
}
