import type { Ramp } from '../scenes/ramp.js';

const WIDTH = 720;
const HEIGHT = 400;
/** Left, right, top and bottom of where the lines are. */
const PLOT = { left: 64, right: 610, top: 24, bottom: 340 } as const;
const LEAST_MS = 0.5;
const MOST_MS = 500;
const TICKS_MS = [1, 3, 10, 30, 100, 300];
const LIMIT_MS = 20;
const CALLS_APART = 100;
/** Told apart without their colours as well: each line has its name at its end. */
const COLOURS: Readonly<Record<Ramp['system'], string>> = {
  raw: '#57606a',
  json: '#9a6700',
  nest: '#cf222e',
  embedded: '#0969da',
  postgres: '#1a7f37',
  replicas: '#8250df',
};

/** Calls against the worse of the two 99th percentiles, as an SVG; null without any ramp. */
export function pictureOf(ramps: readonly Ramp[]): string | null {
  const lines = ramps
    .map(({ system, steps }) => ({ system, points: pointsOf(steps) }))
    .filter(({ points }) => points.length > 1);
  if (lines.length === 0) return null;
  const most = Math.max(...lines.flatMap(({ points }) => points.map(({ calls }) => calls)));
  const x = (calls: number): number =>
    Math.round(PLOT.left + (calls / most) * (PLOT.right - PLOT.left));
  const parts = [
    ...TICKS_MS.map((ms) => tick(PLOT.left, y(ms), `${ms}`, 'end', 'middle')),
    ...steps(most).map((calls) => tick(x(calls), PLOT.bottom + 16, `${calls}`, 'middle', 'auto')),
    `<path d="M${PLOT.left} ${PLOT.top}V${PLOT.bottom}H${PLOT.right}" fill="none" stroke="#57606a"/>`,
    `<path d="M${PLOT.left} ${y(LIMIT_MS)}H${PLOT.right}" stroke="#57606a" stroke-dasharray="4 4"/>`,
    text(PLOT.left + 8, y(LIMIT_MS) - 6, 'start', `limit, ${LIMIT_MS} ms`),
    text((PLOT.left + PLOT.right) / 2, HEIGHT - 16, 'middle', 'calls on one core'),
    text(8, PLOT.top - 8, 'start', 'added latency, p99, ms'),
    ...lines.flatMap(({ system, points }) => lineOf(system, points, x)),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13" role="img" aria-label="Calls on one core against added latency">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

interface Point {
  readonly calls: number;
  readonly ms: number;
}

/** The better of two tries at a number of calls. */
function pointsOf(steps: Ramp['steps']): readonly Point[] {
  const best = new Map<number, number>();
  for (const { calls, in: inwards, out } of steps) {
    const ms = Math.max(inwards.p99, out.p99);
    best.set(calls, Math.min(ms, best.get(calls) ?? Infinity));
  }
  return [...best].map(([calls, ms]) => ({ calls, ms }));
}

function lineOf(
  system: Ramp['system'],
  points: readonly Point[],
  x: (calls: number) => number,
): readonly string[] {
  const places = points.map(({ calls, ms }) => `${x(calls)},${y(ms)}`).join(' ');
  const last = points.at(-1) ?? { calls: 0, ms: LEAST_MS };
  const colour = COLOURS[system];
  return [
    `<polyline points="${places}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    text(x(last.calls) + 6, y(last.ms) + 4, 'start', system, colour),
  ];
}

function steps(most: number): readonly number[] {
  return Array.from({ length: Math.floor(most / CALLS_APART) + 1 }, (_, at) => at * CALLS_APART);
}

/** By the logarithm, as what matters is between 1 and 100 ms. */
function y(ms: number): number {
  const share = Math.log(within(ms) / LEAST_MS) / Math.log(MOST_MS / LEAST_MS);
  return Math.round(PLOT.bottom - share * (PLOT.bottom - PLOT.top));
}

function within(ms: number): number {
  return Math.min(MOST_MS, Math.max(LEAST_MS, ms));
}

function tick(x: number, at: number, words: string, anchor: string, baseline: string): string {
  const left = anchor === 'end' ? x - 6 : x;
  return `<text x="${left}" y="${at}" text-anchor="${anchor}" dominant-baseline="${baseline}" fill="#57606a">${words}</text>`;
}

function text(x: number, at: number, anchor: string, words: string, fill = '#57606a'): string {
  return `<text x="${x}" y="${at}" text-anchor="${anchor}" fill="${fill}">${words}</text>`;
}
