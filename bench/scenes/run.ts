import { cpus } from 'node:os';
import type { Scripts } from '../build.js';
import type { BenchOptions } from '../options.js';
import type { Results } from '../report/results.js';
import type { SystemName } from '../systems/system.js';
import { growth, type Growth } from './growth.js';
import { manyCalls, type ManyCalls } from './many-calls.js';
import { ramp, type Ramp } from './ramp.js';
import { Rig } from './rig.js';
import { webhooks, type Webhooks } from './webhooks.js';
import { type Figures, measureCalls, wholeCyclesMs } from './window.js';

/** Measures everything that was asked for, each scene with fresh processes; tells where it is. */
export async function run(
  options: BenchOptions,
  scripts: Scripts,
  tell: (line: string) => void,
): Promise<Results> {
  const startedAt = new Date().toISOString();
  const { systems, calls, quick } = options;
  const windowMs = wholeCyclesMs(options.seconds);
  const profiling = { cpu: options.cpuProfile, heap: options.heapProfile, folder: options.out };
  const scene = async <T>(
    what: string,
    name: SystemName,
    act: (rig: Rig) => Promise<T>,
    tracing = options.tracing,
  ): Promise<T> => {
    tell(`${what}: ${name}`);
    const rig = await Rig.start(name, { scripts, profiling, tracing });
    try {
      return await act(rig);
    } finally {
      await rig.stop();
    }
  };
  const window = (rig: Rig): Promise<Figures> => measureCalls(rig, calls, windowMs);

  const rounds: Figures[][] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const figures: Figures[] = [];
    for (const name of inTurn(systems, round)) {
      figures.push(await scene(`round ${round + 1} of ${options.rounds}`, name, window));
    }
    rounds.push(figures);
  }
  const own = systems.filter((name) => name === 'embedded' || name === 'postgres');
  const [first] = own;
  const traced =
    quick || options.tracing || first === undefined
      ? null
      : await scene('traces sent', first, window, true);
  const ramps: Ramp[] = [];
  const growths: Growth[] = [];
  const answers: Webhooks[] = [];
  const rows: ManyCalls[] = [];
  if (!quick) {
    for (const name of systems) ramps.push(await scene('most calls', name, ramp));
    for (const name of own) {
      growths.push(await scene('growth', name, (rig) => growth(rig, windowMs)));
      answers.push(await scene('webhooks', name, webhooks));
    }
  }
  if (options.manyCalls > 0) {
    for (const name of own) {
      const act = (rig: Rig): Promise<ManyCalls> => manyCalls(rig, options.manyCalls);
      rows.push(await scene(`${options.manyCalls} calls in a row`, name, act));
    }
  }
  const { rounds: count, seconds, tracing } = options;
  return {
    startedAt,
    machine: `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    options: { calls, rounds: count, seconds, tracing, profiled: profiling.cpu || profiling.heap },
    rounds,
    traced,
    ramps,
    growths,
    webhooks: answers,
    manyCalls: rows,
  };
}

/** The systems in an order that begins with another one each round. */
function inTurn(systems: readonly SystemName[], round: number): readonly SystemName[] {
  const from = round % Math.max(1, systems.length);
  return [...systems.slice(from), ...systems.slice(0, from)];
}
