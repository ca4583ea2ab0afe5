import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { readScenario, type Scenario } from './simulators/scenario.js';
import { OPS_TOKEN } from './support/account.js';
import { accessibilityFaults, type Look, PageBrowser } from './support/browser.js';
import { startCluster, type ClusterRig } from './support/cluster-rig.js';
import { startLine, type Line } from './support/line.js';

const PIZZA = 'A small Margherita for Ben, please.';
/** Where the documents' pictures are, when they are to be made: `PICTURES=1`. */
const PICTURES = process.env['PICTURES'] === '1' ? join('docs', 'pictures') : null;
const BOOT_LIMIT_MS = 120_000;
const ORDERING: Scenario = {
  name: 'An order that goes on at another replica',
  greeting: 'Hello, this is Luigi.',
  turns: [
    {
      caller: 'A large pepperoni, please.',
      steps: [
        { tools: [{ name: 'add_item', arguments: { itemId: 'pepperoni', options: ['large'] } }] },
        { say: 'One large pepperoni.' },
      ],
    },
    { caller: 'Are you still there?', steps: [{ say: 'I am, of course.' }] },
  ],
};

async function signedIn(
  browser: PageBrowser,
  url: string,
  token: string,
  look: Look = {},
): Promise<Page> {
  const page = await browser.open(url, look);
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  return page;
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === null) return;
  await mkdir(PICTURES, { recursive: true });
  // A page behind another one draws nothing anew.
  await page.bringToFront();
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(drawn))');
  await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' });
}

describe('An order by the phone in the browser', () => {
  let line: Line;
  let browser: PageBrowser;

  beforeAll(async () => {
    line = await startLine({
      scenario: readScenario(join(import.meta.dirname, 'scenarios/short.json')),
    });
    browser = await PageBrowser.start();
  }, BOOT_LIMIT_MS);
  afterAll(async () => {
    await browser.close();
    await line.close();
  });

  it('is seen by operations, by the kitchen and in the call’s view', async () => {
    const open = (path: string): Promise<Page> =>
      signedIn(browser, line.app.url + path, OPS_TOKEN, { height: 860 });
    const [phone, operations, kitchen] = await Promise.all(['/phone', '/', '/kitchen'].map(open));
    if (!phone || !operations || !kitchen) throw new Error('three pages were opened');
    await operations.getByText('No calls at the moment').waitFor();
    await phone.getByLabel('A sample caller').check();
    await phone.getByRole('button', { name: 'Call', exact: true }).click();

    const live = operations.getByRole('region', { name: 'Live calls', exact: true });
    const row = live.getByRole('listitem');
    await row.getByText('openai-realtime').waitFor();
    await row.getByText(PIZZA).waitFor({ timeout: 25_000 });
    await row.getByText('$13.61').waitFor();
    await picture(operations, 'operations');
    await picture(phone, 'phone');

    const ticket = kitchen.getByRole('article', { name: /^Order / });
    await ticket.getByText('Margherita').waitFor({ timeout: 25_000 });
    await ticket.getByText('Ben').waitFor();
    await picture(kitchen, 'kitchen');
    await phone.getByRole('status').getByText('The line hung up').waitFor({ timeout: 25_000 });
    await operations.getByText('No calls at the moment').waitFor();

    await phone.getByRole('link', { name: 'View this call' }).click();
    const said = phone.getByRole('list', { name: 'What was said' });
    await said.getByText(PIZZA).waitFor();
    await phone.getByRole('region', { name: 'Order' }).getByText('placed').waitFor();
    await picture(phone, 'call');
    for (const page of [phone, operations, kitchen]) {
      expect([page.url(), await accessibilityFaults(page)]).toEqual([page.url(), []]);
    }
  }, 90_000);
});

describe('The page of operations while a replica is killed', () => {
  let rig: ClusterRig;
  let browser: PageBrowser;

  beforeAll(async () => {
    rig = await startCluster({ scenario: ORDERING, replicas: 2 });
    browser = await PageBrowser.start();
  }, BOOT_LIMIT_MS);
  afterAll(async () => {
    await browser?.close();
    await rig?.close();
  }, 30_000);

  it('connects to another one, and shows the call as it goes on there', async () => {
    const token = rig.replica(0).authorization.authorization.replace('Bearer ', '');
    const pages = await Promise.all(
      // Each is served by one replica or the other.
      [0, 1, 2, 3].map(() => signedIn(browser, rig.balancer.opsUrl, token)),
    );
    await Promise.all(pages.map((page) => page.getByText('Live', { exact: true }).waitFor()));
    const call = await rig.phone.dial();
    await call.hearsSpeech();
    await call.untilQuiet(300);
    await call.say('A large pepperoni, please.');
    const rows = pages.map((page) =>
      page.getByRole('region', { name: 'Live calls', exact: true }).getByRole('listitem'),
    );
    await Promise.all(rows.map((row) => row.getByText('One large pepperoni.').waitFor()));
    const before = (await rows[0]?.textContent()) ?? '';
    const [owner, other] = before.includes('replica-1')
      ? [rig.replica(0), rig.replica(1)]
      : [rig.replica(1), rig.replica(0)];
    await owner.kill();

    const long = { timeout: 30_000 };
    await Promise.all(rows.map((row) => row.getByText(other.name).waitFor(long)));
    await call.untilQuiet(600);
    await call.say('Are you still there?');
    await Promise.all(rows.map((row) => row.getByText('I am, of course.').waitFor(long)));
    await Promise.all(pages.map((page) => page.getByText('Live', { exact: true }).waitFor(long)));
    expect(await Promise.all(rows.map((row) => row.count()))).toEqual([1, 1, 1, 1]);
    await call.hangUp();
  }, 120_000);
});
