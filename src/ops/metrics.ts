import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Name prefix of every metric of the product. */
const PREFIX = 'voiceplate_';

/** The labels of a counter or histogram, each with the values that are known beforehand. */
type KnownLabels<L extends string> = Readonly<Record<L, readonly string[]>>;

/**
 * The application's metrics, in a registry of its own so that several applications fit into one
 * process. Each method returns the metric of that name and makes it on first use; names come
 * without the prefix. Each room declares its metrics in one class, `<room>.metrics.ts`, which is
 * made at boot: an alert needs a series that exists before the first event.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  /** A counter that stands at 0 for every combination of the known label values. */
  counter<L extends string = never>(
    name: string,
    help: string,
    labels = {} as KnownLabels<L>,
  ): Counter<L> {
    const existing = this.existing(name, Counter);
    if (existing) return existing;
    const counter = new Counter(this.settings(name, help, Object.keys(labels)));
    for (const values of combinations(labels)) counter.inc(values, 0);
    return counter;
  }

  gauge(name: string, help: string, labelNames: readonly string[] = []): Gauge {
    return this.existing(name, Gauge) ?? new Gauge(this.settings(name, help, labelNames));
  }

  /**
   * A histogram that stands at 0 for every combination of the known label values.
   *
   * @param buckets upper bounds, ascending, in the unit of the name.
   */
  histogram<L extends string = never>(
    name: string,
    help: string,
    buckets: readonly number[],
    labels = {} as KnownLabels<L>,
  ): Histogram<L> {
    const existing = this.existing(name, Histogram);
    if (existing) return existing;
    const settings = this.settings(name, help, Object.keys(labels));
    const histogram = new Histogram({ ...settings, buckets: [...buckets] });
    for (const values of combinations(labels)) histogram.zero(values);
    return histogram;
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

/** Every way to give each label one of its values; none while a label has no known value. */
function combinations(labels: KnownLabels<string>): readonly Record<string, string>[] {
  return Object.entries(labels).reduce<Record<string, string>[]>(
    (sets, [label, values]) =>
      sets.flatMap((set) => values.map((value) => ({ ...set, [label]: value }))),
    [{}],
  );
}
