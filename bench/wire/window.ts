import { createHistogram, performance } from 'node:perf_hooks';
import type { Latency, Moment, WindowReport } from './channel.js';

/** Moments kept of one window; more are not needed for a percentile. */
const MAX_MOMENTS = 20_000;

/** Counts what one generator sees between the begin and the end of a window. */
export class Window {
  private readonly histogram = createHistogram({ figures: 3 });
  private interruptions: Moment[] = [];
  private greetings: Moment[] = [];
  private lost = 0;
  private from = performance.eventLoopUtilization();

  /** Forgets everything but the greetings, which belong to calls that began before. */
  begin(): void {
    this.histogram.reset();
    this.interruptions = [];
    this.lost = 0;
    this.from = performance.eventLoopUtilization();
  }

  /** Counts a frame that took so long and before which so many were lost. */
  arrived(us: number, lostBefore: number): void {
    this.histogram.record(Math.max(1, us));
    this.lost += lostBefore;
  }

  interrupted(moment: Moment): void {
    if (this.interruptions.length < MAX_MOMENTS) this.interruptions.push(moment);
  }

  greeted(moment: Moment): void {
    if (this.greetings.length < MAX_MOMENTS) this.greetings.push(moment);
  }

  end(connections: Pick<WindowReport, 'open' | 'failed'>): WindowReport {
    return {
      latency: latencyOf(this.histogram),
      lost: this.lost,
      utilisation: performance.eventLoopUtilization(this.from).utilization,
      ...connections,
      interruptions: this.interruptions,
      greetings: this.greetings,
    };
  }
}

type Histogram = ReturnType<typeof createHistogram>;

/** Percentiles of a histogram of microseconds, in milliseconds. */
export function latencyOf(histogram: Histogram): Latency {
  const ms = (percentile: number): number =>
    histogram.count === 0 ? 0 : histogram.percentile(percentile) / 1e3;
  return {
    count: histogram.count,
    p50: ms(50),
    p99: ms(99),
    p999: ms(99.9),
    max: histogram.count === 0 ? 0 : histogram.max / 1e3,
  };
}
