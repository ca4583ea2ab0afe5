import { join } from 'node:path';
import { WebSocket } from 'ws';
import { readScenario } from './simulators/scenario.js';
import { ACCOUNT_SID, OPS_TOKEN } from './support/account.js';
import { startLine } from './support/line.js';
import { type RunningApp, startApp } from './support/start-app.js';
import { refusal } from './support/upgrade.js';

const SHORT = readScenario(join(import.meta.dirname, 'scenarios/short.json'));
const KITCHEN_TOKEN = 'the-kitchen-token';

describe('What lets the phone in the browser in', () => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await startApp({ KITCHEN_TOKEN });
  });
  afterAll(() => running.close());

  const post = async (
    path: string,
    form: Record<string, string>,
    headers: Record<string, string>,
  ): Promise<number> => {
    const { url } = running;
    const body = new URLSearchParams(form);
    return (await fetch(url + path, { method: 'POST', body, headers })).status;
  };

  const begin = async (app: RunningApp): Promise<string> => {
    const answer = await fetch(`${app.url}/phone/calls`, {
      method: 'POST',
      headers: app.authorization,
    });
    return ((await answer.json()) as { callSid: string }).callSid;
  };

  it('opens the webhooks to operators alone, and for calls of the page alone', async () => {
    const operator = running.authorization;
    const kitchen = { authorization: `Bearer ${KITCHEN_TOKEN}` };
    const own = await begin(running);
    const foreign = `CA${'a'.repeat(32)}`;
    const status = (path: string, callSid: string, headers = operator): Promise<number> =>
      post(path, { CallSid: callSid, AccountSid: ACCOUNT_SID }, headers);

    for (const path of ['/voice', '/voice/next', '/voice/gather', '/voice/fallback']) {
      expect([path, await status(path, own, {})]).toEqual([path, 403]);
      expect([path, await status(path, own, kitchen)]).toEqual([path, 403]);
      expect([path, await status(path, foreign)]).toEqual([path, 403]);
    }
    expect(await status('/voice', own)).toBe(200);
    expect(await status('/call/status', foreign)).toBe(403);
    expect(await status(`/voice/whisper?call=${foreign}&reason=asked&leg=0`, own)).toBe(403);
    expect(await status(`/voice/whisper/key?call=${foreign}&call=${own}`, own)).toBe(403);
    expect(await status(`/voice/whisper?call=${own}&reason=asked&leg=0`, own)).toBe(200);
    const site = { ...operator, 'sec-fetch-site': 'cross-site' };
    expect(await status('/voice', own, site)).toBe(403);
    const tampered = own.slice(0, -1) + (own.endsWith('0') ? '1' : '0');
    expect(await status('/voice', tampered)).toBe(403);
    expect(await status('/voice', own)).toBe(200);

    const asked = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${running.url}/phone/calls`, { method: 'POST', headers })).status;
    expect([await asked({}), await asked(kitchen)]).toEqual([401, 403]);
  });

  it('opens no stream without a token of the very call', async () => {
    const own = await begin(running);
    const url = (query: Record<string, string>): string =>
      `${running.wsUrl}?${new URLSearchParams(query).toString()}`;
    expect(await refusal(url({}))).toBe(403);
    expect(await refusal(url({ call: own }))).toBe(403);
    expect(await refusal(url({ call: own, token: 'A'.repeat(72) }))).toBe(403);
    expect(await refusal(url({ call: 'CA' + '0'.repeat(32), token: OPS_TOKEN }))).toBe(403);
  });

  it('is off where ENABLE_PHONE says so, as in production', async () => {
    const off = await startApp({ ENABLE_PHONE: 'false' });
    try {
      const made = await fetch(`${off.url}/phone/calls`, {
        method: 'POST',
        headers: off.authorization,
      });
      expect(made.status).toBe(404);
      const page = await fetch(`${off.url}/phone`, { headers: off.authorization });
      expect(page.status).toBe(404);
      expect(await page.json()).toMatchObject({ detail: 'ENABLE_PHONE is not set.' });
      // A person is told on a page, and no page leads there.
      const asPerson = async (path: string): Promise<readonly [number, boolean]> => {
        const headers = { ...off.authorization, accept: 'text/html' };
        const answer = await fetch(off.url + path, { headers });
        return [answer.status, (await answer.text()).includes(' data-phone="off"')];
      };
      expect(await asPerson('/phone')).toEqual([404, true]);
      expect(await asPerson('/')).toEqual([200, true]);
      // The same auth token seals the same ids: that of the other server would be a call's here.
      const own = await begin(running);
      const voice = await fetch(`${off.url}/voice`, {
        method: 'POST',
        body: new URLSearchParams({ CallSid: own, AccountSid: ACCOUNT_SID }),
        headers: off.authorization,
      });
      expect(voice.status).toBe(403);
    } finally {
      await off.close();
    }
  });

  it('opens a stream once, by the token of its call', async () => {
    const line = await startLine({ scenario: SHORT });
    const { app } = line;
    const sockets: WebSocket[] = [];
    try {
      const headers = app.authorization;
      const made = await fetch(`${app.url}/phone/calls`, { method: 'POST', headers });
      const { callSid } = (await made.json()) as { callSid: string };
      const body = new URLSearchParams({ CallSid: callSid, AccountSid: ACCOUNT_SID });
      const voice = await fetch(`${app.url}/voice`, { method: 'POST', body, headers });
      const [, token = ''] = /name="token" value="([^"]+)"/.exec(await voice.text()) ?? [];
      const open = async (call: string): Promise<number> => {
        const query = new URLSearchParams({ call, token }).toString();
        const socket = new WebSocket(`${app.wsUrl}?${query}`);
        sockets.push(socket);
        await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
        const streamSid = `MZ${'1'.repeat(31)}${sockets.length}`;
        const start = {
          accountSid: ACCOUNT_SID,
          streamSid,
          callSid,
          tracks: ['inbound'],
          mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
          customParameters: { token },
        };
        socket.send(JSON.stringify({ event: 'start', sequenceNumber: '1', start, streamSid }));
        return new Promise((resolve) => {
          socket.once('message', () => resolve(0));
          socket.once('close', (code) => resolve(code));
        });
      };
      expect(await open(callSid)).toBe(0);
      expect(await open(callSid)).toBe(1008);
      await expect(open(`CA${'b'.repeat(32)}`)).rejects.toThrow('403');
    } finally {
      for (const socket of sockets) socket.terminate();
      await line.close();
    }
  });
});
