import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumProgram } from './chromium.js';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** How a page is looked at. */
export interface Look {
  readonly theme?: 'light' | 'dark';
  /** CSS pixels. */
  readonly width?: number;
  readonly height?: number;
  /** What a person allows: `microphone`. */
  readonly permissions?: readonly string[];
}

/** Debian's Chromium, driven as a person would. */
export class PageBrowser {
  /** What went wrong in scripts, and what the policy of a page has kept out. */
  private readonly faults: string[] = [];

  private constructor(private readonly browser: Browser) {}

  /**
   * @param microphone a WAV file that is what the microphone hears, once; absent: a beep a second.
   * @param refusesMicrophone the person forbids pages to use it.
   */
  static async start({
    microphone,
    refusesMicrophone = false,
  }: {
    readonly microphone?: string;
    readonly refusesMicrophone?: boolean;
  } = {}): Promise<PageBrowser> {
    const heard =
      microphone === undefined ? [] : [`--use-file-for-fake-audio-capture=${microphone}%noloop`];
    return new PageBrowser(
      await chromium.launch({
        executablePath: chromiumProgram(),
        args: [
          '--no-sandbox',
          '--use-fake-device-for-media-stream',
          refusesMicrophone ? '--deny-permission-prompts' : '--use-fake-ui-for-media-stream',
          '--autoplay-policy=no-user-gesture-required',
          ...heard,
        ],
      }),
    );
  }

  /** A page with cookies of its own. */
  async open(url: string, look: Look = {}): Promise<Page> {
    const { theme = 'light', width = 1280, height = 800, permissions = [] } = look;
    const context = await this.browser.newContext({
      colorScheme: theme,
      viewport: { width, height },
      permissions: [...permissions],
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => this.faults.push(`${page.url()}: ${String(error)}`));
    page.on('console', (message) => {
      const text = message.text();
      if (/Content Security Policy|TrustedHTML|TrustedScript/.test(text)) this.faults.push(text);
    });
    page.setDefaultTimeout(10_000);
    await page.goto(url);
    return page;
  }

  /** Fails when a script of a page has failed, or a page has broken its own policy. */
  async close(): Promise<void> {
    await this.browser.close();
    if (this.faults.length > 0) throw new Error(this.faults.join('\n'));
  }
}

/** What axe finds wrong with a page, a line each: rule, then where. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.locator('main').waitFor();
  // By DevTools, as the page's policy lets no script in.
  await page.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
