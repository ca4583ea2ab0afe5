import { APIError } from 'openai';
import { requested, streamed } from './resilient-request.js';

const LIMITS = { attemptMs: 60, stallMs: 60 };
const SERVER_ERROR = APIError.generate(500, {}, undefined, new Headers({ 'retry-after-ms': '1' }));
const UNKNOWN_KEY = APIError.generate(401, {}, undefined, new Headers());

/** Rejects when the signal is aborted, as a request does. */
function never(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
  });
}

async function* parts(...items: readonly (string | Error)[]): AsyncGenerator<string> {
  for (const item of items) {
    if (item instanceof Error) throw item;
    yield await Promise.resolve(item);
  }
}

async function collect(stream: AsyncIterable<string>, into: string[] = []): Promise<string[]> {
  for await (const part of stream) into.push(part);
  return into;
}

describe('A request', () => {
  const { signal } = new AbortController();

  it('is sent once when it succeeds', async () => {
    let sent = 0;
    expect(await requested(signal, () => Promise.resolve((sent += 1)))).toBe(1);
  });

  it('is sent once more after a failure that may pass', async () => {
    let sent = 0;
    const send = () => ((sent += 1) === 1 ? Promise.reject(SERVER_ERROR) : Promise.resolve('ok'));
    expect(await requested(signal, send)).toBe('ok');
    expect(sent).toBe(2);
  });

  it('is given up after the second failure', async () => {
    let sent = 0;
    const send = () => Promise.reject((sent += 1) && SERVER_ERROR);
    await expect(requested(signal, send)).rejects.toMatchObject({ retryable: true });
    expect(sent).toBe(2);
  });

  it('is not sent again when that cannot help', async () => {
    let sent = 0;
    const send = () => Promise.reject((sent += 1) && UNKNOWN_KEY);
    await expect(requested(signal, send)).rejects.toMatchObject({ fault: 'account' });
    expect(sent).toBe(1);
  });

  it('is not sent again when the service asks for a pause that no caller would sit through', async () => {
    let sent = 0;
    const busy = APIError.generate(429, {}, undefined, new Headers({ 'retry-after': '30' }));
    const send = () => Promise.reject((sent += 1) && busy);
    await expect(requested(signal, send)).rejects.toMatchObject({ retryable: true });
    expect(sent).toBe(1);
  });

  it('is cut off and sent once more when no answer comes', async () => {
    const signals: AbortSignal[] = [];
    const send = (attempt: AbortSignal) => {
      signals.push(attempt);
      return never(attempt);
    };
    await expect(requested(signal, send, LIMITS)).rejects.toMatchObject({ code: 'timeout' });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  it('ends at once with its call, also between two attempts', async () => {
    const call = new AbortController();
    let sent = 0;
    const slow = APIError.generate(500, {}, undefined, new Headers({ 'retry-after': '1.9' }));
    const request = requested(call.signal, () => Promise.reject((sent += 1) && slow));
    const startedAt = performance.now();
    setImmediate(() => call.abort());
    await expect(request).rejects.toMatchObject({ name: 'ProviderError' });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(sent).toBe(1);
  });
});

describe('A streamed answer', () => {
  const { signal } = new AbortController();

  it('is passed on in its order', async () => {
    expect(await collect(streamed(signal, () => Promise.resolve(parts('a', 'b'))))).toEqual([
      'a',
      'b',
    ]);
  });

  it('is asked for once more when it fails before its first part', async () => {
    const answers = [parts(SERVER_ERROR), parts('a', 'b')];
    const open = () => Promise.resolve(answers.shift() ?? parts());
    expect(await collect(streamed(signal, open))).toEqual(['a', 'b']);
  });

  it('is not begun again when it breaks off', async () => {
    let opened = 0;
    const got: string[] = [];
    const open = () => {
      opened += 1;
      return Promise.resolve(parts('a', new TypeError('terminated')));
    };
    await expect(collect(streamed(signal, open), got)).rejects.toMatchObject({
      code: 'connection',
    });
    expect([got, opened]).toEqual([['a'], 1]);
  });

  it('is cut off when it stalls', async () => {
    let seen: AbortSignal | undefined;
    async function* stalling(attempt: AbortSignal): AsyncGenerator<string> {
      yield 'a';
      await never(attempt);
    }
    const open = (attempt: AbortSignal) => Promise.resolve(stalling((seen = attempt)));
    await expect(collect(streamed(signal, open, LIMITS))).rejects.toMatchObject({
      code: 'timeout',
    });
    expect(seen?.aborted).toBe(true);
  });

  it('is let go when nobody wants the rest', async () => {
    let seen: AbortSignal | undefined;
    const open = (attempt: AbortSignal) => {
      seen = attempt;
      return Promise.resolve(parts('a', 'b'));
    };
    for await (const part of streamed(signal, open)) {
      expect(part).toBe('a');
      break;
    }
    expect(seen?.aborted).toBe(true);
  });
});
