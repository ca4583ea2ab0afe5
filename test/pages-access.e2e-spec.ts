import { type Page } from 'playwright-core';
import { accessibilityFaults, PageBrowser } from './support/browser.js';
import { type RunningApp, startApp } from './support/start-app.js';

const KITCHEN_TOKEN = 'the-kitchen-token';
const HTML = { accept: 'text/html' };

describe('Signing in', () => {
  let running: RunningApp;
  let browser: PageBrowser;

  beforeAll(async () => {
    running = await startApp({ OPS_TOKEN: 'the-operators-token', KITCHEN_TOKEN });
    browser = await PageBrowser.start();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await running.close();
  });

  const signIn = async (page: Page, token: string): Promise<void> => {
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  it('is asked for once, and the page opens in the place of the form', async () => {
    const page = await browser.open(running.url);
    expect(await accessibilityFaults(page)).toEqual([]);
    await signIn(page, 'a wrong one');
    await page.getByRole('alert').getByText('missing or wrong').waitFor();
    await signIn(page, 'the-operators-token');
    await page.getByRole('heading', { name: 'Operations', level: 1 }).waitFor();
    await page.goto(`${running.url}/kitchen`);
    await page.getByRole('heading', { name: 'Kitchen', level: 1 }).waitFor();

    expect(await page.evaluate('document.cookie')).toBe('');
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    expect(cookie?.value).not.toContain('the-operators-token');

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Token').waitFor();
    expect(await page.context().cookies()).toEqual([]);
  });

  it('opens the kitchen alone to the token of the kitchen', async () => {
    const page = await browser.open(running.url);
    await signIn(page, KITCHEN_TOKEN);
    await page.waitForURL('**/kitchen');
    await page.getByRole('heading', { name: 'Kitchen', level: 1 }).waitFor();
    expect(await page.getByRole('link', { name: 'Operations' }).count()).toBe(0);
    expect(await page.evaluate(`fetch('/orders').then(({ status }) => status)`)).toBe(200);
    expect(await page.evaluate(`fetch('/calls').then(({ status }) => status)`)).toBe(403);
  });

  it('is not asked of programs, which get problem+json, nor by the dialog of the browser', async () => {
    const program = await fetch(running.url);
    expect([program.status, program.headers.get('content-type')]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
    ]);
    const page = await fetch(running.url, { headers: HTML });
    expect([page.status, page.headers.get('www-authenticate')]).toEqual([401, null]);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const allowed = await fetch(running.url, {
      headers: { ...HTML, authorization: 'Bearer the-operators-token' },
    });
    expect(allowed.status).toBe(200);
  });

  it('gives a cookie that cannot be made up, altered, or used by another site', async () => {
    const sign = await fetch(`${running.url}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: KITCHEN_TOKEN }),
    });
    const [cookie = ''] = sign.headers.get('set-cookie')?.split(';') ?? [];
    const ask = async (own: string, path: string, init: RequestInit = {}): Promise<number> => {
      const headers = { cookie: own, ...(init.headers as Record<string, string>) };
      return (await fetch(running.url + path, { ...init, headers })).status;
    };
    expect(await ask(cookie, '/orders')).toBe(200);
    expect(await ask(`other=1; ${cookie}; more=2`, '/orders')).toBe(200);
    expect(await ask(cookie.replace('kitchen', 'operator'), '/calls')).toBe(401);
    expect(await ask(cookie.replace(/\.\d+\./, '.9999999999.'), '/orders')).toBe(401);
    expect(await ask(cookie.slice(0, -1), '/orders')).toBe(401);
    expect(await ask('voiceplate=operator.9999999999.', '/calls')).toBe(401);

    const step = { method: 'PATCH', body: '{"state":"accepted"}' };
    const json = { 'content-type': 'application/json' };
    const from = (headers: Record<string, string>) =>
      ask(cookie, '/orders/none', { ...step, headers: { ...json, ...headers } });
    expect(await from({ 'sec-fetch-site': 'same-origin' })).toBe(404);
    expect(await from({ 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await from({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await from({ origin: running.url })).toBe(404);
    expect(await from({ origin: 'https://example.com' })).toBe(403);
  });
});
