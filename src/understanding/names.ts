import { truncate } from '../common/truncate.js';
import type { NameWords } from './vocabulary/name-words.js';
import { GIVEN_NAMES } from './vocabulary/given-names.js';
import { plain } from './words.js';

/** A name has at most so many words. */
const MAX_NAME_WORDS = 5;
const MAX_NAME_LENGTH = 80;
/** Letters that are said one by one are a name from so many on. */
const MIN_SPELLED = 3;

/** A name among other words has at most so many. */
const MAX_NAME_RUN = 2;
/** Most words around such a name. */
const MAX_WORDS_AROUND = 14;

/** Letters that one name may have in the place of each other. */
const SOUND_ALIKE = ['ck', 'gj', 'iy', 'sz', 'vw'];

/** A name given in passing, and what else was said. */
export interface GivenName {
  readonly name: string;
  readonly rest: string;
}

/** The name in "my name is Anna, please" or "Bob, B O B"; null when what was said is none. */
export function nameIn(raw: string, words: NameWords): string | null {
  const said = cut(cut(raw.trim(), words.before), words.after).replace(/(?:['’]s)?[.!?,\s]*$/, '');
  if (said === '') return null;
  const spelled = spelledIn(said, words);
  if (spelled !== null) return spelled;
  const two = twoNames(said, words);
  if (two !== null) return two;
  const tokens = plain(said).split(' ');
  const known = /\p{L}/u.test(said) && !/\d|\*/.test(said) && tokens.length <= MAX_NAME_WORDS;
  if (!known || tokens.some((token) => words.never.has(token))) return null;
  return capitalised(withLetter(said, words.withLetter.exec(plain(raw))?.[1]));
}

/** "Kate with a C": the letter takes the place of the one that sounds like it. */
function withLetter(name: string, letter: string | undefined): string {
  const said = name.toLowerCase();
  if (letter === undefined || said.includes(letter)) return name;
  const alike = SOUND_ALIKE.find((letters) => letters.includes(letter));
  const at = said.split('').findIndex((one) => one !== letter && alike?.includes(one));
  return at < 0 ? name : name.slice(0, at) + letter + name.slice(at + 1);
}

/** "Mike and Lisa" are both; of "Mike or Lisa Johnson" the first is enough. Null: no two names. */
function twoNames(said: string, { never, joins, either }: NameWords): string | null {
  const [one = '', joint = '', other = '', ...more] = said.split(/\s+/);
  if (!GIVEN_NAMES.has(plain(other)) || never.has(plain(one))) return null;
  if (either.has(plain(joint))) return capitalised(one);
  if (!joins.has(plain(joint)) || more.length > 1 || more.some((word) => never.has(plain(word))))
    return null;
  return [capitalised(one), joint, ...[other, ...more].map(capitalised)].join(' ');
}

/** A spelled name in the place of the one on the order that it corrects: "N G U Y E N", of Thuy Win. */
export function withSpelled(known: string, spelled: string): string {
  const parts = known.split(' ');
  const first = plain(spelled)[0];
  const at = parts.findIndex((part) => plain(part)[0] === first);
  return parts.length < 2 || at < 0
    ? spelled
    : parts.map((part, index) => (index === at ? spelled : part)).join(' ');
}

/** A name that is spelled: "Priya, P R I Y A"; null when none is. */
export function spelledName(raw: string, words: NameWords): string | null {
  return spelledIn(cut(cut(raw.trim(), words.before), words.after), words);
}

/** "Uh, it's gonna be for Dave": the one name among words that none has; null when there is none. */
export function nameAmong(raw: string, words: NameWords): string | null {
  const spoken = raw.split(/\s+/).filter((word) => plain(word) !== '');
  const said = spoken.map(plain);
  if (said.length > MAX_WORDS_AROUND) return null;
  const isEmpty = (word: string): boolean => words.never.has(word) || words.around.has(word);
  const first = said.findIndex((word) => !isEmpty(word));
  const last = said.findLastIndex((word) => !isEmpty(word));
  const run = said.slice(first, last + 1);
  const isOne = first >= 0 && run.length <= MAX_NAME_RUN && !run.some(isEmpty);
  return isOne && !words.noName.has(said[first - 1] ?? '')
    ? nameIn(spoken.slice(first, last + 1).join(' '), words)
    : null;
}

/**
 * The name in a sentence about something else: "for pickup, the name is Bob".
 *
 * @param isName says of words that follow an unclear "for" whether they can be a name; `before`:
 *   what they end, where only their place shows it.
 */
export function nameGiven(
  raw: string,
  words: NameWords,
  isName: (words: string, before?: string) => boolean,
): GivenName | null {
  for (const [pattern, sure] of [
    [words.given, true],
    [words.introduced, true],
    [words.mayBeGiven, false],
    [words.atEnd, false],
  ] as const) {
    const match = pattern.exec(raw);
    if (match === null) continue;
    // "Under my wife's name, it's Monica".
    const said = cut(raw.slice(match.index + match[0].length), words.before);
    const found = upToOther(said, words);
    const name = found === '' ? null : nameIn(found, words);
    const before = pattern === words.atEnd ? raw.slice(0, match.index) : undefined;
    if (name === null || (!sure && !isName(found, before))) continue;
    return { name, rest: `${raw.slice(0, match.index)}, ${said.slice(found.length)}` };
  }
  const found = upToOther(raw, words);
  const after = plain(raw.slice(found.length)).replace(/^for /, '');
  if (found === '' || !words.forWhom.test(after) || !isName(found)) return null;
  const name = nameIn(found, words);
  return name === null ? null : { name, rest: raw.slice(found.length) };
}

/** "No, it's Siobhan", said of the name on an order; null when it is none. */
export function nameCorrected(raw: string, words: NameWords): string | null {
  const match = words.corrects.exec(raw);
  return match === null ? null : nameIn(raw.slice(match[0].length), words);
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
function spelledIn(said: string, words: NameWords): string | null {
  const { letter, double, letters: called, lettersOfWords = [] } = words;
  const lettered = lettersOfWords.reduce((text, [name, to]) => text.replace(name, to), plain(said));
  const tokens = plain(lettered.replace(letter, '$1').replace(double, '$1 $1')).split(' ');
  for (let at = tokens.length - 1; at >= 0; at--) {
    const one = called.get(tokens[at] ?? '');
    if (one !== undefined) tokens[at] = one;
    else if ((tokens[at] ?? '').length > 1) break;
  }
  const first = tokens.findLastIndex((token) => !/^[a-z]$/.test(token)) + 1;
  const letters = tokens.slice(first);
  if (letters.length < MIN_SPELLED) return null;
  const spelled = capitalised(letters.join(''));
  const before = tokens
    .slice(0, first)
    .filter((token) => !/^(?:spelled|thats|its|se|deletrea|is|es)$/.test(token));
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
