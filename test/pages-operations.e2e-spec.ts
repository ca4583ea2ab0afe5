import { setTimeout as pause } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { Call } from '../src/calls/call/call.js';
import { CallSnapshots } from '../src/calls/state/call-snapshots.js';
import { ClusterBus } from '../src/cluster/cluster-bus.js';
import type { Scenario } from './simulators/scenario.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { OPS_TOKEN } from './support/account.js';
import { accessibilityFaults, type Look, PageBrowser } from './support/browser.js';
import { untilCall } from './support/call-view.js';
import { startLine, type Line } from './support/line.js';
import { startPostgres, type PostgresServer } from './support/postgres.js';

const SCENARIO: Scenario = {
  name: 'a growing order',
  greeting: 'Hello, this is Luigi.',
  turns: [
    {
      caller: 'A large pepperoni, please.',
      steps: [
        { tools: [{ name: 'add_item', arguments: { itemId: 'pepperoni', options: ['large'] } }] },
        { say: 'One large pepperoni.' },
      ],
    },
    {
      caller: 'And a second one.',
      steps: [
        { tools: [{ name: 'add_item', arguments: { itemId: 'pepperoni', options: ['small'] } }] },
        { say: 'And a small pepperoni.' },
      ],
    },
  ],
};
const MANY = 200;
/** How long the cost of an open page is measured. */
const MEASURED_MS = 2_000;

