import { type Spread, spreadOf } from '../measure/statistics.js';
import type { Figures, Verdict } from '../scenes/window.js';
import { SYSTEMS, type SystemName } from '../systems/system.js';
import { type Goal, goalsOf } from './goals.js';
import { type Results, windowsOf } from './results.js';

const CPU_HEAD = 'CPU ms per call-second';
const HEAD = [
  'System',
  CPU_HEAD,
  'x of raw',
  'in p50 / p99 / p99.9 ms',
  'out p50 / p99 / p99.9 ms',
  'RSS MB',
  'start ms',
  'lost',
  'windows',
];
const SOAK_HEAD = [
  'minutes',
  'calls ended',
  CPU_HEAD,
  'RSS MB',
  'in p50 / p99 ms',
  'out p50 / p99 ms',
  'lost',
  'failed',
  '',
];
const NONE = '–';
const STATES: Readonly<Record<Goal['state'], string>> = {
  met: 'met',
  missed: '**missed**',
  'not judged': 'not judged: the goal is for 200 calls, 5 rounds, no traces and no profiles',
  'not measured': 'not measured, or not conclusive',
};

/** The results as Markdown tables. */
export function markdownOf(results: Results): string {
  const { options, machine, startedAt } = results;
  const { calls, rounds, seconds, tracing } = options;
  const measured = SYSTEMS.filter((name) => systemsOf(results).has(name));
  return [
    `# Bench of ${startedAt}`,
    '',
    `${machine}; ${calls} calls, ${rounds} rounds of ${seconds} s, tracing ${tracing ? 'on' : 'off'}.`,
    ...windows(results, measured),
    ...doubts(results),
    ...traced(results),
    ...ramps(results),
    ...twoCores(results),
    ...soaks(results),
    ...measured.filter(isVoicePlate).flatMap((name) => goals(name, goalsOf(results, name))),
    '',
  ].join('\n');
}

function windows(results: Results, measured: readonly SystemName[]): string[] {
  if (results.rounds.length === 0) return [];
  const rows = measured.map((name) => rowOf(results, name));
  const how = 'Medians of the rounds, with the least and the greatest in brackets.';
  return [how, '', table(HEAD, rows)];
}

function systemsOf(results: Results): ReadonlySet<SystemName> {
  const { rounds, ramps: mosts, growths, webhooks, manyCalls } = results;
  const measured = [rounds.flat(), mosts, growths, webhooks, manyCalls].flat();
  return new Set(measured.map(({ system }) => system));
}

function isVoicePlate(name: SystemName): boolean {
  return name === 'embedded' || name === 'postgres';
}

function rowOf(results: Results, name: SystemName): string[] {
  const windows = windowsOf(results, name);
  const spread = (pick: (figures: Figures) => number): Spread | null =>
    spreadOf(windows.map(({ own }) => pick(own)));
  const ratios = windows.flatMap(({ own, raw }) =>
    raw === null ? [] : [own.cpuMsPerCallSecond / raw.cpuMsPerCallSecond],
  );
  const latency = (way: 'in' | 'out'): string =>
    (['p50', 'p99', 'p999'] as const)
      .map((percentile) => brief(spread((figures) => figures[way][percentile])))
      .join(' / ');
  const all = results.rounds.flat().filter(({ system }) => system === name).length;
  return [
    name,
    spreadText(spread(({ cpuMsPerCallSecond }) => cpuMsPerCallSecond)),
    spreadText(spreadOf(ratios)),
    latency('in'),
    latency('out'),
    brief(spread(({ rssMb }) => rssMb)),
    startOf(windows.flatMap(({ own: { startMs } }) => startMs ?? [])),
    String(windows.reduce((sum, { own }) => sum + own.lost, 0)),
    `${windows.length} of ${all}`,
  ];
}

/** From spawning to ready, on the system's one core. */
function startOf(startsMs: readonly number[]): string {
  const median = spreadOf(startsMs)?.median;
  return median === undefined ? NONE : median.toFixed(0);
}

