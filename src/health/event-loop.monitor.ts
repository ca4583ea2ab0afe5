import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';

/** How often the delay is sampled; every sample contains this interval, so it is taken off. */
const RESOLUTION_MS = 10;
/** How long a stall stays visible, at least. */
const WINDOW_MS = 10_000;

/** How late the event loop runs. Measures from the end of the boot to the end of the drain. */
@Injectable()
export class EventLoopMonitor implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly histogram: IntervalHistogram = monitorEventLoopDelay({
    resolution: RESOLUTION_MS,
  });
  private previousP99Ms = 0;
  private window: NodeJS.Timeout | null = null;

  onApplicationBootstrap(): void {
    this.histogram.enable();
    this.window = setInterval(() => this.startWindow(), WINDOW_MS).unref();
  }

  onApplicationShutdown(): void {
    this.histogram.disable();
    if (this.window) {
      clearInterval(this.window);
    }
  }

  /** The worse 99th percentile of this window and the one before; 0 without samples. */
  get p99Ms(): number {
    return Math.max(this.previousP99Ms, this.windowP99Ms());
  }

  private startWindow(): void {
    this.previousP99Ms = this.windowP99Ms();
    this.histogram.reset();
  }

  private windowP99Ms(): number {
    const delayMs = this.histogram.percentile(99) / 1e6 - RESOLUTION_MS;
    return Math.max(0, Math.round(delayMs * 10) / 10);
  }
}
