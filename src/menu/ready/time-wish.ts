import { spacedNumbers } from './spaced-numbers.js';

/** A day as a caller names it; `weekday` from Monday, 1, to Sunday, 7. */
export type WishedDay =
  | { readonly kind: 'ahead'; readonly days: number }
  | { readonly kind: 'weekday'; readonly weekday: number }
  /** Without a month: the next day of that number. */
  | { readonly kind: 'date'; readonly month: number | null; readonly day: number }
  /** The first, second and so on of a weekday in a month; -1: the last. */
  | {
      readonly kind: 'nth';
      readonly month: number;
      readonly weekday: number;
      readonly nth: number;
    };

/** When a caller wants an order, before it is compared with a clock. */
export type TimeWish =
  /** As soon as possible, or on a day that is named: "tomorrow when you open". */
  | { readonly kind: 'soonest'; readonly day?: WishedDay }
  | { readonly kind: 'in'; readonly minutes: number }
  | {
      readonly kind: 'at';
      /** Null: no day was named. */
      readonly day: WishedDay | null;
      /** Null: only a day was named. From 24 on it is on the night after the day. */
      readonly hour: number | null;
      readonly minute: number;
      /** Half of the day of an hour up to 12; null: not said, or not needed. */
      readonly half: 'am' | 'pm' | null;
    };

/** A wish found in a text. */
export interface FoundWish {
  readonly wish: TimeWish;
  /** "For seven" may also be said of people or portions: only the context tells. */
  readonly vague: boolean;
  /** The words of the wish, as they were said. */
  readonly words: string;
  /** The text without them. */
  readonly rest: string;
}

/** What one phrase says of a time; the parts of neighbouring phrases make one wish. */
export interface TimePart {
  readonly soonest?: true;
  readonly inMinutes?: number;
  readonly day?: WishedDay;
  readonly hour?: number;
  readonly minute?: number;
  readonly half?: 'am' | 'pm';
  /** Twelve and the small hours belong to the night after the day. */
  readonly night?: true;
  readonly vague?: true;
}

/**
 * The words of one language for times. Patterns are sticky and match lower case without accents,
 * numbers in digits, signs between clauses as ` , `.
 */
export interface TimeWords {
  /** What makes a time of a number that answers the question for one: "at". */
  readonly before: string;
  /** Words between the parts of a time: "tomorrow at". */
  readonly glue: RegExp;
  readonly phrases: readonly {
    readonly pattern: RegExp;
    readonly read: (match: RegExpExecArray) => TimePart;
  }[];
}

/** The first time that a text names; null when there is none. */
export function readTimeWish(text: string, words: TimeWords): FoundWish | null {
  const { plain, starts, ends } = spacedNumbers(text);
  let read = 0;
  for (const { index } of plain.matchAll(/\S+/g)) {
    const found = index < read || plain[index] === ',' ? null : chainAt(plain, index, words);
    if (found === null) continue;
    const wish = wishOf(found.part);
    if (wish === null) {
      read = found.end;
      continue;
    }
    const before = text.slice(0, starts[index]);
    const end = ends[found.end - 1] ?? text.length;
    const rest = `${before} ${text.slice(end)}`.replace(/\s+/g, ' ').trim();
    const said = text.slice(starts[index], end);
    return { wish, vague: found.part.vague === true, words: said, rest };
  }
  return null;
}

/** The time in the answer to the question for one, which may be a number alone: "seven thirty". */
export function readTimeAnswer(text: string, words: TimeWords): TimeWish | null {
  const found = readTimeWish(text, words)?.wish ?? null;
  if (found !== null && !(found.kind === 'at' && found.hour === null)) return found;
  return readTimeWish(`${words.before} ${text}`, words)?.wish ?? found;
}

/** Neighbouring phrases from here on, as far as none says again what another has said. */
function chainAt(
  plain: string,
  from: number,
  words: TimeWords,
): { readonly part: TimePart; readonly end: number } | null {
  let part: TimePart = {};
  let end = -1;
  for (let at = from; ;) {
    const next = nextPhrase(plain, at, words);
    if (next === null) break;
    const known = Object.keys(part).filter((key) => key !== 'vague' && key !== 'night');
    if (known.some((key) => key in next.part)) break;
    // A day or a half of the day makes a clear time of "for seven".
    const { vague, ...said } = { ...part, ...next.part };
    part =
      vague && Object.keys(said).every((key) => key === 'hour' || key === 'minute')
        ? { ...said, vague }
        : said;
    end = next.end;
    at = end + 1;
  }
  return end < 0 ? null : { part, end };
}

/** The phrase here, or behind words that join the parts of a time; some of those may be part of the phrase. */
function nextPhrase(plain: string, at: number, words: TimeWords): ReturnType<typeof phraseAt> {
  const glued = afterGlue(plain, at, words);
  const found = phraseAt(plain, at, words) ?? phraseAt(plain, glued, words);
  if (found !== null) return found;
  for (let from = plain.indexOf(' ', at) + 1; from > 0 && from < glued;) {
    const next = phraseAt(plain, from, words);
    if (next !== null) return next;
    from = plain.indexOf(' ', from) + 1;
  }
  return null;
}

function phraseAt(
  plain: string,
  at: number,
  { phrases }: TimeWords,
): { readonly part: TimePart; readonly end: number } | null {
  for (const { pattern, read } of phrases) {
    pattern.lastIndex = at;
    const match = pattern.exec(plain);
    if (match !== null) return { part: read(match), end: pattern.lastIndex };
  }
  return null;
}

function afterGlue(plain: string, at: number, { glue }: TimeWords): number {
  glue.lastIndex = at;
  return glue.test(plain) ? glue.lastIndex : at;
}

/** Null: the parts are no time, such as a half of the day alone. */
function wishOf(part: TimePart): TimeWish | null {
  const { soonest, inMinutes, day = null, hour = null, minute = 0, half = null, night } = part;
  if (soonest) return { kind: 'soonest', ...(day && { day }) };
  if (inMinutes !== undefined) return { kind: 'in', minutes: inMinutes };
  if (hour === null) return day && { kind: 'at', day, hour, minute, half };
  if (hour > 24 || minute > 59) return null;
  if (night && (hour === 12 || hour < 5)) {
    return { kind: 'at', day, hour: 24 + (hour % 12), minute, half: null };
  }
  return { kind: 'at', day, hour, minute, half: hour > 12 ? null : half };
}
