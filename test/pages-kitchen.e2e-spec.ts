import type { Page } from 'playwright-core';
import { accessibilityFaults, PageBrowser } from './support/browser.js';
import { type RunningApp, startApp } from './support/start-app.js';
import { toolCaller } from './support/tool-caller.js';

const KITCHEN_TOKEN = 'the-kitchen-token';

describe('The kitchen’s page', () => {
  let running: RunningApp;
  let browser: PageBrowser;
  let page: Page;
  let calls = 0;

  beforeAll(async () => {
    running = await startApp({ KITCHEN_TOKEN });
    browser = await PageBrowser.start();
    page = await browser.open(`${running.url}/kitchen`);
    await page.getByLabel('Token').fill(KITCHEN_TOKEN);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await running.close();
  });

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
    await ticket(other).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await lane('In the kitchen').getByText(number, { exact: true }).waitFor();
    await page.getByRole('button', { name: `Ready: order ${number}` }).click();
    await lane('Ready').getByText(number, { exact: true }).waitFor();
    await page.getByRole('button', { name: `Handed over: order ${number}` }).click();
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
    await page.getByRole('button', { name: 'Margherita: back on' }).click();
    await page.getByRole('button', { name: 'Margherita: off until I say' }).waitFor();
    expect(await run('add_item', margherita)).toMatchObject({ ok: true });
  });

  it('sets the minutes that callers hear', async () => {
    await page.getByRole('button', { name: /^Pace/ }).click();
    await page.getByLabel('until I say').check();
    await page.getByRole('button', { name: '+20 min' }).click();
    await page.getByText('Set by hand, until you say otherwise.').waitFor();
    await page.getByText('40 min', { exact: true }).first().waitFor();
    await page.mouse.move(0, 0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Automatic' }).click();
    await page.getByText('20 min', { exact: true }).first().waitFor();
  });

  it('fits a telephone and the dark, and says how to hear new orders', async () => {
    await order('Zoë', '', ['milk']);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.getByRole('button', { name: /^Orders/ }).click();
    await page.getByText('ALLERGY: MILK').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await page.getByRole('button', { name: 'Turn on the sound' }).click();
    await page.getByText('New orders are silent').waitFor({ state: 'detached' });
  });
});
