import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';

/** How often the delay is sampled; every sample contains this interval, so it is taken off. */
const RESOLUTION_MS = 10;
/** How long a stall stays visible to operators, at least. */
const WINDOW_MS = 10_000;
/** How long the loop must be late before new calls are turned away. */
const ADMISSION_WINDOW_MS = 1_000;

/** How late the event loop runs. Measures from the end of the boot to the end of the drain. */
@Injectable()
export class EventLoopMonitor implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly histogram = delayHistogram();
  private previousP99Ms = 0;
  private readonly admission = delayHistogram();
  /** 90th percentiles of the windows before the present one. */
  private admissionWindowsMs: readonly [number, number] = [0, 0];
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(private readonly config: AppConfig) {}

  onApplicationBootstrap(): void {
    this.histogram.enable();
    this.admission.enable();
    this.timers.push(
      setInterval(() => this.startWindow(), WINDOW_MS).unref(),
      setInterval(() => this.startAdmissionWindow(), ADMISSION_WINDOW_MS).unref(),
    );
  }

  onApplicationShutdown(): void {
    this.histogram.disable();
    this.admission.disable();
    for (const timer of this.timers) clearInterval(timer);
  }

  /** The worse 99th percentile of this window and the one before; 0 without samples. */
  get p99Ms(): number {
    return Math.max(this.previousP99Ms, percentileMs(this.histogram, 99));
  }

  /**
   * The worse 90th percentile of the last two whole seconds. One pause, such as a garbage
   * collection, does not show in it; a loop that is late again and again does.
   */
  get lateMs(): number {
    return Math.max(...this.admissionWindowsMs);
  }

  /** True while the loop is too late for further calls: the calls in progress need it. */
  get overloaded(): boolean {
    const { maxEventLoopDelayMs } = this.config.limits;
    return maxEventLoopDelayMs > 0 && this.lateMs > maxEventLoopDelayMs;
  }

  private startWindow(): void {
    this.previousP99Ms = percentileMs(this.histogram, 99);
    this.histogram.reset();
  }

  private startAdmissionWindow(): void {
    this.admissionWindowsMs = [this.admissionWindowsMs[1], percentileMs(this.admission, 90)];
    this.admission.reset();
  }
}

function delayHistogram(): IntervalHistogram {
  return monitorEventLoopDelay({ resolution: RESOLUTION_MS });
}

function percentileMs(histogram: IntervalHistogram, percentile: number): number {
  const delayMs = histogram.percentile(percentile) / 1e6 - RESOLUTION_MS;
  return Math.max(0, Math.round(delayMs * 10) / 10);
}
