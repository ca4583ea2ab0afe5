import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { jest } from '@jest/globals';
import { handshakeError } from './handshake-refusal.js';

describe('The answer to a refused handshake', () => {
  let answer: PassThrough;
  const refused = (statusCode: number, headers: Record<string, string> = {}) => {
    answer = new PassThrough();
    return handshakeError(
      Object.assign(answer, { statusCode, headers }) as unknown as IncomingMessage,
    );
  };
  const quota = JSON.stringify({ error: { code: 'insufficient_quota', message: 'Spent.' } });

  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('is read to its end, however it is cut', async () => {
    const error = refused(429);
    for (const part of quota) answer.write(part);
    answer.end();
    expect(await error).toMatchObject({ code: 'insufficient_quota', retryable: false });
  });

  it('says when to come back', async () => {
    const error = refused(429, { 'retry-after': '4' });
    answer.end();
    expect(await error).toMatchObject({ code: 'http_429', retryable: true, retryAfterMs: 4_000 });
  });

  it('is waited for no longer than a second', async () => {
    const error = refused(503);
    answer.write(quota.slice(0, 20));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await error).toMatchObject({ code: 'http_503', retryable: true });
  });

  it('is read no further than 16 KiB', async () => {
    const error = refused(500);
    answer.write(Buffer.alloc(17 * 1024, 'x'));
    expect(await error).toMatchObject({ code: 'http_500' });
  });

  it('may break off', async () => {
    const error = refused(500);
    answer.destroy(new Error('reset'));
    expect(await error).toMatchObject({ code: 'http_500' });
  });
});
