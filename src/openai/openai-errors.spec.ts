import { errorOfClose, errorOfCode, errorOfHandshake, isHarmless } from './openai-errors.js';
import { readServerEvent } from './openai-events.js';

const PERMANENT = [
  ['invalid_api_key', 'account'],
  ['insufficient_quota', 'account'],
  ['credit_balance_exhausted', 'account'],
  ['billing_hard_limit_reached', 'account'],
  ['account_deactivated', 'account'],
  ['authentication_error', 'account'],
  ['unsupported_country_region_territory', 'account'],
  ['invalid_model', 'request'],
  ['model_not_found', 'request'],
  ['missing_model', 'request'],
  ['beta_api_shape_disabled', 'request'],
] as const;
const body = (code: string | null, type: string | null = 'invalid_request_error') => ({
  code,
  type,
  retryAfterMs: 2_000,
});
const event = (type: string, code: string | null, eventId: string | null = null) => ({
  type,
  code,
  eventId,
});

describe.each(PERMANENT)('%s', (code, fault) => {
  const permanent = { code, fault, retryable: false, retryAfterMs: null };

  it.each([400, 401, 404, 429, 503])(
    'is permanent in the body of a handshake with %i',
    (status) => {
      expect(errorOfHandshake(status, body(code))).toMatchObject(permanent);
      expect(errorOfHandshake(status, body(null, code))).toMatchObject(permanent);
    },
  );

  it('is permanent as an error event', () => {
    expect(isHarmless(event('invalid_request_error', code))).toBe(false);
    expect(isHarmless(event(code, null))).toBe(false);
    expect(errorOfCode(code, 'refused', 2_000)).toMatchObject(permanent);
  });

  it.each([
    [4000, `invalid_request_error.${code}`],
    [1008, code],
    [1011, `${code}.refused`],
    [1000, `closed: ${code}`],
  ])('is permanent as the reason of a close with %i', (closeCode, reason) => {
    expect(errorOfClose(closeCode, reason)).toMatchObject(permanent);
  });

  it.each([
    { code, type: 'invalid_request_error' },
    { code: null, type: code },
    { code: 'something_else', type: code },
  ])('is permanent in a failed response: %j', (error) => {
    const response = { id: 'r', status: 'failed', status_details: { error }, output: [] };
    const done = readServerEvent(Buffer.from(JSON.stringify({ type: 'response.done', response })));
    expect(done).toMatchObject({ errorCode: code });
  });
});

describe('What may pass', () => {
  it.each([
    [429, body('rate_limit_exceeded', 'requests'), 'rate_limit_exceeded', 'provider', 2_000],
    [429, body(null, null), 'http_429', 'provider', 2_000],
    [503, body('overloaded'), 'http_503', 'provider', 2_000],
    [408, body(null), 'http_408', 'provider', 2_000],
  ])('is a handshake refused with %i: %j', (status, details, code, fault, retryAfterMs) => {
    const expected = { code, fault, retryable: true, retryAfterMs };
    expect(errorOfHandshake(status, details)).toMatchObject(expected);
  });

  it.each([
    [401, 'account'],
    [403, 'account'],
    [404, 'request'],
    [400, 'request'],
  ])('is no handshake refused with %i for an unknown reason', (status, fault) => {
    const expected = { code: `http_${status}`, fault, retryable: false, retryAfterMs: null };
    expect(errorOfHandshake(status, body('refused'))).toMatchObject(expected);
  });

  it('is a close for a rate limit, whatever its number', () => {
    const reason = 'rate_limit_exceeded. Please try again in 1.2s';
    const expected = { code: 'rate_limit_exceeded', retryable: true, retryAfterMs: 1_200 };
    expect(errorOfClose(1008, reason)).toMatchObject(expected);
  });

  it.each([
    [1006, '', true],
    [1011, 'server_error', true],
    [1008, 'policy', false],
    [4000, 'invalid_request_error.unknown_parameter', false],
  ])('is decided by the number of any other close: %i', (closeCode, reason, retryable) => {
    expect(errorOfClose(closeCode, reason)).toMatchObject({
      code: `close_${closeCode}`,
      retryable,
    });
  });
});

describe('An error event', () => {
  it.each([
    [event('invalid_request_error', 'item_truncate_invalid_item_id', 'vp_1'), true],
    [event('invalid_request_error', null, 'vp_1'), true],
    [event('server_error', null), true],
    [event('server_error', null, 'vp_1'), false],
    [event('unknown', null), true],
    [event('new_kind_of_error', 'new_code', 'vp_1'), true],
    [event('invalid_request_error', 'session_expired'), false],
    [event('tokens', 'rate_limit_exceeded'), false],
    [event('rate_limit_error', null), false],
  ])('%j leaves the session as it was: %s', (error, harmless) => {
    expect(isHarmless(error)).toBe(harmless);
  });
});
