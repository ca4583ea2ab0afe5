import { numberAt } from '../../wording/number-words.js';

/** A text prepared for patterns, and where in the original each of its characters comes from. */
export interface SpacedNumbers {
  /** Lower case without accents; number words in digits; signs between clauses as ` , `. */
  readonly plain: string;
  /** Where in the text the word begins to which a character of `plain` belongs. */
  readonly starts: readonly number[];
  /** Where it ends. */
  readonly ends: readonly number[];
}

/** "P.m.", a time of day such as 7:30, a word or number, or signs between clauses. */
const WORDS =
  /[ap]\.? ?m\b\.?|\d{1,2}[:.]\d\d(?= ?[ap]\.? ?m\b)|(?<=\b(?:at|las?) )\d{1,2}\.\d\d\b|\d{1,2}:\d\d|[\p{L}\p{N}\p{M}]+(?:['’]\p{L}+)*|[,;.!?]+/giu;

/** Reads number words of English and Spanish, "p.m." and punctuation into one plain form. */
export function spacedNumbers(text: string): SpacedNumbers {
  const words = [...text.matchAll(WORDS)].map((match) => ({
    plain: plainWord(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
  const spoken = words.map(({ plain }) => plain);
  const starts: number[] = [];
  const ends: number[] = [];
  let plain = '';
  const put = (word: string, start: number, end: number) => {
    const piece = plain === '' ? word : ` ${word}`;
    plain += piece;
    for (let index = 0; index < piece.length; index++) {
      starts.push(start);
      ends.push(end);
    }
  };
  for (let at = 0; at < words.length;) {
    const number = numberAt(spoken, at);
    const last = at + (number?.length ?? 1) - 1;
    put(
      number === null ? (spoken[at] ?? '') : String(number.value),
      words[at]?.start ?? 0,
      words[last]?.end ?? 0,
    );
    at = last + 1;
  }
  return { plain, starts, ends };
}

function plainWord(word: string): string {
  if (/^[,;.!?]+$/.test(word)) return ',';
  return word
    .normalize('NFD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replace(/^([ap])\.? ?m\.?$/, '$1m')
    .replace(/^(\d+)\.(?=\d)/, '$1:');
}
