import { isRecord } from './is-record.js';

/**
 * What no text that is spoken may hold: control characters but tab and line ends, lone surrogates,
 * and code points that Unicode keeps free for ever. XML 1.0 has none of C0, of lone surrogates and
 * of U+FFFE and U+FFFF (its production `Char`); C1 stands where a file of another encoding was read
 * as UTF-8. Joiners and marks of direction are legal: scripts and emoji need them.
 */
const ILLEGAL = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;
const ILLEGAL_RUNS = new RegExp(`(?:${ILLEGAL.source})+`, 'gu');

/** The text with a space in the place of all illegal characters in a row. */
export function legalText(text: string): string {
  return text.replace(ILLEGAL_RUNS, ' ');
}

/** A text of a document that is not legal. */
export interface IllegalText {
  /** Keys and indexes from the root to the text, or to the object that has the key; legal ones. */
  readonly path: readonly string[];
  /** What is wrong, to stand behind the path: `holds the control character U+0007 …`. */
  readonly fault: string;
}

/** The texts and keys of a parsed JSON document that are not legal, in the order of the document. */
export function illegalTexts(document: unknown): readonly IllegalText[] {
  const found: IllegalText[] = [];
  // No recursion: a document may be nested deeper than the stack allows.
  const open: { readonly path: readonly string[]; readonly value: unknown }[] = [
    { path: [], value: document },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, value } = next;
    if (typeof value === 'string') {
      const name = illegalIn(value);
      if (name !== null) found.push({ path, fault: `holds ${name}` });
    } else if (isRecord(value) || Array.isArray(value)) {
      const entries = Object.entries(value);
      for (const [key] of entries) {
        const name = illegalIn(key);
        if (name !== null)
          found.push({ path, fault: `has the key '${legalText(key)}' with ${name}` });
      }
      const within = entries.map(([key, part]) => ({
        path: [...path, legalText(key)],
        value: part,
      }));
      open.push(...within.toReversed());
    }
  }
  return found;
}

/** The first illegal character and its place, in code points from 1; null for a legal text. */
function illegalIn(text: string): string | null {
  const match = ILLEGAL.exec(text);
  if (match === null) return null;
  const code = match[0].codePointAt(0) ?? 0;
  const kind = /\p{Cc}/u.test(match[0]) ? 'the control character' : 'the illegal character';
  const place = Array.from(text.slice(0, match.index)).length + 1;
  return `${kind} U+${code.toString(16).toUpperCase().padStart(4, '0')} at ${place}`;
}
