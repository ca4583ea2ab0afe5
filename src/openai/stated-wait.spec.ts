import fc from 'fast-check';
import { statedWaitMs, waitInWordsMs } from './stated-wait.js';

const wait = (headers: Record<string, string>, message: string | null = null, status = 429) =>
  statedWaitMs({ status, header: (name) => headers[name], message });

describe('How long a service asks to wait', () => {
  it.each([
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after': '1.5' }, 1_500],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '7', 'retry-after-ms': '70' }, 70],
    [{ 'retry-after-ms': 'soon', 'retry-after': '3' }, 3_000],
    [{ 'retry-after': 'Sun, 22 Nov 2026' }, null],
    [{ 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, 0],
    [{ 'retry-after': '999999' }, null],
    [{ 'retry-after': '7200' }, 3_600_000],
    [{ 'retry-after': '-1' }, null],
    [{ 'x-ratelimit-reset-requests': '1.2s' }, 1_200],
    [{ 'x-ratelimit-reset-requests': '6m0s' }, 360_000],
    [{ 'x-ratelimit-reset-tokens': '20ms' }, 20],
    [{ 'x-ratelimit-reset-tokens': '1h2m3s' }, 3_600_000],
    [{ 'x-ratelimit-reset-tokens': '4' }, 4_000],
    [{ 'x-ratelimit-reset-tokens': '1900000000' }, null],
    [{ 'x-ratelimit-reset-requests': '1s', 'x-ratelimit-reset-tokens': '3s' }, 3_000],
    [
      {
        'x-ratelimit-reset-requests': '1s',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-tokens': '9s',
        'x-ratelimit-remaining-tokens': '120',
      },
      1_000,
    ],
    [{ 'retry-after': '1', 'x-ratelimit-reset-requests': '50s' }, 1_000],
    [{}, null],
  ])('%j: %s ms', (headers: Record<string, string>, ms) => {
    expect(wait(headers)).toBe(ms);
  });

  it('may be a date', () => {
    const at = new Date(Date.now() + 30_000).toUTCString();
    const ms = wait({ 'retry-after': at });
    expect(ms).toBeGreaterThan(28_000);
    expect(ms).toBeLessThanOrEqual(30_000);
  });

  it.each([
    ['Rate limit reached. Please try again in 1.2s.', 1_200],
    ['Please try again in 20ms. Visit the dashboard.', 20],
    ['Please try again in 6m0s.', 360_000],
    ['Please try again in 2 seconds.', 2_000],
    ['Please try again in 1 minute 5 seconds', 65_000],
    ['Please try again later.', null],
    ['Please try again in a moment.', null],
    ['Please try again in 3 steps.', null],
    [null, null],
  ])('may be said in words: %j', (message, ms) => {
    expect(waitInWordsMs(message)).toBe(ms);
    expect(wait({}, message)).toBe(ms);
  });

  it('is what a header says before what the message says', () => {
    expect(wait({ 'retry-after': '4' }, 'Please try again in 1s.')).toBe(4_000);
    expect(wait({ 'x-ratelimit-reset-requests': '2s' }, 'Please try again in 1s.')).toBe(2_000);
  });

  it('is no matter of limits and words when no limit was reached', () => {
    expect(wait({ 'x-ratelimit-reset-requests': '2s' }, 'Please try again in 1s.', 500)).toBeNull();
    expect(wait({ 'retry-after': '2' }, null, 503)).toBe(2_000);
  });

  it('is never negative, never endless, whatever the header says', () => {
    fc.assert(
      fc.property(fc.string(), fc.double(), (text, number) => {
        for (const value of [text, String(number)]) {
          const names = ['retry-after', 'retry-after-ms', 'x-ratelimit-reset-tokens'];
          for (const ms of names.map((name) => wait({ [name]: value }, value))) {
            expect(ms === null || (ms >= 0 && ms <= 3_600_000)).toBe(true);
          }
        }
      }),
    );
  });
});
