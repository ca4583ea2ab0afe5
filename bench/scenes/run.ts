import { cpus } from 'node:os';
import type { Scripts } from '../build.js';
import type { BenchOptions } from '../options.js';
import type { Results } from '../report/results.js';
import { startReplicas } from '../systems/replicas.js';
import { startSystem } from '../systems/start.js';
import type { Measurable, RunningSystem } from '../systems/system.js';
import { growth, type Growth } from './growth.js';
import { manyCalls, type ManyCalls } from './many-calls.js';
import { ramp, type Ramp } from './ramp.js';
import { Rig } from './rig.js';
import { soak, type Soak } from './soak.js';
import { twoCores, type TwoCores } from './two-cores.js';
import { webhooks, type Webhooks } from './webhooks.js';
import { type Figures, measureCalls, wholeCyclesMs } from './window.js';

/** Measures everything that was asked for, each scene with fresh processes; tells where it is. */
export async function run(
  options: BenchOptions,
  scripts: Scripts,
  tell: (line: string) => void,
): Promise<Results> {
  const startedAt = new Date().toISOString();
  const { systems, calls, scenes } = options;
  const windowMs = wholeCyclesMs(options.seconds);
  const profiling = { cpu: options.cpuProfile, heap: options.heapProfile, folder: options.out };
  const on = async <T>(
    startIt: (providerUrl: string) => Promise<RunningSystem>,
    act: (rig: Rig) => Promise<T>,
  ): Promise<T> => {
    const rig = await Rig.start(scripts, startIt);
    try {
      return await act(rig);
    } finally {
      await rig.stop();
    }
  };
  const scene = <T>(
    what: string,
    name: Measurable,
    act: (rig: Rig) => Promise<T>,
    tracing = options.tracing,
  ): Promise<T> => {
    tell(`${what}: ${name}`);
    return on((url) => startSystem(name, { scripts, profiling, tracing }, url), act);
  };
  const window = (rig: Rig): Promise<Figures> => measureCalls(rig, calls, windowMs);

  const rounds: Figures[][] = [];
  const roundCount = scenes.includes('rounds') ? options.rounds : 0;
  for (let round = 0; round < roundCount; round += 1) {
    const figures: Figures[] = [];
    for (const name of inTurn(systems, round)) {
      figures.push(await scene(`round ${round + 1} of ${roundCount}`, name, window));
    }
    rounds.push(figures);
  }
  const own = systems.filter((name) => name === 'embedded' || name === 'postgres');
  const [first] = own;
  const traced =
    !scenes.includes('traces') || options.tracing || first === undefined
      ? null
      : await scene('traces sent', first, window, true);
  const ramps: Ramp[] = [];
  const growths: Growth[] = [];
  const answers: Webhooks[] = [];
  const rows: ManyCalls[] = [];
  const soaks: Soak[] = [];
  if (scenes.includes('ramp')) {
    for (const name of systems) ramps.push(await scene('most calls', name, ramp));
  }
  for (const name of own) {
    if (scenes.includes('growth')) {
      growths.push(await scene('growth', name, (rig) => growth(rig, windowMs)));
    }
    if (scenes.includes('webhooks')) answers.push(await scene('webhooks', name, webhooks));
  }
  let pair: TwoCores | null = null;
  if (scenes.includes('two-cores') && systems.includes('postgres')) {
    pair = await twoCores(windowMs, (cores, act) => {
      tell(`${cores.length} of 2 replicas`);
      return on((url) => startReplicas(cores, url), act);
    });
  }
  if (options.manyCalls > 0) {
    for (const name of own) {
      const act = (rig: Rig): Promise<ManyCalls> => manyCalls(rig, options.manyCalls);
      rows.push(await scene(`${options.manyCalls} calls in a row`, name, act));
    }
  }
  if (options.soakMinutes > 0) {
    for (const name of own) {
      const act = (rig: Rig): Promise<Soak> => soak(rig, options.soakMinutes, tell);
      soaks.push(await scene(`${options.soakMinutes} minutes of calls`, name, act));
    }
  }
  const { seconds, tracing } = options;
  return {
    startedAt,
    machine: `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    options: {
      calls,
      rounds: roundCount,
      seconds,
      tracing,
      profiled: profiling.cpu || profiling.heap,
    },
    rounds,
    traced,
    ramps,
    growths,
    webhooks: answers,
    twoCores: pair,
    manyCalls: rows,
    soaks,
  };
}

/** The systems in an order that begins with another one each round. */
function inTurn(systems: readonly Measurable[], round: number): readonly Measurable[] {
  const from = round % Math.max(1, systems.length);
  return [...systems.slice(from), ...systems.slice(0, from)];
}
