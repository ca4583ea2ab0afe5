import type { SystemName } from '../systems/system.js';
import type { Rig } from './rig.js';
import { type Figures, measureCalls, wholeCyclesMs } from './window.js';

const FIRST = 100;
const STEP = 50;
const MOST = 1_500;
const WINDOW_SECONDS = 12;
/** What a caller would begin to hear. */
const P99_LIMIT_MS = 20;

/** The most calls that a system carries on its core. */
export interface Ramp {
  readonly system: SystemName;
  /** Calls with both 99th percentiles under 20 ms and nothing lost; 0: not even the first step. */
  readonly most: number;
  readonly steps: readonly Figures[];
  /** Why it may be more; null when the system itself gave in. */
  readonly inconclusive: string | null;
}

/** Adds calls until the system fails twice at the same number, or its surroundings are at their limit. */
export async function ramp(rig: Rig): Promise<Ramp> {
  const { name: system } = rig.system;
  const steps: Figures[] = [];
  let most = 0;
  for (let calls = FIRST; calls <= MOST; calls += STEP) {
    let passed = false;
    for (let attempt = 0; attempt < 2 && !passed; attempt += 1) {
      const figures = await measureCalls(rig, calls, wholeCyclesMs(WINDOW_SECONDS));
      steps.push(figures);
      passed = passes(figures);
    }
    const last = steps.at(-1);
    if (!passed) return { system, most, steps, inconclusive: surroundingsIn(last) };
    most = calls;
  }
  return { system, most, steps, inconclusive: `not tried above ${MOST}` };
}

/** True when nothing was lost and both 99th percentiles are under 20 ms, beyond doubt. */
export function passes({ in: inwards, out, lost, verdict }: Figures): boolean {
  return (
    verdict.kind === 'sound' && lost === 0 && inwards.p99 < P99_LIMIT_MS && out.p99 < P99_LIMIT_MS
  );
}

function surroundingsIn(last: Figures | undefined): string | null {
  return last?.verdict.kind === 'surroundings' ? last.verdict.why : null;
}