describe('The page of operations', () => {
  let postgres: PostgresServer;
  let line: Line;
  let browser: PageBrowser;
  let page: Page;

  beforeAll(async () => {
    postgres = await startPostgres();
    line = await startLine({
      scenario: SCENARIO,
      env: { DATABASE_URL: await postgres.createDatabase() },
    });
    browser = await PageBrowser.start();
    page = await signedIn();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await line.close();
    await postgres.close();
  });

  const signedIn = async (look: Look = {}): Promise<Page> => {
    const opened = await browser.open(line.app.url, look);
    await opened.getByLabel('Token').fill(OPS_TOKEN);
    await opened.getByRole('button', { name: 'Sign in' }).click();
    await opened.getByRole('heading', { name: 'Live calls' }).waitFor();
    return opened;
  };
  const rows = (): Locator =>
    page.getByRole('region', { name: 'Live calls', exact: true }).getByRole('listitem');
  const says = async (call: SimulatedCall, text: string): Promise<void> => {
    await call.say(text);
    await call.hearsSpeech();
    await call.untilQuiet(400);
  };

  it('shows a call that is spoken: its words, its order as it grows; hangs up after a check', async () => {
    await page.getByText('No calls at the moment').waitFor();
    const call = await line.phone.dial();
    const row = rows().filter({ hasText: '+1******0100' });
    await row.getByText('openai-realtime').waitFor();
    await row.getByText('Hello, this is Luigi.').waitFor();
    await says(call, 'A large pepperoni, please.');
    await row.getByText('A large pepperoni, please.').waitFor();
    await row.getByText('One large pepperoni.').waitFor();
    await row.getByText('Draft').waitFor();
    const total = async (): Promise<number> =>
      Number(/\$([\d.]+)/.exec((await row.textContent()) ?? '')?.[1]);
    const before = await total();
    expect(before).toBeGreaterThan(0);
    await says(call, 'And a second one.');
    await row.getByText('And a small pepperoni.').waitFor();
    expect(await total()).toBeGreaterThan(before);
    expect(await row.getByText(/^0:\d\d$/).count()).toBe(1);
    expect(await row.getByRole('meter', { name: 'Level of the caller' }).count()).toBe(1);
    expect(await row.getByRole('link').getAttribute('href')).toBe(`/calls/${call.callSid}/view`);

    // Who opens the page later sees the words as well.
    const later = await signedIn();
    await later.getByText('And a small pepperoni.').waitFor();
    await later.context().close();

    const hangUp = row.getByRole('button', { name: 'Hang up' });
    await hangUp.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await hangUp.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(
      true,
    );
    expect(call.endedAt).toBeUndefined();
    await row.getByRole('button', { name: 'Transfer' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Transfer' }).click();
    await page.getByRole('alert').getByText('HUMAN_TRANSFER_NUMBER is not set').waitFor();
    await hangUp.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Hang up' }).click();
    await call.untilEnded();
    await page.getByText('No calls at the moment').waitFor();
    await page.getByText('1 answer').or(page.getByText('2 answers')).first().waitFor();
    await untilCall(line, call.callSid, ({ state }) => state === 'ended');
  });

  it('finds ended calls, and gives them as CSV', async () => {
    const search = page.getByRole('search');
    const found = page.getByRole('region', { name: 'Ended calls found' }).getByRole('row');
    const look = async (text: string): Promise<void> => {
      await search.getByLabel('Number, order or words').fill(text);
      await search.getByRole('button', { name: 'Search' }).click();
    };
    for (const text of ['0100', '+15551230100', 'large PEPPERONI', 'Luigi second']) {
      await look('nothing of the kind');
      await page.getByText('No ended call matches.').waitFor();
      await look(text);
      await found.filter({ hasText: '+1******0100' }).waitFor();
    }
    await search.getByLabel('Outcome').selectOption('Lost');
    await look('0100');
    await page.getByText('No ended call matches.').waitFor();
    await search.getByLabel('Outcome').selectOption('Any');
    await look('pepperoni');
    await found.filter({ hasText: '+1******0100' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      search.getByRole('link', { name: 'Download CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^calls-\d{4}-\d\d-\d\d\.csv$/);
    const response = await fetch(download.url(), { headers: line.app.authorization });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const [head, first, ...others] = (await response.text()).split('\r\n');
    expect(head).toBe(
      'callSid,from,to,state,outcome,provider,instance,startedAt,endedAt,durationMs,turns,orderId,orderState,orderTotalCents',
    );
    expect(first).toMatch(/^CA\w+,'\+1\*{6}0100,/);
    expect(others).toEqual(['']);
  });

  it('is readable for everybody, in both colours, and on a telephone', async () => {
    expect(await accessibilityFaults(page)).toEqual([]);
    const dark = await signedIn({ theme: 'dark', width: 360, height: 740 });
    const call = await line.phone.dial();
    await dark.getByText('Hello, this is Luigi.').waitFor();
    expect(await accessibilityFaults(dark)).toEqual([]);
    expect(await dark.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await dark.context().close();
    await call.hangUp();
  });

  it('scrolls through 200 calls, and costs the server little while it is open', async () => {
    const { app } = line.app;
    const snapshots = app.get(CallSnapshots);
    const calls = Array.from({ length: MANY }, (_, n) => {
      const sid = `CA${String(n).padStart(32, '0')}`;
      const call = new Call({ callSid: sid, from: `+1555${1_000_000 + n}`, to: '+1' }, 'one', 1);
      call.state = 'active';
      snapshots.changed(call, 'call');
      return call;
    });
    app.get(ClusterBus).answer('streams', () =>
      calls.map(({ callSid }) => ({
        callSid,
        callerDbfs: -20,
        audio: { bufferedOutMs: 20, levelDbfs: -20, peakDbfs: -3, gaps: 0, lostMs: 0 },
      })),
    );
    // Each call has a turn every six seconds.
    let turns = 0;
    const talk = setInterval(() => {
      const call = calls[(turns += 1) % MANY];
      call?.conversation.callerTurn(`turn-${turns}`);
      call?.conversation.callerSaid(`turn-${turns}`, `This is sentence ${turns} of a call.`);
      if (call) snapshots.changed(call, 'turn');
    }, 6_000 / MANY);
    const cost = async (): Promise<number> => {
      const before = process.cpuUsage();
      await pause(MEASURED_MS);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 10 / MEASURED_MS;
    };
    try {
      await rows()
        .nth(MANY - 1)
        .waitFor({ state: 'attached' });
      await rows().getByText('This is sentence').first().waitFor();
      await rows()
        .nth(MANY - 1)
        .scrollIntoViewIfNeeded();
      await pause(1_000);
      const open = await cost();
      const paint = await page.evaluate(
        `performance.getEntriesByName('first-contentful-paint')[0].startTime`,
      );
      const sizes = await page.evaluate(
        `performance.getEntriesByType('resource').filter(({ name }) => name.includes('/assets/'))
          .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
      );
      await page.goto('about:blank');
      const closed = await cost();
      process.stdout.write(
        `operations page, ${MANY} calls: ${(open - closed).toFixed(1)} % of a core ` +
          `(${open.toFixed(1)} open, ${closed.toFixed(1)} closed); ` +
          `first paint ${Number(paint).toFixed(0)} ms; ${Number(sizes)} bytes\n`,
      );
      expect(open - closed).toBeLessThan(5);
      expect(sizes).toBeLessThan(150_000);
    } finally {
      clearInterval(talk);
      for (const call of calls) {
        call.state = 'ended';
        snapshots.changed(call, 'call');
      }
      await page.goto(line.app.url);
    }
    await page.getByText('No calls at the moment').waitFor();
  });

  it('shows nothing without signing in', async () => {
    const stranger = await browser.open(line.app.url);
    await stranger.getByLabel('Token').waitFor();
    expect(await stranger.getByRole('heading', { name: 'Live calls' }).count()).toBe(0);
    expect((await fetch(`${line.app.url}/calls/export`)).status).toBe(401);
    expect((await fetch(`${line.app.url}/status/cluster`)).status).toBe(401);
  });

  it('says what is degraded, since when and what to do', async () => {
    await postgres.stop();
    const problem = page.getByRole('alert').filter({ hasText: 'not answer since' });
    await problem.getByText(/since \d\d:\d\d:\d\d/).waitFor();
    await problem.getByText('DATABASE_URL').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('search').getByRole('button', { name: 'Search' }).click();
    await page
      .getByRole('alert')
      .getByText(/database/i)
      .last()
      .waitFor();
  });
});
