import type { MenuDocument } from './menu-document.js';
import { ruleFaults } from './menu-rules.js';
import { schemaFaults } from './menu-schema.js';
import { Menu } from './menu.js';

/** A menu, or everything that is wrong with it. */
export type ParsedMenu =
  | { readonly ok: true; readonly menu: Menu }
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * JSON text to a menu. Every fault is a line of its own that begins with the path of the
 * part it is about, such as `/categories/2/items/0/priceCents must be integer`.
 */
export function parseMenu(text: string): ParsedMenu {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return { ok: false, faults: [`/ is not JSON: ${(error as SyntaxError).message}`] };
  }
  const faults = [...schemaFaults(document), ...ruleFaults(document)];
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, menu: new Menu(document as MenuDocument) };
}
