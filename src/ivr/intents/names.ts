import { truncate } from '../../common/truncate.js';
import type { NameWords } from '../vocabulary/name-words.js';
import { plain } from './words.js';

/** A name has at most so many words. */
const MAX_NAME_WORDS = 5;
const MAX_NAME_LENGTH = 80;
/** Letters that are said one by one are a name from so many on. */
const MIN_SPELLED = 3;

/** A name given in passing, and what else was said. */
export interface GivenName {
  readonly name: string;
  readonly rest: string;
}

/** The name in "my name is Anna, please" or "Bob, B O B"; null when what was said is none. */
export function nameIn(raw: string, words: NameWords): string | null {
  const said = cut(cut(raw.trim(), words.before), words.after).replace(/[.!?,\s]+$/, '');
  if (said === '') return null;
  const spelled = spelledIn(said, words);
  if (spelled !== null) return spelled;
  const tokens = plain(said).split(' ');
  const known = /\p{L}/u.test(said) && !/\d|\*/.test(said) && tokens.length <= MAX_NAME_WORDS;
  return known && !tokens.some((token) => words.never.has(token)) ? capitalised(said) : null;
}

/**
 * The name in a sentence about something else: "for pickup, the name is Bob".
 *
 * @param isName says of words that follow an unclear "for" whether they can be a name.
 */
export function nameGiven(
  raw: string,
  words: NameWords,
  isName: (words: string) => boolean,
): GivenName | null {
  for (const [pattern, sure] of [
    [words.given, true],
    [words.introduced, true],
    [words.mayBeGiven, false],
  ] as const) {
    const match = pattern.exec(raw);
    if (match === null) continue;
    const start = match.index + match[0].length;
    const found = upToOther(raw.slice(start), words);
    const name = found === '' ? null : nameIn(found, words);
    if (name === null || (!sure && !isName(found))) continue;
    return { name, rest: `${raw.slice(0, match.index)}, ${raw.slice(start + found.length)}` };
  }
  const found = upToOther(raw, words);
  const after = plain(raw.slice(found.length)).replace(/^for /, '');
  if (found === '' || !words.forWhom.test(after) || !isName(found)) return null;
  const name = nameIn(found, words);
  return name === null ? null : { name, rest: raw.slice(found.length) };
}

/** The words at the beginning that can be those of a name. */
function upToOther(text: string, { never }: NameWords): string {
  let end = 0;
  for (const match of text.matchAll(/[\p{L}'’-]+\.?/gu)) {
    const gap = text.slice(end, match.index);
    if (never.has(plain(match[0])) || /[^\s,]/.test(gap)) break;
    const single = plain(match[0]).length === 1;
    // After a comma only the letters of the same name follow.
    if (end > 0 && gap.includes(',') && !single) break;
    end = match.index + match[0].length;
  }
  return text.slice(0, end);
}

/** A name that is spelled, alone or after it was said; null when it is not. */
function spelledIn(said: string, { letter, double }: NameWords): string | null {
  const tokens = plain(plain(said).replace(letter, '$1').replace(double, '$1 $1')).split(' ');
  const first = tokens.findLastIndex((token) => !/^[a-z]$/.test(token)) + 1;
  const letters = tokens.slice(first);
  if (letters.length < MIN_SPELLED) return null;
  const spelled = capitalised(letters.join(''));
  const before = tokens
    .slice(0, first)
    .filter((token) => !/^(?:spelled|thats|its|se|deletrea)$/.test(token));
  // "John Smith, S M I T H" spells one of the two.
  const at = before.findLastIndex((word) => word.startsWith(letters[0] ?? ''));
  if (before.length < 2 || at < 0 || before.length > MAX_NAME_WORDS) return spelled;
  return before.map((word, index) => (index === at ? spelled : capitalised(word))).join(' ');
}

function cut(text: string, around: RegExp): string {
  let rest = text;
  for (let next = rest.replace(around, ''); next !== rest; next = rest.replace(around, '')) {
    rest = next;
  }
  return rest.trim();
}

function capitalised(name: string): string {
  const upper = name.replace(/(^|[\s-])\p{Ll}/gu, (start) => start.toUpperCase());
  return truncate(upper, MAX_NAME_LENGTH);
}
