import { setTimeout as sleep } from 'node:timers/promises';
import { CYCLE_MS } from '../load/script.js';
import { greetingsBeyondMs, reactionsMs } from '../measure/pairs.js';
import { quantile } from '../measure/statistics.js';
import type { SystemName } from '../systems/system.js';
import type { Latency } from '../wire/channel.js';
import type { Rig, Usage } from './rig.js';

/** Above it a generator's own delays are part of what it measures. */
const MOST_BUSY = 0.85;
/** Calls opened a second: fewer than the services allow, and no storm. */
export const OPEN_PER_SECOND = 25;
/** Until the greeting is over and the first question asked. */
const SETTLE_MS = 5_000;

/** Figures of one system in one window. */
export interface Figures {
  readonly system: SystemName;
  readonly calls: number;
  /** Processor time of the system for a second of one call, ms. */
  readonly cpuMsPerCallSecond: number;
  readonly rssMb: number;
  readonly in: Latency;
  readonly out: Latency;
  readonly lost: number;
  readonly failed: number;
  readonly loopDelayMs: number | null;
  /** From `speech_started` to `clear`, 99th percentile, ms. */
  readonly reactionP99Ms: number | null;
  /** Wait for the greeting that is not the provider's, median, ms. */
  readonly greetingP50Ms: number | null;
  /** Why nothing can be concluded; null when it can. */
  readonly inconclusive: string | null;
}

/** Opens the calls, lets them settle, and measures for so long. */
export async function measureCalls(rig: Rig, calls: number, windowMs: number): Promise<Figures> {
  await rig.calls(calls, OPEN_PER_SECOND);
  await sleep(SETTLE_MS);
  return figuresOf(rig.system.name, calls, await rig.measure(() => sleep(windowMs)));
}

/** Whole cycles of the callers' script in about so many seconds, ms: each has the same share of speech. */
export function wholeCyclesMs(seconds: number): number {
  return Math.max(1, Math.round((seconds * 1e3) / CYCLE_MS)) * CYCLE_MS;
}

function figuresOf(system: SystemName, calls: number, usage: Usage): Figures {
  const { load, provider } = usage;
  return {
    system,
    calls,
    cpuMsPerCallSecond: usage.cpuMs / (usage.wallMs / 1e3) / Math.max(1, load.open),
    rssMb: usage.rssMb,
    in: provider.latency,
    out: load.latency,
    lost: provider.lost + load.lost,
    failed: load.failed,
    loopDelayMs: usage.loopDelayMs,
    reactionP99Ms: quantile(reactionsMs(provider.interruptions, load.interruptions), 0.99),
    greetingP50Ms: quantile(greetingsBeyondMs(load.greetings, provider.greetings), 0.5),
    inconclusive: doubt(calls, usage),
  };
}

function doubt(calls: number, { load, provider, loadCore }: Usage): string | null {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  if (load.utilisation > MOST_BUSY) return `load generator at ${percent(load.utilisation)}`;
  if (provider.utilisation > MOST_BUSY) {
    return `provider stand-in at ${percent(provider.utilisation)}`;
  }
  if (loadCore > 0.95) return `core of the load at ${percent(loadCore)}`;
  if (load.open < calls) return `only ${load.open} of ${calls} calls are open`;
  if (load.latency.count === 0 || provider.latency.count === 0) return 'no audio arrived';
  return null;
}
