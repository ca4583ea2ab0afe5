import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { wavOf } from '../src/audio/wav.js';
import { recordingsOf, sentencesOf } from '../src/web/client/pages/phone/audio/recorded-speech.js';
import { ONE_PIZZA, PIZZA_AND_DESSERT } from '../src/web/client/pages/phone/caller/wishes.js';
import type { OrderReport } from './simulators/print/ops-client.js';
import { readScenario } from './simulators/scenario.js';
import { silence } from './simulators/speech/mulaw.js';
import { speak } from './simulators/speech/speak.js';
import { OPS_TOKEN } from './support/account.js';
import { accessibilityFaults, type Look, PageBrowser } from './support/browser.js';
import { until } from './support/eventually.js';
import { startLine } from './support/line.js';
import { writeAlwaysOpenMenu, writeClosedMenu } from './support/menu-fixture.js';
import { RECORDINGS_FOLDER, walkOrderLine } from './support/order-line-walk.js';
import { type RunningApp, startApp } from './support/start-app.js';

const SHORT = readScenario(join(import.meta.dirname, 'scenarios/short.json'));
const PIZZA = 'A small Margherita for Ben, please.';
/** Long enough to be interrupted. */
const GREETING =
  'Hello, this is the restaurant. We have pizza, pasta, salads, desserts, and a long list of cold ' +
  'drinks, all of which are fresh and made by hand today.';
/** When the person at the microphone begins to speak, while the greeting is still being said. */
const SPEAKS_AFTER_MS = 4_500;
/** As `npm start` without any variable. */
const NEWCOMER = {
  VOICE_FILE: 'data/voice.json',
  OPS_TOKEN: '',
  TWILIO_ACCOUNT_SID: '',
  TWILIO_AUTH_TOKEN: '',
};
const MENU = new URL('../data/menu.json', import.meta.url);
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

/** A request that `answers` has answered. */
interface Asked {
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
}

/** Answers webhooks in the place of the server: TwiML by path. Returns what was asked, so far. */
async function answers(
  page: Page,
  documents: Readonly<Record<string, (form: Asked['form']) => string>>,
): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  for (const [path, verbs] of Object.entries(documents)) {
    await page.route(
      (url) => url.pathname === path,
      (route) => {
        const form = Object.fromEntries(new URLSearchParams(route.request().postData() ?? ''));
        asked.push({ path, form });
        const body = `<Response>${verbs(form)}</Response>`;
        return route.fulfill({ contentType: 'text/xml', body });
      },
    );
  }
  return asked;
}

