import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  WEEKDAYS,
  type MenuDocument,
  type OpeningWindow,
  type Weekday,
} from '../../src/menu/catalogue/menu-document.js';

/** The menu that tests know by heart. `data/menu.json` is the restaurant's and may change. */
const FIXTURE = new URL('../fixtures/menu.json', import.meta.url);

/** The menu of the tests, for a test to change. */
export async function menuFixture(): Promise<MenuDocument> {
  return readMenu(FIXTURE);
}

/** Writes a menu into the folder and returns the path of the file. */
export async function writeMenu(folder: string, menu: MenuDocument): Promise<string> {
  const path = join(folder, 'menu.json');
  await writeFile(path, JSON.stringify(menu));
  return path;
}

/**
 * Writes a menu file of a restaurant that never closes, so that a test passes at any hour.
 *
 * @param file the menu to begin with; by default the one of the tests.
 */
export async function writeAlwaysOpenMenu(
  folder: string,
  file: string | URL = FIXTURE,
): Promise<string> {
  return writeMenuWithHours(folder, file, () => [{ open: '00:00', close: '24:00' }]);
}

/** The same of a restaurant that is closed today and tomorrow; it has its hours of one later day. */
export async function writeClosedMenu(
  folder: string,
  file: string | URL = FIXTURE,
): Promise<string> {
  const opens = WEEKDAYS[(new Date().getDay() + 2) % 7];
  return writeMenuWithHours(folder, file, (day, usual) => (day === opens ? usual : []));
}

async function writeMenuWithHours(
  folder: string,
  file: string | URL,
  hoursOf: (day: Weekday, usual: readonly OpeningWindow[]) => readonly OpeningWindow[],
): Promise<string> {
  const menu = await readMenu(file);
  const usual = menu.business.hours.weekly;
  const weekly = Object.fromEntries(
    WEEKDAYS.map((day) => [day, hoursOf(day, usual[day])]),
  ) as unknown as MenuDocument['business']['hours']['weekly'];
  return writeMenu(folder, {
    ...menu,
    business: { ...menu.business, hours: { weekly, exceptions: [] } },
  });
}

async function readMenu(file: string | URL): Promise<MenuDocument> {
  return JSON.parse(await readFile(file, 'utf8')) as MenuDocument;
}
