import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { speak } from './simulators/speech/speak.js';
import { OPS_TOKEN } from './support/account.js';
import { accessibilityFaults, type Look, PageBrowser } from './support/browser.js';
import { untilCall } from './support/call-view.js';
import { startLine, type Line } from './support/line.js';

const LONG =
  'Tonight we have margherita, pepperoni, four cheese, and the garden special, all of them in three sizes and with any topping that you like.';
const QUESTION = 'What do you have?';
const ORDER = 'A large pepperoni, please.';
const ADDED = 'One large pepperoni.';

describe('The page of a call', () => {
  let line: Line;
  let browser: PageBrowser;

  beforeAll(async () => {
    await speak(LONG, 'assistant');
    line = await startLine({
      scenario: {
        name: 'A question, interrupted by an order',
        greeting: 'Hello.',
        turns: [
          { caller: QUESTION, steps: [{ say: LONG }] },
          {
            caller: ORDER,
            steps: [
              {
                tools: [
                  { name: 'add_item', arguments: { itemId: 'pepperoni', options: ['large'] } },
                ],
              },
              { say: ADDED },
            ],
          },
        ],
      },
    });
    browser = await PageBrowser.start();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await line.close();
  });

  const open = async (path: string, look: Look = {}): Promise<Page> => {
    const page = await browser.open(line.app.url + path, look);
    await page.getByLabel('Token').fill(OPS_TOKEN);
    await page.getByRole('button', { name: 'Sign in' }).click();
    return page;
  };

  it('grows with a call, and shows where it was cut, what was waited for and what it came to', async () => {
    const call = await line.phone.dial();
    const { callSid } = call;
    const page = await open(`/calls/${callSid}/view`);
    const transcript = page.getByRole('list', { name: 'What was said' });
    await transcript.getByText('Hello.').waitFor();
    await call.untilQuiet(300);
    await call.say(QUESTION);
    await call.untilHearing(1_500);
    await call.say(ORDER);
    await transcript.getByText(ADDED).waitFor();
    await call.untilQuiet(400);
    await call.hangUp();
    const view = await untilCall(line, callSid, ({ state }) => state === 'ended');
    await page.getByText('Hung up', { exact: true }).waitFor();

    const [cut] = view.speech.filter(({ state }) => state === 'cut');
    const [clear] = call.clears;
    const [truncation] = line.openai.ears.connections.flatMap(({ truncations }) => truncations);
    expect(Math.abs((cut?.heardMs ?? 0) - (truncation?.audioEndMs ?? 0))).toBeLessThan(2);
    expect(Math.abs((cut?.heardMs ?? 0) - (clear?.playedMs ?? 0))).toBeLessThan(120);
    const entry = transcript.getByRole('listitem').filter({ hasText: 'Tonight' });
    const shown = (await entry.textContent()) ?? '';
    expect(shown).toContain(`heard ${cut?.heardMs} ms, cut ${cut?.cutMs} ms`);
    const heard = cut?.heardText?.replace('…', '') ?? '';
    expect(LONG.startsWith(heard)).toBe(true);
    expect(await entry.locator('s').textContent()).toBe(LONG.slice(heard.length));

    const slider = page.getByRole('slider', { name: 'Moment of the call' });
    await entry.getByRole('button').click();
    const startsAt = Date.parse(cut?.at ?? '') - Date.parse(view.startedAt);
    expect(Math.abs(Number(await slider.inputValue()) - startsAt)).toBeLessThanOrEqual(10);
    expect(await entry.getAttribute('aria-current')).toBe('true');
    await slider.focus();
    await page.keyboard.press('PageDown');
    const next = transcript.getByRole('listitem').filter({ hasText: ORDER });
    expect(await next.getAttribute('aria-current')).toBe('true');
    expect(await slider.getAttribute('aria-valuetext')).toContain(`caller: ${ORDER}`);

    const waits = page.getByRole('list', { name: 'How long the caller waited' });
    expect(await waits.getByRole('listitem').count()).toBe(3);
    const worst = waits.getByRole('listitem').filter({ hasText: 'worst' });
    expect(await worst.textContent()).toContain(
      view.waits.find(({ turn }) => turn === view.worstTurn)?.text ?? 'First words',
    );
    await page.getByRole('list', { name: 'Events' }).getByText('Caller interrupted').waitFor();
    await page.getByRole('region', { name: 'Order' }).getByText('1 line').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Save as scenario' }).click();
    const saved = JSON.parse(await readFile(await (await download).path(), 'utf8')) as unknown;
    expect(saved).toEqual(await line.get(`/calls/${callSid}/scenario`));
  }, 60_000);

  it('can be used on a small phone in the dark, and says when there is no such call', async () => {
    const { calls } = await line.get<{ calls: { callSid: string }[] }>('/calls');
    const { callSid = '' } = calls[0] ?? {};
    const page = await open(`/calls/${callSid}/view`, { theme: 'dark', width: 360, height: 740 });
    await page.getByRole('slider').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.getByRole('slider').press('End');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.goto(`${line.app.url}/calls/CAnone/view`);
    await page.getByRole('alert').getByText('There is no such call').waitFor();
  });
});