/** What does not count, and why. */
function doubts({ rounds }: Results): string[] {
  const lines = rounds.flatMap((round, index) =>
    round.flatMap(({ system, verdict }) =>
      verdict.kind === 'sound' ? [] : [`- ${system}, round ${index + 1}: ${verdictText(verdict)}`],
    ),
  );
  return lines.length === 0 ? [] : ['', ...lines];
}

function verdictText(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'sound':
      return 'conclusive';
    case 'surroundings':
      return `not conclusive: ${verdict.why}`;
    case 'system':
      return `calls not carried: ${verdict.why}`;
  }
}

function traced({ traced: figures }: Results): string[] {
  if (figures === null) return [];
  const { system, cpuMsPerCallSecond, in: inwards, out, verdict } = figures;
  const p99 = `p99 ${inwards.p99.toFixed(2)} ms in, ${out.p99.toFixed(2)} ms out`;
  const cpu = `${cpuMsPerCallSecond.toFixed(2)} ms per call-second`;
  return ['', `With traces sent, ${system}: ${cpu}, ${p99} (${verdictText(verdict)}).`];
}

function ramps({ ramps: all }: Results): string[] {
  if (all.length === 0) return [];
  const raw = all.find(({ system }) => system === 'raw');
  const rows = all.map(({ system, most, inconclusive }) => [
    system,
    inconclusive === null ? String(most) : `at least ${most} (not conclusive: ${inconclusive})`,
    raw === undefined || raw.most === 0 || raw.inconclusive !== null || inconclusive !== null
      ? NONE
      : (most / raw.most).toFixed(2),
  ]);
  return ['', table(['System', 'most calls on a core, p99 under 20 ms', 'x of raw'], rows)];
}

function twoCores({ twoCores: pair }: Results): string[] {
  if (pair === null) return [];
  const rows = Object.values(pair).map(({ calls, cpuMsPerCallSecond, rssMb, ...figures }) => [
    String(calls),
    cpuMsPerCallSecond.toFixed(2),
    rssMb.toFixed(0),
    `${figures.in.p50.toFixed(2)} / ${figures.in.p99.toFixed(1)}`,
    `${figures.out.p50.toFixed(2)} / ${figures.out.p99.toFixed(1)}`,
    String(figures.lost),
    verdictText(figures.verdict),
  ]);
  const head = ['calls', CPU_HEAD, 'RSS MB', 'in p50 / p99 ms', 'out p50 / p99 ms', 'lost', ''];
  return ['', '## One replica, and two on two cores', '', table(head, rows)];
}

function soaks({ soaks: all }: Results): string[] {
  return all.flatMap(({ system, rows }) => {
    const lines = rows.map(({ minutes, calls, figures }) => [
      String(minutes),
      String(calls),
      figures.cpuMsPerCallSecond.toFixed(2),
      figures.rssMb.toFixed(0),
      `${figures.in.p50.toFixed(2)} / ${figures.in.p99.toFixed(1)}`,
      `${figures.out.p50.toFixed(2)} / ${figures.out.p99.toFixed(1)}`,
      String(figures.lost),
      String(figures.failed),
      verdictText(figures.verdict),
    ]);
    return ['', `## ${system}, 100 calls that come and go`, '', table(SOAK_HEAD, lines)];
  });
}

function goals(name: SystemName, list: readonly Goal[]): string[] {
  const rows = list.map(({ id, what, goal, value, state }) => [
    id,
    what,
    goal,
    value ?? NONE,
    STATES[state],
  ]);
  return ['', `## ${name}`, '', table(['#', 'Figure', 'Goal', 'Measured', ''], rows)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function brief(spread: Spread | null): string {
  return spread === null ? NONE : spread.median.toFixed(2);
}

function spreadText(spread: Spread | null): string {
  if (spread === null) return NONE;
  const { median, min, max } = spread;
  return `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;
}
