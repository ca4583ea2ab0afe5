import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { readEnvironment } from '../config/environment.js';
import { PhoneCalls } from './phone/phone-calls.js';
import { TwilioTelephony } from './twilio-telephony.js';

const ACCOUNT = 'AC00000000000000000000000000000001';
const CALL = 'CA00000000000000000000000000000002';

/** Instead of an answer the connection breaks. */
const RESET = 0;

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

describe('TwilioTelephony', () => {
  let api: Server;
  let line: TwilioTelephony;
  let phoneCalls: PhoneCalls;
  let answers: Answer[];
  const requests: Array<{ method: string; url: string; authorization: string; form: object }> = [];

  beforeEach(async () => {
    Logger.overrideLogger(false);
    requests.length = 0;
    api = createServer((request, response) => {
      let text = '';
      request.on('data', (part: Buffer) => (text += part.toString()));
      request.on('end', () => {
        requests.push({
          method: request.method ?? '',
          url: request.url ?? '',
          authorization: request.headers.authorization ?? '',
          form: Object.fromEntries(new URLSearchParams(text)),
        });
        const { status, body = { sid: CALL } } = answers.shift() ?? { status: 200 };
        if (status === RESET) {
          request.socket.destroy();
          return;
        }
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    const { port } = api.address() as AddressInfo;
    const config = readEnvironment({
      TWILIO_ACCOUNT_SID: ACCOUNT,
      TWILIO_AUTH_TOKEN: 'secret',
      PUBLIC_URL: 'https://voice.example.com',
      TWILIO_API_URL: `http://127.0.0.1:${port}`,
    });
    phoneCalls = new PhoneCalls(config);
    line = new TwilioTelephony(config, phoneCalls);
    await line.onModuleInit();
    answers = [];
  });
  afterEach(async () => {
    api.closeAllConnections();
    await new Promise((resolve) => api.close(resolve));
  });

  it('completes the call', async () => {
    expect(await line.hangUp(CALL)).toBe(true);
    expect(requests).toEqual([
      {
        method: 'POST',
        url: `/2010-04-01/Accounts/${ACCOUNT}/Calls/${CALL}.json`,
        authorization: `Basic ${Buffer.from(`${ACCOUNT}:secret`).toString('base64')}`,
        form: { Status: 'completed' },
      },
    ]);
  });

  it('makes Twilio ask what follows', async () => {
    expect(await line.proceed(CALL)).toBe(true);
    expect(requests[0]?.form).toEqual({
      Twiml: expect.stringContaining(
        '<Redirect method="POST">https://voice.example.com/voice/next</Redirect>',
      ),
    });
  });

  it.each([
    ['not found', { status: 404, body: { code: 20404, status: 404, message: 'not found' } }],
    ['not in progress', { status: 400, body: { code: 21220, status: 400, message: 'state' } }],
  ])('takes a call that is %s for hung up, but not for gone on', async (_, answer) => {
    answers = [answer, answer];
    expect(await line.hangUp(CALL)).toBe(true);
    expect(await line.proceed(CALL)).toBe(false);
    expect(requests).toHaveLength(2);
  });

  it.each([
    [
      'a refusal for load',
      { status: 429, body: { code: 20429, status: 429, message: 'too many' } },
    ],
    ['a broken connection', { status: RESET }],
    ['trouble', { status: 503, body: 'unavailable' }],
  ])('tries again after %s', async (_, answer) => {
    answers = [answer, answer, { status: 200 }];
    expect(await line.hangUp(CALL)).toBe(true);
    expect(requests).toHaveLength(3);
  });

  it('gives up after the third try', async () => {
    answers = Array.from({ length: 9 }, () => ({ status: 500, body: {} }));
    expect(await line.hangUp(CALL)).toBe(false);
    expect(requests).toHaveLength(3);
  });

  it('does not repeat what will never work', async () => {
    answers = [{ status: 401, body: { code: 20003, status: 401, message: 'authenticate' } }];
    expect(await line.hangUp(CALL)).toBe(false);
    expect(requests).toHaveLength(1);
  });

  it('answers false when nothing listens', async () => {
    const config = readEnvironment({
      TWILIO_ACCOUNT_SID: ACCOUNT,
      TWILIO_AUTH_TOKEN: 'secret',
      TWILIO_API_URL: 'http://127.0.0.1:9',
    });
    const dead = new TwilioTelephony(config, new PhoneCalls(config));
    await dead.onModuleInit();
    expect(await dead.hangUp(CALL)).toBe(false);
  });

  it('answers false at once without credentials', async () => {
    const config = readEnvironment({});
    const local = new TwilioTelephony(config, new PhoneCalls(config));
    await local.onModuleInit();
    expect(await local.hangUp(CALL)).toBe(false);
    expect(requests).toEqual([]);
  });

  it('does not ask Twilio about calls of the phone page', async () => {
    const own = phoneCalls.make();
    expect([await line.hangUp(own), await line.proceed(own)]).toEqual([false, false]);
    expect(requests).toEqual([]);
  });
});
