import type { CallDetail, Speech } from '../../api/call-detail.js';
import { callerWords } from '../../ui/format.js';
import { eventWords } from './event-words.js';
import type { Tone } from '../../ui/parts.js';

/** The rows of the axis, from above. */
export const LANES = ['caller', 'assistant', 'waits', 'tools', 'events', 'cost'] as const;
/** A row of the axis. */
export type Lane = (typeof LANES)[number];

/** How a bar is filled. `ahead`: generated and not heard yet. */
export type Fill =
  | 'caller'
  | 'heard'
  | 'ahead'
  | 'cut'
  | 'filler'
  | 'untold'
  | 'tool'
  | 'tool-failed'
  | 'recognition'
  | 'model'
  | 'ours'
  | 'network'
  | 'waiting';

/** A bar of the axis; times are ms since the call began. */
export interface Bar {
  readonly lane: Lane;
  readonly fromMs: number;
  readonly toMs: number;
  readonly fill: Fill;
  /** The turn with the longest wait. */
  readonly worst?: true;
}

/** A moment on the axis. */
export interface Moment {
  readonly atMs: number;
  readonly words: string;
  readonly tone: Tone;
  readonly event: string;
}

/** A line of the transcript. */
export interface Line {
  readonly fromMs: number;
  readonly who: 'caller' | 'assistant';
  readonly text: string;
  /** Its rest, which was not heard. */
  readonly unheard: string;
  /** Of the assistant's audio, ms; null where it cannot be known, and of the caller. */
  readonly heardMs: number | null;
  readonly cutMs: number | null;
}

/** An order as it stood from a moment on. */
export interface OrderVersion {
  readonly atMs: number;
  readonly version: number | null;
  readonly state: string;
  readonly lines: number;
  readonly totalCents: number;
}

/** What the page shows of a call on its axis. */
export interface CallAxis {
  readonly lengthMs: number;
  readonly bars: readonly Bar[];
  readonly moments: readonly Moment[];
  readonly lines: readonly Line[];
  readonly versions: readonly OrderVersion[];
  readonly costs: readonly { readonly atMs: number; readonly costUsd: number }[];
}

/** A bar that stands for a moment is so long, ms. */
const MOMENT_MS = 300;
/** Silence behind the end, so that it can be seen. */
const MARGIN_MS = 500;

/** Lays a call out on one axis. @param lengthMs how long it lasted, or has lasted until now. */
export function axisOf(call: CallDetail, lengthMs: number): CallAxis {
  const since = sinceStart(call);
  const timeline = call.timeline.map((entry) => ({ entry, atMs: since(entry.at) }));
  const bars = [
    ...speechBars(call.speech, since, lengthMs),
    ...waitBars(call, lengthMs),
    ...timeline
      .filter(({ entry }) => entry.event === 'tool')
      .map(({ entry: { ms, ok }, atMs }): Bar => {
        const fill = ok === true ? 'tool' : 'tool-failed';
        const tookMs = Math.max(Number(ms), MOMENT_MS);
        return { lane: 'tools', fromMs: atMs - tookMs, toMs: atMs, fill };
      }),
  ];
  const last = Math.max(0, ...bars.map(({ toMs }) => toMs), ...timeline.map(({ atMs }) => atMs));
  const order = timeline.filter(({ entry }) => entry.event === 'order');
  return {
    lengthMs: Math.max(lengthMs, last) + MARGIN_MS,
    bars,
    moments: timeline.map(({ entry, atMs }) => ({
      atMs,
      event: entry.event,
      ...eventWords(entry),
    })),
    lines: linesOf(call),
    versions: order.map(({ entry: { version, state, lines, totalCents }, atMs }) => ({
      atMs,
      version: typeof version === 'number' ? version : null,
      state: String(state),
      lines: Number(lines ?? 0),
      totalCents: Number(totalCents),
    })),
    costs: call.costs.map(({ at, costUsd }) => ({ atMs: since(at), costUsd })),
  };
}

/** Gives times of a call as ms since it began. */
export function sinceStart(call: Pick<CallDetail, 'startedAt'>): (at: string) => number {
  const startedAt = Date.parse(call.startedAt);
  return (at) => Math.max(0, Date.parse(at) - startedAt);
}

/** The entry that stands at a moment: the last that has begun; -1 before the first. */
export function indexAt(entries: readonly number[], atMs: number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle] ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const STEPS_MS = [
  100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  1_800_000,
];

/** Round moments of a window, about `spacePx` apart. */
export function ticks(fromMs: number, toMs: number, widthPx: number, spacePx = 90): number[] {
  const wanted = ((toMs - fromMs) / Math.max(1, widthPx)) * spacePx;
  const step = STEPS_MS.find((one) => one >= wanted) ?? 3_600_000;
  const all: number[] = [];
  for (let at = Math.ceil(fromMs / step) * step; at <= toMs; at += step) all.push(at);
  return all;
}

