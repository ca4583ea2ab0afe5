import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { freePort } from './simulators/free-port.js';
import { accessibilityFaults, PageBrowser } from './support/browser.js';
import { KITCHEN_TOKEN, kitchenDesk } from './support/kitchen-desk.js';
import { type RunningApp, startApp } from './support/start-app.js';
import { toolCaller } from './support/tool-caller.js';

/** Counts the notes that sound from then on. */
const COUNT_NOTES = `
  globalThis.notes = 0;
  const made = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () {
    globalThis.notes += 1;
    return made.call(this);
  };
  undefined`;

/** Taps a button, and once more on what has come to its place as soon as its ticket is gone. */
const tapTwice = (label: string) => `new Promise((resolve) => {
  const button = document.querySelector('[aria-label="${label}"]');
  const { x, y, width, height } = button.getBoundingClientRect();
  const tap = () => document.elementFromPoint(x + width / 2, y + height / 2).click();
  new MutationObserver((_, observer) => {
    if (button.isConnected) return;
    observer.disconnect();
    tap();
    setTimeout(resolve, 300);
  }).observe(document.body, { childList: true, subtree: true });
  tap();
})`;

describe('The kitchen’s page', () => {
  let running: RunningApp;
  let browser: PageBrowser;
  let page: Page;
  let folder: string;
  let calls = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-kitchen-'));
    running = await start(String(await freePort()));
    browser = await PageBrowser.start();
    page = await browser.open(`${running.url}/kitchen`);
    await page.getByLabel('Token').fill(KITCHEN_TOKEN);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await running.close();
    await rm(folder, { recursive: true });
  });

  const start = (port: string) => startApp({ KITCHEN_TOKEN, PORT: port, DATA_DIR: folder });

  /** An order by telephone. @returns its number. */
  async function order(name: string, note = '', allergies: readonly string[] = []) {
    calls += 1;
    const run = toolCaller(running, `CA${calls}`);
    const item = { itemId: 'margherita', quantity: 2, options: ['large', 'add-mushrooms'] };
    await run('add_item', { ...item, ...(note && { note }) });
    if (allergies.length > 0) await run('note_allergy', { allergies });
    await run('set_customer', { name, fulfilment: 'pickup' });
    const { confirmationId } = await run('read_back_order');
    return String((await run('place_order', { confirmationId }))['number']);
  }
  const lane = (title: string) => page.getByRole('region', { name: title, exact: true });
  const ticket = (number: string) =>
    page.getByRole('article', { name: new RegExp(`^Order ${number},`) });

  it('says that it is cut off, comes back by itself, and rings for what came meanwhile', async () => {
    await page.getByRole('button', { name: 'Turn on the sound' }).click();
    await page.getByText('New orders are silent').waitFor({ state: 'detached' });
    await page.evaluate(COUNT_NOTES);
    const port = new URL(running.url).port;
    await running.close();
    await page.getByText('Not connected. New orders do not show').waitFor();
    running = await start(String(await freePort()));
    const number = await order('Mia');
    await running.close();
    running = await start(port);
    await ticket(number).waitFor();
    await page.getByRole('status').getByText(`New order ${number}`).waitFor();
    expect(await page.evaluate('notes')).toBe(2);
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await page.getByText('Not connected').count()).toBe(0);
    await kitchenDesk.clear(running);
    await ticket(number).waitFor({ state: 'detached' });
  }, 30_000);

  it('shows an order as it is placed, with its allergies, and takes it on by key and by touch', async () => {
    const number = await order('Ben', 'cut in squares', ['tree nuts']);
    const shown = lane('New').getByRole('article');
    await shown.getByText(number, { exact: true }).waitFor();
    await shown.getByText('ALLERGY: TREE NUTS').waitFor();
    await shown.getByText('2× Margherita').waitFor();
    await shown.getByText('“cut in squares”').waitFor();
    await shown.getByText(/^(19|20) min left/).waitFor();
    const other = await order('Ada');
    await ticket(other).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    await ticket(number).focus();
    await page.keyboard.press('Enter');
    await lane('Accepted').getByText(number, { exact: true }).waitFor();
    expect(await page.evaluate('document.activeElement.ariaLabel')).toContain(`Order ${other},`);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await lane('In the kitchen').getByText(number, { exact: true }).waitFor();
    await page.getByRole('button', { name: `Ready: order ${number}` }).click();
    await lane('Ready').getByText(number, { exact: true }).waitFor();
    await page.getByRole('button', { name: `Handed over: order ${number}` }).click();
    await ticket(number).waitFor({ state: 'detached' });
  });

  it('takes one ticket alone by a double tap, though another one moves to its place', async () => {
    const [first, second] = [await order('Kim'), await order('Lee')];
    await ticket(first).waitFor();
    await ticket(second).waitFor();
    await page.evaluate(tapTwice(`Accept: order ${first}`));
    await lane('Accepted').getByText(first, { exact: true }).waitFor();
    await lane('New').getByText(second, { exact: true }).waitFor();
    await kitchenDesk.clear(running);
    await ticket(second).waitFor({ state: 'detached' });
  });

  it('says what was not done, and does it when asked again', async () => {
    const number = await order('Noa');
    const accept = page.getByRole('button', { name: `Accept: order ${number}` });
    const refused = { status: 503, contentType: 'application/problem+json' };
    await page.route('**/orders/*', (route) =>
      route.request().method() === 'PATCH'
        ? route.fulfill({ ...refused, body: JSON.stringify({ detail: 'The database is away.' }) })
        : route.continue(),
    );
    await accept.click();
    await page.getByRole('alert').filter({ hasText: 'Not done. The database is away.' }).waitFor();
    await page.unroute('**/orders/*');
    await lane('New').getByText(number, { exact: true }).waitFor();
    await accept.click();
    await page.getByText('Not done.').waitFor({ state: 'detached' });
    await lane('Accepted').getByText(number, { exact: true }).waitFor();
    await kitchenDesk.clear(running);
    await ticket(number).waitFor({ state: 'detached' });
  });

  it('cancels after a check alone', async () => {
    const number = await order('Eve');
    await ticket(number).focus();
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: 'Keep' }).click();
    await ticket(number).waitFor();
    await page.getByRole('button', { name: `Cancel order ${number}` }).click();
    await page.getByRole('button', { name: 'Cancel the order' }).click();
    await ticket(number).waitFor({ state: 'detached' });
  });

  it('takes dishes off and puts them back on', async () => {
    await page.getByRole('button', { name: /^Sold out/ }).click();
    await page.getByLabel('Find an item or option').fill('marghe');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Margherita: off until tonight' }).click();
    await page
      .getByRole('region', { name: 'Off now' })
      .getByText(/^Off until/)
      .waitFor();
    const run = toolCaller(running, 'CA-off');
    const margherita = { itemId: 'margherita', options: ['small'] };
    expect(await run('add_item', margherita)).toMatchObject({ error: 'sold_out' });
    await page.getByRole('button', { name: 'Margherita: back on' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Margherita: off until I say' }).waitFor();
    const focused = page.locator('li:focus-within').getByText('Margherita');
    await focused.waitFor();
    expect(await run('add_item', margherita)).toMatchObject({ ok: true });
  });

  it('sets the minutes that callers hear', async () => {
    await page.getByRole('button', { name: /^Pace/ }).click();
    await page.getByLabel('for an hour').focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('button', { name: '+20 min' }).focus();
    await page.keyboard.press('Space');
    await page.getByText('Set by hand, until you say otherwise.').waitFor();
    await page.getByText('40 min', { exact: true }).first().waitFor();
    await page.mouse.move(0, 0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Automatic' }).click();
    await page.getByText('20 min', { exact: true }).first().waitFor();
  });

  it('fits a telephone and the dark, and leads to each lane', async () => {
    await order('Zoë', '', ['milk']);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.getByRole('button', { name: /^Orders/ }).click();
    await page.getByText('ALLERGY: MILK').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await page
      .getByRole('navigation', { name: 'Lanes' })
      .getByRole('link', { name: /^Ready/ })
      .click();
    expect(await page.evaluate('scrollY')).toBeGreaterThan(0);
  });
});
