import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WEEKDAYS, type MenuDocument } from '../../src/menu/catalogue/menu-document.js';

const SHIPPED = new URL('../../data/menu.json', import.meta.url);

/** The shipped menu, for a test to change. */
export async function shippedMenu(): Promise<MenuDocument> {
  return JSON.parse(await readFile(SHIPPED, 'utf8')) as MenuDocument;
}

/** Writes a menu into the folder and returns the path of the file. */
export async function writeMenu(folder: string, menu: MenuDocument): Promise<string> {
  const path = join(folder, 'menu.json');
  await writeFile(path, JSON.stringify(menu));
  return path;
}

/** The shipped menu of a restaurant that never closes, so that a test passes at any hour. */
export async function writeAlwaysOpenMenu(folder: string): Promise<string> {
  const menu = await shippedMenu();
  const weekly = Object.fromEntries(
    WEEKDAYS.map((day) => [day, [{ open: '00:00', close: '24:00' }]]),
  ) as unknown as MenuDocument['business']['hours']['weekly'];
  return writeMenu(folder, {
    ...menu,
    business: { ...menu.business, hours: { weekly, exceptions: [] } },
  });
}
