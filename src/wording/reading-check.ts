import { keysOf, spokenWords, type SpokenWord } from './spoken-words.js';

/**
 * How what was said compares with what was to be said. `reworded`: other words, but the same
 * numbers, prices, names and negations. `altered`: one of these differs.
 */
export type Verdict = 'same' | 'reworded' | 'altered';

/** Besides numbers and names: without these, or with them, a sentence says something else. */
const DECISIVE = new Set(
  'a.m. p.m. half not no never without none nothing except sin nunca nada ninguno ninguna ningun tampoco ni'.split(
    ' ',
  ),
);

/** Compares the transcript of a reading with its text, also while it comes. */
export class ReadingCheck {
  private readonly expected: readonly SpokenWord[];
  private readonly names: ReadonlySet<string>;
  private transcript = '';
  private verifiedLength = 0;
  private isComplete = false;

  /** @param names words that count as names wherever they stand, such as those of the menu. */
  constructor(text: string, names: readonly string[]) {
    this.expected = spokenWords(text);
    const ownNames = this.expected.filter(({ isName }) => isName).map(({ key }) => key);
    this.names = new Set([...names.flatMap(keysOf), ...ownNames]);
  }

  /** The transcript so far. */
  get said(): string {
    return this.transcript;
  }

  /**
   * How much of the transcript so far, in characters, says the text. The last word is left out
   * while more of it may come, and a number or price while it may go on: at the end of a text only
   * `verdict` tells.
   */
  get verified(): number {
    return this.verifiedLength;
  }

  /** True while the transcript so far says all of the text, which does not end with a number. */
  get complete(): boolean {
    return this.isComplete;
  }

  /** More of the transcript. */
  push(delta: string): void {
    this.transcript += delta;
    // What was right stays right, whatever follows it.
    this.verifiedLength = Math.max(this.verifiedLength, this.verify());
  }

  /** @param transcript all that was said. */
  verdict(transcript: string): Verdict {
    const said = spokenWords(transcript);
    if (saysAll(this.expected, said)) return 'same';
    const matters = ({ kind, key }: SpokenWord): boolean =>
      kind !== 'word' || DECISIVE.has(key) || this.names.has(key);
    return saysAll(this.expected.filter(matters), said.filter(matters)) ? 'reworded' : 'altered';
  }

  private verify(): number {
    const { transcript } = this;
    const all = spokenWords(transcript);
    this.isComplete = (all.at(-1)?.kind ?? 'word') === 'word' && saysAll(this.expected, all);
    if (this.isComplete) return transcript.length;
    const closed = transcript.replace(/\S+$/, '');
    const words = [...spokenWords(closed)];
    let end = closed.length;
    for (let last = words.at(-1); last && last.kind !== 'word'; last = words.at(-1)) {
      end = last.start;
      words.pop();
    }
    const { expected, said } = matched(this.expected, words);
    const first = surelySaid(words, said, this.expected[expected]);
    return words[first]?.start ?? end;
  }
}

/**
 * How many of the words that agree say the text: not the numbers right before the first that does
 * not, where either side goes on with a number. "Six" is not 6:30, nor 6:30 six.
 *
 * @param next what was to be said after those that agree.
 */
function surelySaid(
  said: readonly SpokenWord[],
  agree: number,
  next: SpokenWord | undefined,
): number {
  const goesOn = [next, said[agree]].some((word) => word !== undefined && word.kind !== 'word');
  let count = agree;
  while (goesOn && count > 0 && said[count - 1]?.kind !== 'word') count -= 1;
  return count;
}

function saysAll(expected: readonly SpokenWord[], said: readonly SpokenWord[]): boolean {
  const match = matched(expected, said);
  return match.expected === expected.length && match.said === said.length;
}

/** How many words of both agree, from the beginning. */
function matched(
  expected: readonly SpokenWord[],
  said: readonly SpokenWord[],
): { readonly expected: number; readonly said: number } {
  let [i, j] = [0, 0];
  for (;;) {
    const [wanted, heard] = [expected[i], said[j]];
    if (wanted === undefined || heard === undefined) return { expected: i, said: j };
    const inOne = `${wanted.key}${expected[i + 1]?.key ?? ''}`;
    const pieces = wanted.key === heard.key ? 1 : piecesFor(wanted, said, j);
    if (pieces > 0) {
      i += 1;
      j += pieces;
    } else if (wanted.kind === 'word' && heard.kind === 'word' && heard.key === inOne) {
      i += 2;
      j += 1;
    } else {
      return { expected: i, said: j };
    }
  }
}

/**
 * How many words from here on say the wanted one in pieces: "six thirty" for 630, "thirteen
 * sixty-one" for $13.61, "pick up" for pickup; 0 when they do not.
 */
function piecesFor({ kind, key }: SpokenWord, said: readonly SpokenWord[], from: number): number {
  const [, units = '', cents = ''] = kind === 'price' ? (/(\d+)\.(\d+)/.exec(key) ?? []) : [];
  const whole = kind === 'price' ? units + (cents === '00' ? '' : cents) : key;
  if (kind === 'price' && said[from]?.key !== units) return 0;
  let joined = '';
  for (let at = from; at < said.length; at += 1) {
    const piece = said[at];
    if (piece?.kind !== (kind === 'word' ? 'word' : 'number')) return 0;
    joined += piece.key;
    if (joined === whole) return at - from + 1;
    if (!whole.startsWith(joined)) return 0;
  }
  return 0;
}
