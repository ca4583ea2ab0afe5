import { setTimeout as sleep } from 'node:timers/promises';
import type { SystemName } from '../systems/system.js';
import type { Rig } from './rig.js';

const AT_ONCE = 40;
/** Calls after which everything has been loaded and compiled. */
const WARM_UP_CALLS = 500;
/** For what is kept of a call to time out, and for V8, which gives memory back half a minute later. */
const REST_MS = 60_000;

/** What a long row of calls leaves behind. */
export interface ManyCalls {
  readonly system: SystemName;
  readonly asked: number;
  /** Calls that were opened and closed; those that were refused are not among them. */
  readonly calls: number;
  readonly growthMb: number;
}

/** Opens and closes so many calls, 40 at a time, and compares the memory before and after. */
export async function manyCalls(rig: Rig, count: number): Promise<ManyCalls> {
  await rig.cycle(WARM_UP_CALLS, AT_ONCE);
  await sleep(REST_MS);
  const before = rig.rssMb;
  const calls = await rig.cycle(count, AT_ONCE);
  await sleep(REST_MS);
  return { system: rig.system.name, asked: count, calls, growthMb: rig.rssMb - before };
}
