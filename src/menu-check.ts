/**
 * The owner's check of a menu before it goes live: `npm run menu:check -- [--menu FILE|URL]`, in an
 * installed build `node dist/menu-check.js`. Exit code 1 when something cannot be ordered.
 */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { errorText } from './common/error-text.js';
import { BootError } from './config/boot-error.js';
import { menuCheckSettings, type MenuCheckSettings } from './config/menu-check-settings.js';
import { findingsTable } from './menu-check/findings-table.js';
import { checkMenu } from './menu-check/menu-check.js';
import { downloadMenu } from './menu/catalogue/menu-download.js';
import { readMenu } from './menu/menu.service.js';

/** The menu that is named, otherwise the one that the server would use. */
async function menuText(named: string | undefined, { config }: MenuCheckSettings): Promise<string> {
  const source = named ?? config.menu.url ?? config.menu.file;
  const isUrl = /^https?:/.test(source);
  const found = await (isUrl ? downloadMenu(source, null) : readMenu(source));
  return found?.text ?? '';
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { menu: { type: 'string' } } });
  const settings = menuCheckSettings();
  const startedAt = performance.now();
  const text = await menuText(values.menu, settings);
  const { dishes, orders, findings } = await checkMenu(text, settings, new Date());
  const faults = findings.filter(({ severity }) => severity === 'fault').length;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (findings.length > 0) process.stdout.write(`${findingsTable(findings)}\n\n`);
  process.stdout.write(
    `${counted(dishes, 'dish', 'es')}, ${counted(orders, 'order')} by words and by keys, ` +
      `in ${seconds} s: ${counted(faults, 'fault')}, ` +
      `${counted(findings.length - faults, 'warning')}.\n`,
  );
  return faults === 0 ? 0 : 1;
}

function counted(count: number, what: string, plural = 's'): string {
  return `${count} ${what}${count === 1 ? '' : plural}`;
}

try {
  process.exitCode = await main();
} catch (error) {
  const lines = error instanceof BootError ? error.lines : [errorText(error)];
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exitCode = 1;
}
