import { probablyMeant } from '../../common/nearest.js';
import { kindOf } from './model-kinds.js';
import type { ModelList } from './model-list.js';
import { KINDS, RECOMMENDED, type ConfiguredModel } from './model-uses.js';

/**
 * How a configured model stands. `ending`: its end is at most 90 days away; `ended`: that day is
 * over; `unknown`: OpenAI does not list it; `wrong-kind`: it cannot do what it is configured for;
 * `unchecked`: the service does not tell.
 */
export type ModelState = 'ok' | 'ending' | 'ended' | 'unknown' | 'wrong-kind' | 'unchecked';

/** What is known of a configured model. */
export interface ModelStatus {
  readonly use: ConfiguredModel['use'];
  readonly variable: string;
  readonly model: string;
  readonly state: ModelState;
  /** The day of its end, UTC, `2027-01-06`; null when none is announced or known. */
  readonly shutdownDate: string | null;
  /** Whole days until then, UTC; 0 on the day itself, negative afterwards. */
  readonly daysLeft: number | null;
  /** What is wrong, to follow the name of the model; null when nothing is. */
  readonly problem: string | null;
  /** A model to use in its place; null when nothing is wrong. */
  readonly instead: string | null;
}

/** An end is told of so many days before. */
const NOTICE_DAYS = 90;
const DAY_MS = 86_400_000;

/**
 * Judges a configured model. Only OpenAI's own word counts against it: an address of
 * `api.openai.com`, or a list whose entries have OpenAI's `shutdown_date`. A compatible service
 * names its models as it likes and need not list them; from it, only an end that it states itself
 * is taken. A list says nothing of a model that is asked of another host.
 *
 * @param list of the service at `listUrl`; null while there is none.
 * @param now epoch ms.
 */
export function checkModel(
  configured: ConfiguredModel,
  list: ModelList | null,
  listUrl: string,
  now: number,
): ModelStatus {
  const { use, variable, model, url } = configured;
  const told = list !== null && hostOf(url) === hostOf(listUrl) ? list : null;
  const shutdownDate = told?.ends.get(model) ?? null;
  const daysLeft = shutdownDate === null ? null : daysUntil(shutdownDate, now);
  const state = stateOf(configured, told, daysLeft);
  const problem = problemOf(state, configured, shutdownDate, daysLeft);
  const instead = problem === null ? null : replacementOf(state, configured, told);
  return { use, variable, model, state, shutdownDate, daysLeft, problem, instead };
}

function stateOf(
  { use, model, url }: ConfiguredModel,
  list: ModelList | null,
  daysLeft: number | null,
): ModelState {
  const official = isOpenAi(url) || list?.dated === true;
  const kind = kindOf(model);
  if (official && kind !== null && !KINDS[use].includes(kind)) return 'wrong-kind';
  if (daysLeft !== null && daysLeft < 0) return 'ended';
  if (daysLeft !== null && daysLeft <= NOTICE_DAYS) return 'ending';
  if (list?.ends.has(model) === true) return 'ok';
  // A list without a single model tells of no model that it is not there.
  return official && list !== null && list.ends.size > 0 ? 'unknown' : 'unchecked';
}

function problemOf(
  state: ModelState,
  { use, model }: ConfiguredModel,
  shutdownDate: string | null,
  daysLeft: number | null,
): string | null {
  switch (state) {
    case 'wrong-kind':
      return `is a model of the kind "${kindOf(model)}", not one for ${use}`;
    case 'unknown':
      return 'is not among the models of this key';
    case 'ended':
      return `was shut down on ${shutdownDate}`;
    case 'ending':
      return `is shut down on ${shutdownDate}, ${inDays(daysLeft ?? 0)}`;
    case 'ok':
    case 'unchecked':
      return null;
  }
}

function inDays(days: number): string {
  if (days === 0) return 'today';
  return days === 1 ? 'in 1 day' : `in ${days} days`;
}

function replacementOf(
  state: ModelState,
  { use, model }: ConfiguredModel,
  list: ModelList | null,
): string {
  if (state !== 'unknown') return RECOMMENDED[use];
  const fitting = [...(list?.ends.keys() ?? [])].filter((name) => {
    const kind = kindOf(name);
    return kind !== null && KINDS[use].includes(kind);
  });
  return probablyMeant(model, fitting) ?? RECOMMENDED[use];
}

function daysUntil(day: string, now: number): number {
  return Math.round(Date.parse(day) / DAY_MS) - Math.floor(now / DAY_MS);
}

function isOpenAi(url: string): boolean {
  return /^(.+\.)?api\.openai\.com$/.test(hostOf(url));
}

function hostOf(url: string): string {
  return new URL(url).hostname.toLowerCase();
}
