import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { WebSocket } from 'ws';
import { wavOf } from '../src/audio/wav.js';
import type { OrderReport } from './simulators/print/ops-client.js';
import { readScenario } from './simulators/scenario.js';
import { silence } from './simulators/speech/mulaw.js';
import { speak } from './simulators/speech/speak.js';
import { ACCOUNT_SID, OPS_TOKEN } from './support/account.js';
import { accessibilityFaults, type Look, PageBrowser } from './support/browser.js';
import { until } from './support/eventually.js';
import { startLine } from './support/line.js';
import { type RunningApp, startApp } from './support/start-app.js';
import { refusal } from './support/upgrade.js';

const SHORT = readScenario(join(import.meta.dirname, 'scenarios/short.json'));
const PIZZA = 'A small Margherita for Ben, please.';
/** Long enough to be interrupted. */
const GREETING =
  'Hello, this is the restaurant. We have pizza, pasta, salads, desserts, and a long list of cold ' +
  'drinks, all of which are fresh and made by hand today.';
/** When the person at the microphone begins to speak, while the greeting is still being said. */
const SPEAKS_AFTER_MS = 4_500;
const KITCHEN_TOKEN = 'the-kitchen-token';
/** Of a call that is played beside others, with their boots. */
const LIMIT_MS = 60_000;

/** A figure of the page by its name. */
function figure(page: Page, name: string): Locator {
  return page.getByText(name, { exact: true }).locator('xpath=../dd');
}

async function openPhone(browser: PageBrowser, url: string, look: Look = {}): Promise<Page> {
  const page = await browser.open(`${url}/phone`, look);
  await page.getByLabel('Token').fill(OPS_TOKEN);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Phone', level: 1 }).waitFor();
  return page;
}

async function call(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Call', exact: true }).click();
}

async function seesState(page: Page, words: string): Promise<void> {
  await page.getByRole('status').getByText(words).waitFor({ timeout: 25_000 });
}

/** Made by the first who asks. */
function shared<T>(make: () => Promise<T>, end: (made: T) => Promise<void>): () => Promise<T> {
  let made: Promise<T> | null = null;
  afterAll(async () => {
    if (made !== null) await end(await made);
  });
  return () => (made ??= make());
}

describe('The phone in the browser', () => {
  const line = shared(
    () => startLine({ scenario: { ...SHORT, greeting: GREETING } }),
    (made) => made.close(),
  );
  const orderLine = shared(
    () => startApp({ KITCHEN_TOKEN }),
    (made) => made.close(),
  );
  const refusing = shared(
    () => PageBrowser.start({ refusesMicrophone: true }),
    (browser) => browser.close(),
  );

  it(
    'hears who speaks into the microphone, and stops at once',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'voiceplate-'));
      const microphone = join(folder, 'caller.wav');
      const spoken = [silence(SPEAKS_AFTER_MS), await speak(PIZZA, 'caller'), silence(20_000)];
      await writeFile(microphone, wavOf(Buffer.concat(spoken)));
      const { app, openai } = await line();
      const browser = await PageBrowser.start({ microphone });
      try {
        const page = await openPhone(browser, app.url, { permissions: ['microphone'] });
        await call(page);
        await seesState(page, 'Connected');
        await figure(page, 'Clears').getByText('1', { exact: true }).waitFor({ timeout: 15_000 });
        expect(await figure(page, 'Dropped by the last').textContent()).toMatch(/\d s$|\d{3} ms$/);
        await until(
          () =>
            openai.ears.recognised.some(({ text, exactShare }) => text === PIZZA && exactShare < 1),
          { what: 'the sentence is understood' },
        );
        await page.getByRole('button', { name: 'Hang up' }).click();
        await seesState(page, 'You hung up');
      } finally {
        await browser.close();
        await rm(folder, { recursive: true, force: true });
      }
    },
    LIMIT_MS,
  );

  it(
    'lets a sample caller order by itself',
    async () => {
      const ordering = await line();
      const { app, openai } = ordering;
      const page = await openPhone(await refusing(), app.url);
      await page.getByLabel('A sample caller').check();
      await call(page);
      await seesState(page, 'Connected');
      // Before its turn comes: the greeting is interrupted.
      await until(async () => (await figure(page, 'Marks returned').textContent()) !== '0');
      await page.getByRole('button', { name: PIZZA }).click();
      await figure(page, 'Clears').getByText('1', { exact: true }).waitFor();
      await seesState(page, 'The line hung up');

      const { orders } = await ordering.get<{ orders: OrderReport[] }>('/orders');
      expect(orders.map(({ state, totalCents }) => [state, totalCents])).toEqual([
        ['placed', 1361],
      ]);
      const exact = openai.ears.recognised.filter(({ exactShare }) => exactShare === 1);
      // Its last sentence is said again where an answer is slow.
      expect([...new Set(exact.map(({ text }) => text))]).toEqual([PIZZA, 'Yes.']);
      expect(await figure(page, 'Frames lost').textContent()).toBe('0');
      await page.getByRole('link', { name: 'View this call' }).waitFor();
      await page.locator('summary', { hasText: '/voice/next' }).click();
      await page.getByText('<Hangup/>').waitFor();
    },
    LIMIT_MS,
  );

  it.each(['light', 'dark'] as const)(
    'says what to do about a refused microphone, and can be used by all (%s)',
    async (theme) => {
      const { app } = await line();
      const page = await openPhone(await refusing(), app.url, { theme, width: 390 });
      expect(await accessibilityFaults(page)).toEqual([]);
      await call(page);
      await page.getByText('The microphone is blocked for this page').waitFor();
      await seesState(page, 'Connected');
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole('button', { name: 'Hang up' }).click();
      await seesState(page, 'You hung up');
    },
    LIMIT_MS,
  );

  it(
    'places an order by typed words and keys',
    async () => {
      const { url, authorization } = await orderLine();
      const page = await openPhone(await refusing(), url);
      await call(page);
      const documents = page.locator('summary', { hasText: '/voice/gather' });
      const answer = async (give: () => Promise<unknown>): Promise<void> => {
        await seesState(page, 'Your turn');
        const asked = await documents.count();
        await give();
        await until(async () => (await documents.count()) > asked);
      };
      const words = page.getByLabel('Say it in words');
      const type = (text: string) => async (): Promise<void> => {
        await words.fill(text);
        await words.press('Enter');
      };
      const key = (name: string) => () => page.getByRole('button', { name, exact: true }).click();
      await answer(type('A small Margherita, please.'));
      await answer(key('3'));
      await answer(key('1'));
      await answer(type('Ben'));
      await page.getByRole('heading', { name: 'Phone', level: 1 }).click();
      await answer(() => page.keyboard.press('1'));
      await seesState(page, 'The line hung up');
      const response = await fetch(`${url}/orders`, { headers: authorization });
      const { orders } = (await response.json()) as { orders: OrderReport[] };
      expect(orders.map(({ state, totalCents }) => [state, totalCents])).toEqual([
        ['placed', 1361],
      ]);
    },
    LIMIT_MS,
  );

  const post = async (
    path: string,
    form: Record<string, string>,
    headers: Record<string, string>,
  ): Promise<number> => {
    const { url } = await orderLine();
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
    const running = await orderLine();
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
    const running = await orderLine();
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
      // The same auth token seals the same ids: that of the other server would be a call's here.
      const own = await begin(await orderLine());
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
    const { app } = await line();
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
    }
  });
});
