import { parseArgs } from 'node:util';
import { SYSTEMS, type Measurable } from './systems/system.js';

/** Parts of a run beside long rows of calls and soaks, in their order. */
export const SCENES = ['rounds', 'traces', 'ramp', 'growth', 'webhooks', 'two-cores'] as const;
export type Scene = (typeof SCENES)[number];

/** What is measured. */
export interface BenchOptions {
  readonly systems: readonly Measurable[];
  readonly calls: number;
  readonly rounds: number;
  /** Length of a window, seconds. */
  readonly seconds: number;
  readonly scenes: readonly Scene[];
  readonly tracing: boolean;
  readonly cpuProfile: boolean;
  readonly heapProfile: boolean;
  /** Calls opened and closed in a row; 0: not measured. */
  readonly manyCalls: number;
  /** How long calls come and go, minutes; 0: not measured. */
  readonly soakMinutes: number;
  /** Folder of the results. */
  readonly out: string;
}

/** The command line of the bench, as `--help` shows it. */
export const USAGE = `npm run bench -- [options]
  --quick               windows of embedded and raw alone, under two minutes
  --only raw,embedded   systems: ${SYSTEMS.join(', ')}; raw is needed for ratios
  --calls 200           calls at the same time
  --rounds 5            rounds, each with every system in turn
  --seconds 24          length of a window
  --scenes rounds,ramp  parts: ${SCENES.join(', ')}; none for what follows alone
  --many-calls 10000    opens and closes so many calls in a row (P10), which takes long
  --soak 120            has 100 calls come and go for so many minutes
  --tracing             VoicePlate with traces sent
  --cpu-prof            writes a CPU profile of each system
  --heap-prof           writes a heap profile of each system
  --out bench-results   folder of results and profiles`;

const QUICK = {
  systems: ['raw', 'embedded'],
  scenes: ['rounds'],
  calls: 50,
  rounds: 1,
  seconds: 12,
} as const;

/**
 * Reads the command line; null when help was asked for.
 *
 * @throws Error that says which option is wrong.
 */
export function readOptions(args: readonly string[]): BenchOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      scenes: { type: 'string' },
      calls: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      'many-calls': { type: 'string' },
      soak: { type: 'string' },
      tracing: { type: 'boolean', default: false },
      'cpu-prof': { type: 'boolean', default: false },
      'heap-prof': { type: 'boolean', default: false },
      out: { type: 'string', default: 'bench-results' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const { quick } = values;
  return {
    systems: listIn('only', values.only, SYSTEMS, quick ? QUICK.systems : SYSTEMS),
    scenes: listIn('scenes', values.scenes, SCENES, quick ? QUICK.scenes : SCENES),
    calls: whole('calls', values.calls, quick ? QUICK.calls : 200),
    rounds: whole('rounds', values.rounds, quick ? QUICK.rounds : 5),
    seconds: whole('seconds', values.seconds, quick ? QUICK.seconds : 24),
    tracing: values.tracing,
    cpuProfile: values['cpu-prof'],
    heapProfile: values['heap-prof'],
    manyCalls: whole('many-calls', values['many-calls'], 0),
    soakMinutes: whole('soak', values.soak, 0),
    out: values.out,
  };
}

/** Names of a list, `none` for no name. */
function listIn<T extends string>(
  option: string,
  list: string | undefined,
  all: readonly T[],
  otherwise: readonly T[],
): readonly T[] {
  if (list === undefined) return otherwise;
  if (list === 'none') return [];
  return list.split(',').map((name) => {
    const known = all.find((each) => each === name);
    if (known === undefined) throw new Error(`--${option}: ${name} is none of ${all.join(', ')}`);
    return known;
  });
}

function whole(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new Error(`--${name}: ${text} is no whole number above 0`);
  return Number(text);
}
