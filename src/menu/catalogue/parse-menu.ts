import type { MenuDocument } from './menu-document.js';
import { isRecord } from '../../common/is-record.js';
import { illegalTexts, legalText } from '../../common/legal-text.js';
import { truncate } from '../../common/truncate.js';
import { ruleFaults } from './menu-rules.js';
import { schemaFaults } from './menu-schema.js';
import { Menu } from './menu.js';

/** A faulty menu may have anything for a name. */
const LONGEST_NAME = 80;
/**
 * Bounds of a document that is looked at more closely; the largest menus that the schema allows and
 * a restaurant writes stay far below. Beyond them the checks would take so long that the audio of
 * calls waits.
 */
const MAX_DEPTH = 20;
const MAX_LIST_LENGTH = 1_000;
const MAX_VALUES = 50_000;
/** More faults are counted, not told. */
const MAX_FAULTS = 100;

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
  const oversized = sizeFault(document);
  if (oversized !== null) return { ok: false, faults: [oversized] };
  const found = [
    ...illegalTexts(document).map(({ path, fault }) => `/${path.join('/')} ${fault}`),
    ...schemaFaults(document),
    ...ruleFaults(document),
  ];
  if (found.length === 0) return { ok: true, menu: new Menu(document as MenuDocument) };
  const faults = found.slice(0, MAX_FAULTS).map((fault) => legalText(withName(document, fault)));
  const untold = found.length - faults.length;
  return { ok: false, faults: untold > 0 ? [...faults, `/ has ${untold} more faults`] : faults };
}

/** Which bound the document is beyond; null for a document within all of them. */
function sizeFault(document: unknown): string | null {
  let values = 0;
  let level: readonly unknown[] = [document];
  // Level by level and without recursion: a document may be nested deeper than the stack allows.
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return `/ is nested more than ${MAX_DEPTH} levels deep`;
    values += level.length;
    if (values > MAX_VALUES) return `/ has more than ${MAX_VALUES} values`;
    const next: unknown[] = [];
    for (const value of level) {
      if (!isRecord(value) && !Array.isArray(value)) continue;
      const parts = Object.values(value);
      if (parts.length > MAX_LIST_LENGTH) {
        return `/ has a list with more than ${MAX_LIST_LENGTH} entries`;
      }
      for (const part of parts) next.push(part);
    }
    level = next;
  }
  return null;
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
