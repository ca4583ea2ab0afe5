import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
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

/** What Twilio asks; webhooks of other routes do not exist. */
export const WEBHOOK_ROUTES = [
  '/voice',
  '/voice/next',
  '/voice/fallback',
  '/voice/gather',
  '/voice/whisper',
  '/voice/whisper/key',
  '/process-speech',
  '/stream/status',
  '/call/status',
] as const;

/**
 * Why an upgrade was refused: no valid signature; without signatures, not from this machine; the
 * process is about to end; it has as many streams as it takes; another path; a fault of ours.
 */
const UPGRADE_REFUSALS = ['signature', 'stranger', 'draining', 'full', 'path', 'fault'] as const;

/** Label of `stream_upgrades_refused_total`. */
export type UpgradeRefusalReason = (typeof UPGRADE_REFUSALS)[number];

/** The metrics of the edge to Twilio. */
@Injectable()
export class TwilioMetrics {
  readonly badFrames: Counter<'reason'>;
  readonly handlerFaults: Counter;
  readonly webhooksRefused: Counter;
  readonly webhookFaults: Counter;
  readonly webhookSeconds: Histogram<'route' | 'status'>;
  readonly upgradesRefused: Counter<'reason'>;

  constructor(metrics: Metrics) {
    this.badFrames = metrics.counter(
      'media_bad_frames_total',
      'Messages of media streams that were dropped',
      { reason: DROP_REASONS },
    );
    this.handlerFaults = metrics.counter(
      'media_handler_faults_total',
      'Exceptions while a message of a media stream was handled',
    );
    this.webhooksRefused = metrics.counter(
      'webhooks_refused_total',
      'Webhooks without a valid signature of Twilio; without validation, those of other machines',
    );
    this.webhookFaults = metrics.counter(
      'webhook_faults_total',
      'Exceptions in webhooks; the caller is put through to a person, or hears an apology',
    );
    this.webhookSeconds = metrics.histogram(
      'webhook_duration_seconds',
      "From Twilio's request to the end of our answer",
      [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 5, 15],
      { route: WEBHOOK_ROUTES, status: ['200', '403'] },
    );
    this.upgradesRefused = metrics.counter(
      'stream_upgrades_refused_total',
      'Requests to open a media stream that were refused',
      { reason: UPGRADE_REFUSALS },
    );
  }
}
