import { setTimeout as sleep } from 'node:timers/promises';
import { CYCLE_MS } from '../load/script.js';
import { greetingsBeyondMs, reactionsMs } from '../measure/pairs.js';
import { quantile } from '../measure/statistics.js';
import type { RunningSystem, SystemName } from '../systems/system.js';
import type { Latency } from '../wire/channel.js';
import type { Rig, Usage } from './rig.js';

/** Above it a generator's own delays are part of what it measures. */
const MOST_BUSY = 0.85;
/** Calls opened a second: fewer than the services allow, and no storm. */
export const OPEN_PER_SECOND = 25;
/** The same of the core that they share with the stores. */
const MOST_BUSY_CORE = 0.95;
/** What else may run on the system's core; the kernel's own work for its sockets is part of it. */
const MOST_FOREIGN = 0.15;
/** Until the greeting is over and the first question asked. */
const SETTLE_MS = 5_000;

/**
 * Whether a window says something of the system. `surroundings`: the generators were at their limit
 * or others used its core, so that it does not; `system`: it did not carry the calls, so that its
 * figures are those of fewer.
 */
export type Verdict =
  { readonly kind: 'sound' } | { readonly kind: 'surroundings' | 'system'; readonly why: string };

/** Figures of one system in one window. */
export interface Figures {
  readonly system: SystemName;
  readonly calls: number;
  /** Processor time of the system for a second of one call, ms. */
  readonly cpuMsPerCallSecond: number;
  readonly rssMb: number;
  /** From its spawning until it was ready, ms; null of a reference. */
  readonly startMs: number | null;
  readonly in: Latency;
  readonly out: Latency;
  readonly lost: number;
  readonly failed: number;
  readonly loopDelayMs: number | null;
  /** From `speech_started` to `clear`, 99th percentile, ms. */
  readonly reactionP99Ms: number | null;
  /** Wait for the greeting that is not the provider's, median, ms. */
  readonly greetingP50Ms: number | null;
  /** Shares of the window: event loops of the generators, their core, others on the system's, 0 to 1. */
  readonly busy: {
    readonly load: number;
    readonly provider: number;
    readonly core: number;
    readonly foreign: number;
  };
  readonly verdict: Verdict;
}

/** Opens the calls, lets them settle, and measures for so long. */
export async function measureCalls(rig: Rig, calls: number, windowMs: number): Promise<Figures> {
  await rig.calls(calls, OPEN_PER_SECOND);
  await sleep(SETTLE_MS);
  const { usage } = await rig.measure(() => sleep(windowMs));
  return figuresOf(rig.system, calls, usage);
}

/** Whole cycles of the callers' script in about so many seconds, ms: each has the same share of speech. */
export function wholeCyclesMs(seconds: number): number {
  return Math.max(1, Math.round((seconds * 1e3) / CYCLE_MS)) * CYCLE_MS;
}

/**
 * What a window says.
 *
 * @param leastOpen so many of the calls are open at its end, or the system did not carry them.
 */
export function figuresOf(
  { name: system, startMs }: Pick<RunningSystem, 'name' | 'startMs'>,
  calls: number,
  usage: Usage,
  leastOpen = calls,
): Figures {
  const { load, provider } = usage;
  return {
    system,
    calls,
    cpuMsPerCallSecond: usage.cpuMs / (usage.wallMs / 1e3) / Math.max(1, load.open),
    rssMb: usage.rssMb,
    startMs,
    in: provider.latency,
    out: load.latency,
    lost: provider.lost + load.lost,
    failed: load.failed,
    loopDelayMs: usage.loopDelayMs,
    reactionP99Ms: quantile(reactionsMs(provider.interruptions, load.interruptions), 0.99),
    greetingP50Ms: quantile(greetingsBeyondMs(load.greetings, provider.greetings), 0.5),
    busy: {
      load: load.utilisation,
      provider: provider.utilisation,
      core: usage.loadCore,
      foreign: usage.foreign,
    },
    verdict: verdictOn(leastOpen, usage),
  };
}

/** Judges a window in which so many calls should be open. */
export function verdictOn(calls: number, { load, provider, loadCore, foreign }: Usage): Verdict {
  const tooBusy = (
    [
      ['load generator', load.utilisation, MOST_BUSY],
      ['provider stand-in', provider.utilisation, MOST_BUSY],
      ['core of the load', loadCore, MOST_BUSY_CORE],
      ["others on the system's core", foreign, MOST_FOREIGN],
    ] as const
  ).find(([, share, limit]) => share > limit);
  if (tooBusy !== undefined) {
    const [who, share] = tooBusy;
    return { kind: 'surroundings', why: `${who} at ${Math.round(share * 100)} %` };
  }
  if (load.open < calls) return { kind: 'system', why: `${load.open} of ${calls} calls are open` };
  if (load.latency.count === 0 || provider.latency.count === 0) {
    return { kind: 'system', why: 'no audio arrived' };
  }
  return { kind: 'sound' };
}
