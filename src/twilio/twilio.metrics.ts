import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Metrics } from '../ops/metrics.js';

/** What goes wrong on media streams, counted. */
@Injectable()
export class TwilioMetrics {
  readonly badFrames: Counter;
  readonly handlerFaults: Counter;

  constructor(metrics: Metrics) {
    this.badFrames = metrics.counter(
      'media_bad_frames_total',
      'Frames from the phone leg that were dropped, by reason.',
      ['reason'],
    );
    this.handlerFaults = metrics.counter(
      'media_handler_faults_total',
      'Unexpected exceptions while a media frame was handled.',
    );
  }
}
