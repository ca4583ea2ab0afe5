import { setTimeout as sleep } from 'node:timers/promises';
import type { SystemName } from '../systems/system.js';
import type { Rig } from './rig.js';
import { type Figures, figuresOf, OPEN_PER_SECOND, wholeCyclesMs } from './window.js';

const CALLS = 100;
/** One or two may just be replaced. */
const LEAST_OPEN = 95;
/** How long calls last: three minutes on average. */
const LIFE_MS = [30_000, 330_000] as const;
/** Until the first calls have been replaced and everything has been loaded and compiled. */
const SETTLE_MS = 60_000;
const MINUTE_MS = 60_000;
/** Length of a row of the table. */
const ROW_MINUTES = 10;

/** What hours of calls that come and go do to a process. */
export interface Soak {
  readonly system: SystemName;
  readonly rows: readonly SoakRow[];
}

/** Ten minutes of it, or what is left. */
export interface SoakRow {
  /** Since the beginning, at its end. */
  readonly minutes: number;
  /** Calls that have ended since the beginning. */
  readonly calls: number;
  readonly figures: Figures;
}

/** Keeps 100 calls open for so many minutes, each of which ends and is followed by another. */
export async function soak(rig: Rig, minutes: number, tell: (line: string) => void): Promise<Soak> {
  await rig.calls(CALLS, OPEN_PER_SECOND);
  await rig.replaceCalls(LIFE_MS);
  await sleep(SETTLE_MS);
  const rows: SoakRow[] = [];
  for (let done = 0; done < minutes; done += ROW_MINUTES) {
    const length = Math.min(ROW_MINUTES, minutes - done);
    const windowMs = wholeCyclesMs((length * MINUTE_MS) / 1e3);
    const { usage } = await rig.measure(() => sleep(windowMs));
    const figures = figuresOf(rig.system, CALLS, usage, LEAST_OPEN);
    const row = { minutes: done + length, calls: await rig.replacedCalls(), figures };
    rows.push(row);
    tell(`  ${row.minutes} min: ${row.calls} calls, ${figures.rssMb.toFixed(0)} MB`);
  }
  return { system: rig.system.name, rows };
}
