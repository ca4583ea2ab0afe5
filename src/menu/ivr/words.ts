import { maxEdits, singular, words } from '../menu-search.js';

const UNITS: readonly string[] = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen ' +
  'sixteen seventeen eighteen nineteen'
).split(' ');
const TENS: readonly string[] = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const AMOUNTS: readonly (readonly [RegExp, string])[] = [
  [/\bhalf a dozen\b/g, '6'],
  [/\b(a )?dozen\b/g, '12'],
  [/\ba (couple|pair)( of)?\b/g, '2'],
];
/** Sounds that recognition writes as words when the caller says a number alone. */
const SOUNDS: Readonly<Record<string, string>> = {
  to: '2',
  too: '2',
  for: '4',
  won: '1',
  ate: '8',
};
const ORDINALS = 'first second third fourth fifth sixth seventh eighth'.split(' ');

/** A shorter word is too often another one: cake and coke, size and side. */
const FUZZY_LENGTH = 5;

/** What was said in lower case, without accents, apostrophes and punctuation. */
export function plain(text: string): string {
  return words(text).join(' ');
}

/** Words of a plain text as they are compared: numbers in digits, nouns without the plural's s. */
export function tokensOf(text: string): readonly string[] {
  const counted = AMOUNTS.reduce((said, [amount, n]) => said.replace(amount, n), plain(text));
  const tokens: string[] = [];
  let tens = false;
  for (const word of counted.split(' ').filter((one) => one !== '')) {
    const unit = UNITS.indexOf(word);
    const last = Number(tokens.at(-1));
    if (tens && unit > 0 && unit < 10) tokens[tokens.length - 1] = String(last + unit);
    else tokens.push(numeral(word, unit) ?? singular(word));
    tens = TENS.includes(word);
  }
  return tokens;
}

function numeral(word: string, unit: number): string | null {
  if (unit >= 0) return String(unit);
  const ten = TENS.indexOf(word);
  return ten >= 0 ? String((ten + 2) * 10) : null;
}

/** A whole number from 1 to 99; null for anything else. */
export function numberOf(token: string | undefined): number | null {
  return token !== undefined && /^[1-9]\d?$/.test(token) ? Number(token) : null;
}

/** The number a caller chooses by: "three", "number 3", "the third one". */
export function spokenChoice(text: string): number | null {
  const said = plain(text).replace(/^(the |option |number |choice |press |key |i want )+/, '');
  const bare = said.replace(/( one| please| thanks)+$/, '') || said;
  const ordinal = ORDINALS.indexOf(bare);
  if (ordinal >= 0) return ordinal + 1;
  const tokens = tokensOf(SOUNDS[bare] ?? bare);
  return tokens.length === 1 ? numberOf(tokens[0]) : null;
}

/** Whether two words are the same but for what recognition gets wrong. */
export function alike(one: string, other: string): boolean {
  if (one === other) return true;
  const shorter = one.length < other.length ? one : other;
  const limit = shorter.length < FUZZY_LENGTH ? 0 : maxEdits(shorter);
  return limit > 0 && Math.abs(one.length - other.length) <= limit && edits(one, other) <= limit;
}

/** Whether a phrase stands in the tokens at a place, word by word. */
export function standsAt(
  tokens: readonly string[],
  at: number,
  phrase: readonly string[],
  same: (one: string, other: string) => boolean = (one, other) => one === other,
): boolean {
  return phrase.every((word, index) => same(tokens[at + index] ?? '', word));
}

/** Levenshtein distance. */
function edits(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const kept = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(kept, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
