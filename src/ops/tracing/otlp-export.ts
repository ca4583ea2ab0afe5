import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { AppConfig } from '../../config/app-config.js';

/** Spans on their way to a collector. */
export interface ExportedSpans {
  /** Sends what is left, and nothing from then on. */
  stop(): Promise<void>;
}

/**
 * Registers the SDK of OpenTelemetry and sends spans by OTLP over HTTP. Endpoint, headers, sampler
 * and limits come from the standard `OTEL_` variables, which the SDK reads itself; of spans that
 * wait it keeps 2,048 (`OTEL_BSP_MAX_QUEUE_SIZE`) and drops the others.
 *
 * @param told of each batch: its spans, and whether the collector has taken them.
 */
export function exportSpans(
  { service, version, instance }: Pick<AppConfig, 'service' | 'version' | 'instance'>,
  told: (count: number, taken: boolean) => void,
): ExportedSpans {
  const own = resourceFromAttributes({
    'service.name': service,
    'service.version': version,
    'service.instance.id': instance,
  });
  const given = detectResources({ detectors: [envDetector] });
  const exporter = new OTLPTraceExporter();
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(own).merge(given),
    spanProcessors: [
      new BatchSpanProcessor({
        export: (spans, done) =>
          exporter.export(spans, (result) => {
            told(spans.length, result.code === 0);
            done(result);
          }),
        shutdown: () => exporter.shutdown(),
        forceFlush: () => exporter.forceFlush(),
      }),
    ],
  });
  trace.setGlobalTracerProvider(provider);
  return {
    async stop() {
      trace.disable();
      await provider.shutdown();
    },
  };
}