/** The bars of speech. What was cut off ends where the next answer begins, so that both are seen. */
function speechBars(
  speech: readonly Speech[],
  since: (at: string) => number,
  nowMs: number,
): readonly Bar[] {
  let nextMs = Infinity;
  return speech
    .toReversed()
    .flatMap((span): readonly Bar[] => {
      const fromMs = since(span.at);
      const bars = spanBars(span, fromMs, nowMs).map((bar) =>
        bar.fill === 'cut'
          ? { ...bar, toMs: Math.max(bar.fromMs, Math.min(bar.toMs, nextMs)) }
          : bar,
      );
      if (span.who === 'assistant' || span.who === 'filler') nextMs = fromMs;
      return bars.toReversed();
    })
    .toReversed();
}

function spanBars(span: Speech, fromMs: number, nowMs: number): readonly Bar[] {
  const { who, endedAt, generatedMs, heardMs, cutMs, state } = span;
  if (who === 'caller' || who === 'keys') {
    const spokenMs = endedAt === null ? 0 : Date.parse(endedAt) - Date.parse(span.at);
    const toMs =
      state === 'open' ? Math.max(nowMs, fromMs) : fromMs + Math.max(spokenMs, MOMENT_MS);
    return [{ lane: 'caller', fromMs, toMs, fill: state === 'untold' ? 'untold' : 'caller' }];
  }
  if (generatedMs === null) {
    return [{ lane: 'assistant', fromMs, toMs: fromMs + MOMENT_MS, fill: 'untold' }];
  }
  const heard = heardMs ?? Math.max(0, Math.min(generatedMs, nowMs - fromMs));
  const rest = state === 'open' ? generatedMs - heard : (cutMs ?? 0);
  const heardTo = fromMs + heard;
  const bar = (from: number, toMs: number, fill: Fill): Bar[] =>
    toMs - from < 1 ? [] : [{ lane: 'assistant', fromMs: from, toMs, fill }];
  return [
    ...bar(fromMs, heardTo, who === 'filler' ? 'filler' : 'heard'),
    ...bar(heardTo, heardTo + rest, state === 'open' ? 'ahead' : 'cut'),
  ];
}

function waitBars({ waits, worstTurn, ...call }: CallDetail, nowMs: number): readonly Bar[] {
  const since = sinceStart(call);
  return waits.flatMap((wait, index): Bar[] => {
    let fromMs = since(wait.at);
    const worst = wait.turn === worstTurn ? { worst: true as const } : {};
    const isLast = index === waits.length - 1;
    if (wait.waitMs === null) {
      const toMs = call.state === 'ended' || !isLast ? fromMs + MOMENT_MS : nowMs;
      return [{ lane: 'waits', fromMs, toMs: Math.max(fromMs, toMs), fill: 'waiting' }];
    }
    const parts = waitParts(wait);
    if (parts.length === 0) {
      return [{ lane: 'waits', fromMs, toMs: fromMs + wait.waitMs, fill: 'waiting', ...worst }];
    }
    return parts.map(({ fill, ms }) => {
      const bar: Bar = { lane: 'waits', fromMs, toMs: fromMs + ms, fill, ...worst };
      fromMs += ms;
      return bar;
    });
  });
}

/** The known parts of a wait, in order, and what of it is not known. */
export function waitParts({
  waitMs,
  answerMs,
  recognitionMs,
  modelMs,
  oursMs,
  networkMs,
}: CallDetail['waits'][number]): readonly { readonly fill: Fill; readonly ms: number }[] {
  const parts = [
    { fill: 'recognition' as const, ms: recognitionMs ?? 0 },
    { fill: 'model' as const, ms: modelMs ?? 0 },
    { fill: 'ours' as const, ms: oursMs ?? 0 },
    { fill: 'network' as const, ms: networkMs ?? 0 },
  ].filter(({ ms }) => ms > 0);
  const known = parts.reduce((sum, { ms }) => sum + ms, 0);
  const restMs = (answerMs ?? waitMs ?? 0) - known;
  return restMs > 30 ? [...parts, { fill: 'waiting', ms: restMs }] : parts;
}

/** What was said, by the spans of speech; a call without them by its transcript. */
function linesOf(call: CallDetail): readonly Line[] {
  const since = sinceStart(call);
  if (call.speech.length === 0) {
    return call.transcript.map(({ at, role, text, heardMs }) => {
      return {
        fromMs: since(at),
        who: role,
        text: callerWords(text),
        unheard: '',
        heardMs,
        cutMs: null,
      };
    });
  }
  return call.speech
    .filter(({ text }) => text !== null && text !== '')
    .map(({ at, who, text, heardText, heardMs, cutMs, state }): Line => {
      const fromMs = since(at);
      const whole = callerWords(text ?? '');
      const isCaller = who === 'caller' || who === 'keys';
      if (isCaller || state !== 'cut' || heardText === null) {
        const role = isCaller ? 'caller' : 'assistant';
        return { fromMs, who: role, text: whole, unheard: '', heardMs, cutMs };
      }
      const heard = heardText.replace(/…$/, '');
      return {
        fromMs,
        who: 'assistant',
        text: heard,
        unheard: whole.slice(heard.length),
        heardMs,
        cutMs,
      };
    })
    .toSorted((one, other) => one.fromMs - other.fromMs);
}
