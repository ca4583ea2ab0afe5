import { getHeapStatistics } from 'node:v8';
import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';

/** Share of the heap limit above which a crash is near. */
const HEAP_CRITICAL = 0.9;

/** Memory of the process, and whether the heap is nearly full. */
@Injectable()
export class MemoryHealthIndicator {
  constructor(private readonly indicator: HealthIndicatorService) {}

  check(): HealthIndicatorResult {
    const memory = this.indicator.check('memory');
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    const figures = {
      rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20),
      heapUsedPercent: Math.round((used / limit) * 100),
    };
    return used / limit > HEAP_CRITICAL ? memory.down(figures) : memory.up(figures);
  }
}