/** Lets the time of a page run fast until its phone is in a state: nothing waits for what is said. */
async function untilInNoTime(page: Page, words: string): Promise<void> {
  const state = page.getByRole('status').getByText(words);
  await until(async () => {
    await page.clock.runFor(1_000);
    return (await state.count()) > 0;
  });
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
    () => startApp(),
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
        const spoken = page.getByRole('list', { name: 'Conversation' });
        await spoken.getByText(PIZZA).waitFor();
        expect(await spoken.innerText()).toMatch(
          /Line\s+Hello, this is.*\s+Broken off\s+You\s+A small/,
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
      const spoken = page.getByRole('list', { name: 'Conversation' });
      expect(await spoken.innerText()).toMatch(
        /Sample caller\s+A small.*\s+Line\s+.*Is that right\?\s+Sample caller\s+Yes\.\s+Line\s+.*oodbye!/,
      );
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
      await page.clock.install();
      const documents = page.locator('summary', { hasText: '/voice/gather' });
      const answer = async (give: () => Promise<unknown>): Promise<void> => {
        await untilInNoTime(page, 'Your turn');
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
      await untilInNoTime(page, 'The line hung up');
      const response = await fetch(`${url}/orders`, { headers: authorization });
      const { orders } = (await response.json()) as { orders: OrderReport[] };
      expect(orders.map(({ state, totalCents }) => [state, totalCents])).toEqual([
        ['placed', 1361],
      ]);
    },
    LIMIT_MS,
  );

  const folders = shared(
    () => mkdtemp(join(tmpdir(), 'voiceplate-')),
    (made) => rm(made, { recursive: true, force: true }),
  );
  const folder = async (): Promise<string> => mkdtemp(join(await folders(), 'menu-'));
  const newcomer = shared(
    async () =>
      startApp({ ...NEWCOMER, MENU_FILE: await writeAlwaysOpenMenu(await folder(), MENU) }),
    (made) => made.close(),
  );

  // After a change of data/voice.json or data/menu.json: npm run recordings.
  it('has a recording of all that a line without AI says to the sample callers', async () => {
    const names = (await readdir(RECORDINGS_FOLDER)).map((file) => file.replace('.ulaw', ''));
    const recordings = Object.fromEntries(names.map((name) => [name, name]));
    const unheard = async ({ config }: RunningApp): Promise<readonly string[]> => {
      const { publicUrl } = config.http;
      const said = [
        ...(await walkOrderLine(publicUrl, ONE_PIZZA)),
        ...(await walkOrderLine(publicUrl, PIZZA_AND_DESSERT)),
      ];
      expect(said.join(' ')).toMatch(/order number is .* order number is/);
      return said.flatMap(sentencesOf).filter((text) => recordingsOf(text, recordings) === null);
    };
    expect(await unheard(await newcomer())).toEqual([]);
    const closed = await startApp({
      ...NEWCOMER,
      MENU_FILE: await writeClosedMenu(await folder(), MENU),
    });
    try {
      expect(await unheard(closed)).toEqual([]);
    } finally {
      await closed.close();
    }
  });

  it(
    'lets a newcomer without a key hear a whole order in a browser without a voice',
    async () => {
      const { url } = await newcomer();
      const page = await (await refusing()).open(`${url}/phone`);
      const heard: string[] = [];
      page.on('response', (answer) => {
        if (answer.url().endsWith('.ulaw') && answer.ok()) heard.push(answer.url());
      });
      await page.getByLabel('A sample caller').check();
      await call(page);
      await page.clock.install();
      await untilInNoTime(page, 'The line hung up');
      const { orders } = (await (await fetch(`${url}/orders`)).json()) as { orders: OrderReport[] };
      expect(orders.map(({ state }) => state)).toContain('placed');
      expect(heard.some((file) => file.includes('thanks-for-calling-luigis'))).toBe(true);
      expect(heard.some((file) => file.includes('your-order-number-is'))).toBe(true);
      expect(await page.getByText('Shown').count()).toBe(0);
    },
    LIMIT_MS,
  );

  it(
    'says which sentence of a line is shown and not heard',
    async () => {
      const { url } = await newcomer();
      const page = await (await refusing()).open(`${url}/phone`);
      const say = (text: string, language: string): string =>
        `<Say language="${language}">${text}</Say>`;
      await answers(page, {
        '/voice': () =>
          say('Anything else? We have moved to the moon.', 'en-US') +
          say('Hasta luego.', 'es-US') +
          say('Goodbye!', 'en-US'),
      });
      await call(page);
      await seesState(page, 'The line hung up');
      expect(await page.getByRole('list', { name: 'Conversation' }).innerText()).toMatch(
        /moon\.\s+Shown, and heard in part.*\s+Line\s+Hasta luego\.\s+Shown, not heard.*\s+Line\s+Goodbye!$/,
      );
    },
    LIMIT_MS,
  );

  it(
    'plays, dials a person who is busy and then answers, and takes a message that can be heard',
    async () => {
      const { url, config } = await newcomer();
      const { publicUrl } = config.http;
      const browser = await PageBrowser.start();
      try {
        const page = await browser.open(`${url}/phone`, { permissions: ['microphone'] });
        let plays = 0;
        await page.route('**/tone.wav', (route) => {
          plays += 1;
          return route.fulfill({ contentType: 'audio/wav', body: wavOf(silence(300)) });
        });
        const dial =
          `<Dial action="${publicUrl}/dialled" callerId="+12125550142">` +
          `<Number url="${publicUrl}/whisper">+12125550199</Number></Dial>`;
        const told = await answers(page, {
          '/voice': () => `<Play loop="2">${publicUrl}/tone.wav</Play>${dial}`,
          '/whisper': () =>
            `<Gather numDigits="1" action="${publicUrl}/taken"><Say>Thank you.</Say></Gather><Hangup/>`,
          '/taken': () => '<Say>Thank you.</Say>',
          '/dialled': ({ DialCallStatus }) =>
            DialCallStatus === 'busy'
              ? dial
              : `<Record action="${publicUrl}/recorded" finishOnKey="#" maxLength="20"/>`,
          '/recorded': () => '<Say>Goodbye!</Say><Hangup/>',
        });
        const press = (name: string): Promise<void> =>
          page.getByRole('button', { name, exact: true }).click();
        await call(page);
        await seesState(page, 'Ringing: +12125550199');
        await press('Busy');
        await until(() => told.some(({ form }) => form['DialCallStatus'] === 'busy'));
        await seesState(page, 'Ringing: +12125550199');
        await press('Answer');
        await seesState(page, 'Your turn: press a key');
        await press('1');
        await seesState(page, 'Put through: +12125550199');
        await press('Their phone hangs up');
        await seesState(page, 'Recording');
        await page.waitForTimeout(2_500);
        await press('Pound');
        await seesState(page, 'The line hung up');
        expect(plays).toBeGreaterThan(0);
        const [busy, completed] = told.filter(({ path }) => path === '/dialled');
        expect(busy?.form).toMatchObject({ DialCallStatus: 'busy', DialBridged: 'false' });
        expect(completed?.form).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'true' });
        expect(told.find(({ path }) => path === '/taken')?.form).toMatchObject({
          Digits: '1',
          Direction: 'outbound-dial',
          ParentCallSid: completed?.form['CallSid'],
        });
        const recorded = told.find(({ path }) => path === '/recorded')?.form;
        expect(recorded).toMatchObject({
          Digits: '#',
          RecordingDuration: expect.stringMatching(/^[23]$/),
          RecordingUrl: expect.stringMatching(
            /^https:\/\/api\.twilio\.com\/2010-04-01\/Accounts\/AC\w{32}\/Recordings\/RE\w{32}$/,
          ),
        });
        const message = page.locator('audio');
        expect(await message.getAttribute('aria-label')).toBe(
          `Your message, ${recorded?.['RecordingDuration']} s`,
        );
        await until(() => message.evaluate((audio: { duration: number }) => audio.duration > 2));
        expect(await accessibilityFaults(page)).toEqual([]);
      } finally {
        await browser.close();
      }
    },
    LIMIT_MS,
  );
});
