import { setTimeout as sleep } from 'node:timers/promises';
import { slope } from '../measure/statistics.js';
import type { SystemName } from '../systems/system.js';
import type { Rig } from './rig.js';
import { type Figures, measureCalls } from './window.js';

const LEVELS: readonly number[] = [50, 100, 200, 300];
/** V8 gives back what a start needed about half a minute after it. */
const IDLE_MS = 45_000;
const KB_PER_MB = 1_024;

/** What more calls cost in one process. */
export interface Growth {
  readonly system: SystemName;
  readonly idleRssMb: number;
  /** By least squares over 50 to 300 calls; null when a level was not carried. */
  readonly rssKbPerCall: number | null;
  /** Processor time of a call at 300 calls over that at 100; null when a level is in doubt. */
  readonly cpu300Over100: number | null;
  readonly levels: readonly Figures[];
}

/** Measures a fresh process idle, and then with 50, 100, 200 and 300 calls. */
export async function growth(rig: Rig, windowMs: number): Promise<Growth> {
  await sleep(IDLE_MS);
  const idleRssMb = rig.rssMb;
  const levels: Figures[] = [];
  for (const calls of LEVELS) levels.push(await measureCalls(rig, calls, windowMs));
  const points = levels.map(({ calls, rssMb }) => ({ x: calls, y: rssMb * KB_PER_MB }));
  return {
    system: rig.system.name,
    idleRssMb,
    rssKbPerCall: levels.some(({ verdict }) => verdict.kind === 'system') ? null : slope(points),
    cpu300Over100: ratio(levels, 300, 100),
    levels,
  };
}

function ratio(levels: readonly Figures[], more: number, fewer: number): number | null {
  const cpuAt = (calls: number): number | null => {
    const level = levels.find((figures) => figures.calls === calls);
    return level?.verdict.kind === 'sound' ? level.cpuMsPerCallSecond : null;
  };
  const [above, below] = [cpuAt(more), cpuAt(fewer)];
  return above === null || below === null ? null : above / below;
}
