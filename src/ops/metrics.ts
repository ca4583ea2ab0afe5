import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Name prefix of every metric of the product. */
const PREFIX = 'voiceplate_';

/**
 * The application's metrics, in a registry of its own so that several applications fit into one
 * process. Each method returns the metric of that name and makes it on first use; names come
 * without the prefix.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    return this.existing(name, Counter) ?? new Counter(this.settings(name, help, labelNames));
  }

  gauge(name: string, help: string, labelNames: readonly string[] = []): Gauge {
    return this.existing(name, Gauge) ?? new Gauge(this.settings(name, help, labelNames));
  }

  /** Without `buckets`, prom-client's defaults: 5 ms to 10 s for values in seconds. */
  histogram(
    name: string,
    help: string,
    labelNames: readonly string[] = [],
    buckets?: readonly number[],
  ): Histogram {
    return (
      this.existing(name, Histogram) ??
      new Histogram({
        ...this.settings(name, help, labelNames),
        ...(buckets && { buckets: [...buckets] }),
      })
    );
  }

  private existing<M>(name: string, type: new (...args: never[]) => M): M | undefined {
    const metric = this.registry.getSingleMetric(PREFIX + name);
    if (metric !== undefined && !(metric instanceof type)) {
      throw new TypeError(`Metric ${PREFIX}${name} exists with another type`);
    }
    return metric;
  }

  private settings(name: string, help: string, labelNames: readonly string[]) {
    return {
      name: PREFIX + name,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
    };
  }
}
