import { stripVTControlCharacters } from 'node:util';
import { jest } from '@jest/globals';
import { startLine, type Line } from './support/line.js';
import { sign, webhook } from './support/start-edge.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('The id of a request', () => {
  let line: Line;
  let log: string;

  /** What is not JSON of production is text: `Message { callSid: '…', requestId: '…' }`. */
  const capture = (): void => {
    log = '';
    for (const stream of ['stdout', 'stderr'] as const) {
      jest.spyOn(process[stream], 'write').mockImplementation((text) => {
        log += stripVTControlCharacters(String(text));
        return true;
      });
    }
  };

  beforeAll(async () => {
    capture();
    line = await startLine({ env: { OPS_TOKEN: 'ops', LOG_LEVEL: 'DEBUG' } });
  });
  beforeEach(capture);
  afterAll(() => {
    capture();
    return line.close();
  });

  const ask = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
    fetch(line.app.url + path, { ...init, headers });
  const fallback = (callSid: string, requestId: string) => {
    const form = webhook(callSid);
    const url = `${line.app.config.http.publicUrl}/voice/fallback`;
    return ask(
      '/voice/fallback',
      { 'X-Twilio-Signature': sign(url, form), 'X-Request-Id': requestId },
      { method: 'POST', body: new URLSearchParams(form) },
    );
  };
  const linesWith = (text: string): string[] =>
    log.split('\n').filter((written) => written.includes(text));

  it.each([['a'], ['1-67.f_A'], ['x'.repeat(64)]])('is kept: %s', async (id) => {
    const { headers } = await ask('/health', { 'X-Request-Id': id });
    expect(headers.get('x-request-id')).toBe(id);
  });

  it.each([['x'.repeat(65)], ['two words'], ['"quoted"'], ['a\tb'], ['<b>'], ['']])(
    'is made anew instead of %j',
    async (id) => {
      const { headers } = await ask('/health', { 'X-Request-Id': id });
      expect(headers.get('x-request-id')).toMatch(UUID);
    },
  );

  it('is another one for each request', async () => {
    const answers = await Promise.all([ask('/health'), ask('/health')]);
    const ids = answers.map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(2);
  });

  it.each<[string, number, string, RequestInit]>([
    ['no access', 401, '/calls', {}],
    ['no access to a page of Swagger', 401, '/docs', {}],
    ['no such path', 404, '/nothing', {}],
    ['a webhook without a signature', 403, '/voice', { method: 'POST' }],
    ['a body that is not JSON', 400, '/voice', { method: 'POST', body: '{' }],
  ])('is in the problem of %s', async (_, status, path, init) => {
    const headers = { 'X-Request-Id': 'mine', 'Content-Type': 'application/json' };
    const response = await ask(path, headers, init);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ status, requestId: 'mine' });
    expect(response.headers.get('x-request-id')).toBe('mine');
  });

  it('is in every line that is logged for the request, of several at once too', async () => {
    const calls = ['one', 'two', 'three'].map((id) => [`CA${id}`, `request-${id}`] as const);
    await Promise.all(calls.map(([callSid, id]) => fallback(callSid, id)));
    for (const [callSid, id] of calls) {
      const ofCall = linesWith(`'${callSid}'`);
      expect(ofCall.some((written) => written.includes('Fallback asked'))).toBe(true);
      expect(ofCall.filter((written) => !written.includes(`requestId: '${id}'`))).toEqual([]);
    }
  });

  it('is in no line of a media stream, which a request led to', async () => {
    const call = await line.phone.dial();
    await call.hearsSpeech();
    await call.hangUp();
    const ofStream = linesWith('WebSocket connection accepted');
    expect(ofStream).toHaveLength(1);
    expect(linesWith('OpenAI Realtime session created')).toHaveLength(1);
    const stream = log.slice(log.indexOf(ofStream[0] ?? ''), log.indexOf('Call ended'));
    expect(stream).not.toContain('requestId');
  });
});
