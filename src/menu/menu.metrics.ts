import { Injectable } from '@nestjs/common';
import type { Histogram } from 'prom-client';
import { Metrics } from '../ops/metrics.js';

/** How a tool call can end. `refused`: the tool had a reason; `failed`: it could not be run. */
const TOOL_RESULTS = ['ok', 'refused', 'failed'] as const;

/** The metrics of the function tools. */
@Injectable()
export class MenuMetrics {
  constructor(private readonly metrics: Metrics) {}

  /** @param tools names of the tools that are offered. */
  toolSeconds(tools: readonly string[]): Histogram<'tool' | 'result'> {
    return this.metrics.histogram(
      'tool_duration_seconds',
      'How long function tools ran, for models and on the line without AI',
      [0.005, 0.025, 0.1, 0.5, 1, 2, 8],
      { tool: [...tools, 'unknown'], result: TOOL_RESULTS },
    );
  }
}
