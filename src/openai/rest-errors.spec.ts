import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { ProviderError } from '../common/provider-error.js';
import { pauseBeforeRetryMs, providerErrorOf } from './rest-errors.js';

function answer(
  status: number,
  code: string | null,
  headers: Record<string, string> = {},
): APIError {
  const body = {
    error: { message: 'what the caller said', type: 'some_error', code, param: null },
  };
  return APIError.generate(status, body, undefined, new Headers(headers));
}

describe('A failed request', () => {
  it.each([
    [401, 'invalid_api_key', 'account', false],
    [401, null, 'account', false],
    [403, 'unsupported_country_region_territory', 'account', false],
    [429, 'insufficient_quota', 'account', false],
    [429, 'rate_limit_exceeded', 'provider', true],
    [404, 'model_not_found', 'request', false],
    [400, 'invalid_value', 'request', false],
    [400, null, 'request', false],
    [408, null, 'provider', true],
    [409, null, 'provider', true],
    [500, null, 'provider', true],
    [503, 'overloaded', 'provider', true],
  ] as const)(
    'with %i and code %s is the %s’s fault, retryable: %s',
    (status, code, fault, retryable) => {
      const error = providerErrorOf(answer(status, code));
      expect(error).toMatchObject({ code: code ?? 'some_error', fault, retryable });
    },
  );

  it('does not repeat the service’s message, which may hold what was said', () => {
    expect(providerErrorOf(answer(400, 'invalid_value')).message).not.toContain('caller');
  });

  it.each([
    [new APIConnectionError({ message: 'refused' }), 'connection'],
    [new APIConnectionTimeoutError(), 'timeout'],
    [new APIUserAbortError(), 'timeout'],
    [new TypeError('terminated'), 'connection'],
    ['junk', 'connection'],
  ])('that is %s may pass', (cause, code) => {
    expect(providerErrorOf(cause)).toMatchObject({ code, fault: 'provider', retryable: true });
  });

  it('inside of a stream carries its code', () => {
    const quota = new APIError(undefined, { code: 'insufficient_quota' }, undefined, undefined);
    expect(providerErrorOf(quota)).toMatchObject({ code: 'insufficient_quota', retryable: false });
  });

  it('that is known already stays as it is', () => {
    const known = new ProviderError('empty_answer', 'nothing', 'provider', true);
    expect(providerErrorOf(known)).toBe(known);
  });

  it('says how long to wait', () => {
    expect(pauseBeforeRetryMs(answer(429, null, { 'retry-after': '1.5' }))).toBe(1_500);
    expect(
      pauseBeforeRetryMs(answer(429, null, { 'retry-after-ms': '70', 'retry-after': '9' })),
    ).toBe(70);
    expect(pauseBeforeRetryMs(answer(429, null, { 'retry-after': 'Sun, 22 Nov 2026' }))).toBe(200);
    expect(pauseBeforeRetryMs(new TypeError('terminated'))).toBe(200);
  });
});
