import type { MenuDocument } from './menu-document.js';
import { isRecord } from '../../common/is-record.js';
import { illegalTexts, legalText } from '../../common/legal-text.js';
import { truncate } from '../../common/truncate.js';
import { isNestedTooDeeply } from '../../common/nesting.js';
import { ruleFaults } from './menu-rules.js';
import { schemaFaults } from './menu-schema.js';
import { Menu } from './menu.js';

/** A faulty menu may have anything for a name. */
const LONGEST_NAME = 80;

/** A menu, or everything that is wrong with it. */
export type ParsedMenu =
  | { readonly ok: true; readonly menu: Menu }
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * JSON text to a menu. Every fault is a line of its own that begins with the path of the part it
 * is about and the name of the dish, such as
 * `/categories/2/items/0/priceCents (Spaghetti Carbonara) must be integer`.
 */
export function parseMenu(text: string): ParsedMenu {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return { ok: false, faults: [legalText(`/ is not JSON: ${(error as SyntaxError).message}`)] };
  }
  if (isNestedTooDeeply(document)) return { ok: false, faults: ['/ is nested too deeply'] };
  const faults = [
    ...illegalTexts(document).map(({ path, fault }) => `/${path.join('/')} ${fault}`),
    ...schemaFaults(document),
    ...ruleFaults(document),
  ].map((fault) => legalText(withName(document, fault)));
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, menu: new Menu(document as MenuDocument) };
}

/** Puts the name of the dish, option or offer beside the path that a fault begins with. */
function withName(document: unknown, fault: string): string {
  const [path = '', ...words] = fault.split(' ');
  const name = nameOf(document, path);
  return name === null ? fault : [path, `(${name})`, ...words].join(' ');
}

/** What the innermost entry of a list on the path calls itself; null where there is none. */
function nameOf(document: unknown, path: string): string | null {
  let name: string | null = null;
  let part = document;
  for (const key of path.split('/').slice(1)) {
    const inList = Array.isArray(part);
    part = Object.hasOwn(Object(part), key) ? Object(part)[key] : undefined;
    if (!inList || !isRecord(part)) continue;
    const called = [part['name'], part['id'], part['code']].find(
      (value) => typeof value === 'string' && value.trim() !== '',
    );
    if (typeof called === 'string') name = truncate(called, LONGEST_NAME);
  }
  return name;
}
