/** A service that asks for more is asked again after this all the same, ms. */
const LONGEST_MS = 3_600_000;
/** A number without a unit above this is no duration but a point in time, s. */
const LONGEST_PLAIN_S = 86_400;

const UNIT = '(?:milliseconds?|ms|hours?|h|minutes?|mins?|m|seconds?|secs?|s)(?![a-z])';
const AMOUNT = `\\d+(?:\\.\\d+)?\\s?${UNIT}`;
const DURATION = new RegExp(`^(?:${AMOUNT}\\s?)+$`, 'i');
const IN_WORDS = new RegExp(`\\btry again in ((?:${AMOUNT}\\s?)+)`, 'i');
const AMOUNTS = new RegExp(`(\\d+(?:\\.\\d+)?)\\s?(${UNIT})`, 'gi');
/** The date of `retry-after`, such as `Sun, 22 Nov 2026 10:00:00 GMT`. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** A failed request's answer, as far as it may say when to ask again. */
export interface Answer {
  readonly status: number;
  /** Value of a header by its lower-case name. */
  readonly header: (name: string) => string | null | undefined;
  readonly message: string | null;
}

/**
 * How long the service asks to wait before the next attempt, ms: by `retry-after-ms` or
 * `retry-after`; of a rate limit otherwise by `x-ratelimit-reset-*` of what is used up, or by the
 * words of its message. Null when it does not say.
 */
export function statedWaitMs({ status, header, message }: Answer): number | null {
  const told = plainMs(header('retry-after-ms'), 1) ?? retryAfterMs(header('retry-after'));
  if (told !== null || status !== 429) return bounded(told);
  const resets = ['requests', 'tokens']
    .filter((limit) => !(Number(header(`x-ratelimit-remaining-${limit}`) ?? 0) > 0))
    .flatMap((limit) => resetMs(header(`x-ratelimit-reset-${limit}`)) ?? []);
  return resets.length > 0 ? bounded(Math.max(...resets)) : waitInWordsMs(message);
}

/** The wait in a message such as "Please try again in 1.2s.", ms; null when there is none. */
export function waitInWordsMs(message: string | null): number | null {
  const [, words] = IN_WORDS.exec(message ?? '') ?? [];
  return words === undefined ? null : bounded(durationMs(words));
}

function retryAfterMs(value: string | null | undefined): number | null {
  if (!HTTP_DATE.test(value ?? '')) return plainMs(value, 1_000);
  const at = Date.parse(value ?? '');
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

/** `1s`, `6m0s` or `20ms`; compatible services send plain seconds. */
function resetMs(value: string | null | undefined): number | null {
  const text = value?.trim() ?? '';
  return DURATION.test(text) ? durationMs(text) : plainMs(text, 1_000);
}

function plainMs(value: string | null | undefined, unitMs: number): number | null {
  const text = value?.trim() ?? '';
  if (!/^\d+(\.\d+)?$/.test(text)) return null;
  const ms = Number(text) * unitMs;
  return ms > LONGEST_PLAIN_S * 1_000 ? null : ms;
}

function durationMs(text: string): number {
  let ms = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(AMOUNTS)) {
    ms += Number(amount) * unitMs(unit.toLowerCase());
  }
  return ms;
}

function unitMs(unit: string): number {
  if (unit === 'ms' || unit.startsWith('milli')) return 1;
  if (unit.startsWith('h')) return 3_600_000;
  return unit.startsWith('m') ? 60_000 : 1_000;
}

function bounded(ms: number | null): number | null {
  return ms === null ? null : Math.min(Math.ceil(ms), LONGEST_MS);
}
