import { spreadOf } from '../measure/statistics.js';
import type { Figures } from '../scenes/window.js';
import type { SystemName } from '../systems/system.js';
import { type Results, windowsOf } from './results.js';

/** One figure of a system beside what it is to be. */
export interface Goal {
  readonly id: string;
  readonly what: string;
  readonly goal: string;
  /** As it is printed; null when it was not measured, or in doubt. */
  readonly value: string | null;
  /** `not judged`: measured otherwise than the goal says. */
  readonly state: 'met' | 'missed' | 'not judged' | 'not measured';
}

/** What the goals of a window are stated for. */
const STATED = { calls: 200, rounds: 5 } as const;

type Window = ReturnType<typeof windowsOf>[number];

/** Every P figure of one of VoicePlate's stores. */
export function goalsOf(results: Results, system: SystemName): readonly Goal[] {
  const windows = windowsOf(results, system);
  const median = (pick: (window: Window) => number | null): number | null =>
    spreadOf(windows.map(pick).filter((value) => value !== null))?.median ?? null;
  const ofRaw = (pick: (figures: Figures) => number): number | null =>
    median(({ own, raw }) => (raw === null ? null : pick(own) / pick(raw)));
  const beyondRaw = (way: 'in' | 'out'): number | null =>
    median((window) => {
      const { own: mine, raw } = window;
      return raw === null ? null : mine[way].p99 - (1.25 * raw[way].p99 + 1);
    });
  const own = <T extends { readonly system: SystemName }>(list: readonly T[]): T | undefined =>
    list.find((entry) => entry.system === system);
  const growth = own(results.growths);
  const { calls } = results.options;
  const delay = median((window) => window.own.loopDelayMs);
  const greeting = median((window) => window.own.greetingP50Ms);
  const reaction = median((window) => window.own.reactionP99Ms);
  const ofWindows = [
    most('P1', `CPU per call at ${calls}, x of raw`, ofRaw(cpu), 1),
    ...(['in', 'out'] as const).flatMap((way) => [
      most(
        'P3',
        `latency ${way}, p50`,
        median((window) => window.own[way].p50),
        0.5,
        ' ms',
      ),
      most('P3', `latency ${way}, p99 beyond 1.25 raw + 1 ms`, beyondRaw(way), 0, ' ms'),
    ]),
    most('P6', `event-loop delay p99 at ${calls}`, delay, 10, ' ms'),
    most('P8', 'start to greeting, p50', greeting, 20, ' ms'),
    most('P9', `speech_started to clear at ${calls}, p99`, reaction, 10, ' ms'),
  ];
  const stated = isAsStated(results, windows.length);
  return [
    ...(stated ? ofWindows : ofWindows.map(unjudged)),
    least('P2', 'most calls on a core, x of raw', rampRatio(results, system), 1),
    most('P4', 'RSS per call, 50 to 300 calls', growth?.rssKbPerCall ?? null, 100, ' KB'),
    most('P4', 'RSS idle', growth?.idleRssMb ?? null, 150, ' MB'),
    most('P5', 'CPU per call at 300 over 100', growth?.cpu300Over100 ?? null, 1),
    most('P7', 'POST /voice p99 beside 100 calls', webhookP99(results, system), 25, ' ms'),
    most('P10', growthWords(results, system), growthOf(results, system), 10, ' MB'),
  ].toSorted((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
}

function unjudged(goal: Goal): Goal {
  return goal.value === null ? goal : { ...goal, state: 'not judged' };
}

/** False when the windows were not what the goals of P1, P3, P6, P8 and P9 are stated for. */
function isAsStated({ options }: Results, rounds: number): boolean {
  const { calls, tracing, profiled } = options;
  return calls === STATED.calls && rounds >= STATED.rounds && !tracing && !profiled;
}

const cpu = ({ cpuMsPerCallSecond }: Figures): number => cpuMsPerCallSecond;

function most(id: string, what: string, value: number | null, limit: number, unit = ''): Goal {
  const goal = `at most ${limit}${unit}`;
  if (value === null) return { id, what, goal, value: null, state: 'not measured' };
  const state = value <= limit ? 'met' : 'missed';
  return { id, what, goal, value: `${value.toFixed(2)}${unit}`, state };
}

function least(id: string, what: string, value: number | null, limit: number): Goal {
  const goal = `at least ${limit}`;
  if (value === null) return { id, what, goal, value: null, state: 'not measured' };
  return { id, what, goal, value: value.toFixed(2), state: value >= limit ? 'met' : 'missed' };
}

/** Null when either of the two was ended by its surroundings and not by the system. */
function rampRatio({ ramps }: Results, name: SystemName): number | null {
  const mostOf = (system: SystemName): number | null => {
    const ramp = ramps.find((entry) => entry.system === system);
    return ramp === undefined || ramp.inconclusive !== null ? null : ramp.most;
  };
  const [own, raw] = [mostOf(name), mostOf('raw')];
  return own === null || raw === null || raw === 0 ? null : own / raw;
}

/** Null when an answer failed: those that were given would say nothing of the rest. */
function webhookP99({ webhooks }: Results, name: SystemName): number | null {
  const own = webhooks.find(({ system }) => system === name);
  if (own?.verdict.kind !== 'sound') return null;
  const { failed, latency } = own.report;
  return failed > 0 || latency.count === 0 ? null : latency.p99;
}

/** Null when a call was refused: fewer calls leave less behind. */
function growthOf({ manyCalls }: Results, name: SystemName): number | null {
  const own = manyCalls.find(({ system }) => system === name);
  return own === undefined || own.calls < own.asked ? null : own.growthMb;
}

function growthWords({ manyCalls }: Results, name: SystemName): string {
  const calls = manyCalls.find(({ system }) => system === name)?.calls;
  return `RSS growth over ${calls ?? '10000'} calls in a row`;
}
