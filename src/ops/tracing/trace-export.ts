import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { withinOrNull } from '../../common/time-limit.js';
import { AppConfig } from '../../config/app-config.js';
import { Metrics } from '../metrics.js';
import { PacedLog } from '../paced-log.js';
import type { ExportedSpans } from './otlp-export.js';

/** Longest wait at the end for spans that are still to be sent. */
const LAST_EXPORT_MS = 2_000;

/**
 * Sends spans to a collector where the standard variables of OpenTelemetry ask for it. The SDK is
 * not loaded otherwise.
 */
@Injectable()
export class TraceExport implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new PacedLog(new Logger(TraceExport.name));
  private readonly spans: Counter<'result'>;
  private exported: ExportedSpans | null = null;

  constructor(
    private readonly config: AppConfig,
    metrics: Metrics,
  ) {
    this.spans = metrics.counter(
      'trace_spans_total',
      'Spans that were given to the collector of OpenTelemetry, or that it did not take',
      { result: ['exported', 'failed'] },
    );
  }

  async onModuleInit(): Promise<void> {
    if (!this.config.tracing) return;
    const { exportSpans } = await import('./otlp-export.js');
    this.exported = exportSpans(this.config, (count, taken) => {
      this.spans.inc({ result: taken ? 'exported' : 'failed' }, count);
      if (!taken) this.log.error('export', 'Traces were not taken by the collector', { count });
    });
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.exported) await withinOrNull(this.exported.stop(), LAST_EXPORT_MS);
  }
}
