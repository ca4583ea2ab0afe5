/**
 * Digits that stand in a text in one piece: figures of any script, or number words of English or
 * Spanish. `start` and `end` are UTF-16 offsets in the text.
 */
export interface DigitGroup {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
  /** What stands between the group before and this one, as compared; null in front of a run. */
  readonly gap: string | null;
  /** Other words stand between the group before and this one. */
  readonly apart: boolean;
  /** A plus sign stands right in front of it, as in a phone number. */
  readonly plus: boolean;
}

/** A text as numbers are looked for in it. */
export interface ReadText {
  /** Groups that follow each other with short gaps, run by run. */
  readonly runs: readonly (readonly DigitGroup[])[];
  /** The text in lower case without accents, numbers in ASCII digits. */
  readonly plain: string;
  /** Offset in the text of each character of `plain`; one more for the end. */
  readonly offsets: readonly number[];
}

/** Longest gap within a run, in characters: that between two notes of pressed keys is the longest. */
const MAX_GAP = 48;
/** Most words in a gap. */
const MAX_FILLERS = 6;
/** Most other words, or signs that end most numbers, in a gap. */
const MAX_FOREIGN = 3;
/** Longest gap with such words or signs in it, in characters. */
const MAX_FOREIGN_GAP = 24;
/** Fewest digits on both sides of such a gap: prices, quantities and choices have fewer. */
const SHORTEST_BESIDE_FOREIGN = 3;
/** Figures that touch a letter, as in an id, count only from this length on. */
const SHORTEST_GLUED = 13;
/** Characters at which a number ends, unless they stand alone between two long groups. */
const BREAKING = /[$€£¥%+@=]/;

const UNITS = wordValues([
  'zero oh o nought cero',
  'one won uno una un',
  'two to too dos',
  'three tres',
  'four for cuatro',
  'five fife cinco',
  'six seis',
  'seven siete',
  'eight ate ocho',
  'nine niner nueve',
  'ten diez',
  'eleven once',
  'twelve doce',
  'thirteen trece',
  'fourteen catorce',
  'fifteen quince',
  'sixteen dieciseis',
  'seventeen diecisiete',
  'eighteen dieciocho',
  'nineteen diecinueve',
]);
const TENS = wordValues([
  '',
  '',
  'twenty veinte',
  'thirty treinta',
  'forty fourty cuarenta',
  'fifty cincuenta',
  'sixty sesenta',
  'seventy setenta',
  'eighty ochenta',
  'ninety noventa',
]);
const TWENTIES = wordValues([
  '',
  'veintiuno veintiun veintiuna',
  'veintidos',
  'veintitres',
  'veinticuatro',
  'veinticinco',
  'veintiseis',
  'veintisiete',
  'veintiocho',
  'veintinueve',
]);
const HUNDREDS = wordValues([
  '',
  'cien ciento',
  'doscientos',
  'trescientos',
  'cuatrocientos',
  'quinientos',
  'seiscientos',
  'setecientos',
  'ochocientos',
  'novecientos',
]);
/** Words that repeat the number after them. */
const REPEATS = new Map([
  ['double', 2],
  ['doble', 2],
  ['triple', 3],
  ['treble', 3],
  ['quadruple', 4],
  ['cuadruple', 4],
]);
/** Words with a number after them that is no part of the number being read: "the last four". */
const COUNTING = wordSet('first last final other primeros ultimos otros');
/** Words that are said, or noted, between the parts of one number. */
const FILLERS = wordSet(`
  and then dash hyphen minus dot point period comma slash stroke space pause next so okay ok
  um uh uhm er erm hm hmm mm mhm huh well yes yeah yep right sorry wait again sure sir please
  si claro bueno perdon vale followed by that is the rest are it s
  y e luego despues guion raya menos punto coma barra espacio eh este pues sigue los las el la son
  caller pressed keys
`);

/** A group while it is read: words may still fill its last places. */
interface OpenGroup {
  digits: string;
  start: number;
  end: number;
  gap: string | null;
  apart: boolean;
  plus: boolean;
  /** How many of the last digits are zeros that the next word may fill: "forty" has one. */
  room: number;
  /** `room` before the last word filled it. */
  roomBefore: number;
}

/** Ids as orders have them (RFC 9562), words with letters, figures, and what is between. */
const TOKENS =
  /(?<id>(?<![\p{L}\d])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\p{L}\d]))|\p{L}+|\d+|[^\p{L}\d]+/gu;

/** Finds the numbers of a text, in time linear in its length. */
export function readDigits(text: string): ReadText {
  const { plain, offsets } = folded(text);
  const reader = new RunReader();
  const tokens = [...plain.matchAll(TOKENS)];
  tokens.forEach((token, index) => {
    const [word] = token;
    const end = token.index + word.length;
    if (token.groups?.['id'] !== undefined) reader.breakOff();
    else if (/^\d/.test(word)) {
      const glued = isOtherWord(tokens[index - 1]?.[0]) || isOtherWord(tokens[index + 1]?.[0]);
      if (glued && word.length < SHORTEST_GLUED) reader.breakOff();
      else reader.figures(word, token.index, end);
    } else if (/^\p{L}/u.test(word)) {
      reader.word(word, token.index, end);
    } else {
      reader.between(word);
    }
  });
  const runs = reader.done();
  return inDigits(plain, offsets, runs);
}

/** Gathers groups into runs. */
class RunReader {
  private readonly runs: OpenGroup[][] = [];
  private run: OpenGroup[] = [];
  private gap = '';
  private fillers = 0;
  private plus = false;
  private repeat: { readonly times: number; readonly start: number } | null = null;
  private counting = false;
  private foreign = 0;

  breakOff(): void {
    if (this.run.length > 0) this.runs.push(this.run);
    this.run = [];
    this.gap = '';
    this.fillers = 0;
    this.plus = false;
    this.repeat = null;
    this.counting = false;
    this.foreign = 0;
  }

  between(text: string): void {
    if (BREAKING.test(text)) {
      if (text.length === 1 && this.gap === '' && this.run.length > 0) return this.other(text);
      this.breakOff();
      this.plus = text.endsWith('+');
      return;
    }
    this.gap += text;
    if (this.gap.length > MAX_GAP) this.breakOff();
  }

  figures(digits: string, start: number, end: number): void {
    this.add(digits, 0, start, end);
  }

  word(word: string, start: number, end: number): void {
    const unit = UNITS.get(word);
    if (this.counting && unit !== undefined && unit < 10) {
      this.counting = false;
      return this.filler(word);
    }
    const times = REPEATS.get(word);
    const ten = TENS.get(word);
    const twenties = TWENTIES.get(word);
    const hundreds = HUNDREDS.get(word);
    if (times !== undefined) this.repeat = { times, start };
    else if (unit !== undefined) this.fill(String(unit), 0, start, end);
    else if (ten !== undefined) this.fill(`${ten}0`, 1, start, end);
    else if (twenties !== undefined) this.fill(`2${twenties}`, 0, start, end);
    else if (hundreds !== undefined) this.fill(`${hundreds}00`, 2, start, end);
    else if (word === 'hundred') this.multiply(2, start, end);
    else if (word === 'thousand' || word === 'mil') this.multiply(3, start, end);
    else if (COUNTING.has(word)) {
      this.counting = true;
      this.filler(word);
    } else if (FILLERS.has(word)) this.filler(word);
    else this.other(word);
  }

  done(): readonly (readonly OpenGroup[])[] {
    this.breakOff();
    return this.runs;
  }

  /** A word or sign that is part of no number: it may stand in the middle of one. */
  private other(text: string): void {
    if (this.run.length === 0) return this.breakOff();
    this.repeat = null;
    this.counting = false;
    this.gap += text;
    this.foreign += 1;
    if (this.foreign > MAX_FOREIGN || this.gap.length > MAX_FOREIGN_GAP) this.breakOff();
  }

  private filler(word: string): void {
    this.gap += word;
    this.fillers += 1;
    if (this.fillers > MAX_FILLERS) this.breakOff();
  }

  /** A number word: part of the number before it, where that has room, as in "forty one". */
  private fill(digits: string, room: number, start: number, end: number): void {
    const last = this.run.at(-1);
    const fits = last !== undefined && last.room >= digits.length && digits !== '0';
    if (!fits || this.repeat !== null || !/^[\s-]*(?:(?:and|y)[\s-]*)?$/.test(this.gap)) {
      this.add(digits, room, start, end);
      return;
    }
    last.digits = last.digits.slice(0, -digits.length) + digits;
    last.roomBefore = last.room;
    last.room = room;
    this.extend(last, end);
  }

  /** "hundred" or "thousand": of the number before it, otherwise one of it, as "mil" is. */
  private multiply(zeros: number, start: number, end: number): void {
    const last = this.run.at(-1);
    const spaced = /^[\s-]*$/.test(this.gap);
    if (last !== undefined && spaced && last.digits.length <= 2) {
      last.digits += '0'.repeat(zeros);
      last.roomBefore = 0;
      last.room = zeros;
      this.extend(last, end);
    } else if (last !== undefined && spaced && zeros === 2 && last.roomBefore === 3) {
      // The "one" of "four thousand one hundred".
      last.digits = `${last.digits.slice(0, -3)}${last.digits.at(-1)}00`;
      last.roomBefore = 0;
      last.room = zeros;
      this.extend(last, end);
    } else {
      this.add(`1${'0'.repeat(zeros)}`, zeros, start, end);
    }
  }

  private extend(group: OpenGroup, end: number): void {
    group.end = end;
    this.gap = '';
    this.fillers = 0;
    this.foreign = 0;
  }

  private add(digits: string, room: number, start: number, end: number): void {
    const { repeat, plus } = this;
    const repeated = repeat !== null && digits.length <= 2 ? digits.repeat(repeat.times) : digits;
    const shorter = Math.min(this.run.at(-1)?.digits.length ?? 0, repeated.length);
    if (this.foreign > 0 && shorter < SHORTEST_BESIDE_FOREIGN) this.breakOff();
    this.run.push({
      digits: repeated,
      start: repeat?.start ?? start,
      end,
      gap: this.run.length === 0 ? null : this.gap,
      apart: this.foreign > 0,
      plus,
      room: repeat === null ? room : 0,
      roomBefore: 0,
    });
    this.gap = '';
    this.fillers = 0;
    this.foreign = 0;
    this.plus = false;
    this.repeat = null;
    this.counting = false;
  }
}

/** Compatibility forms and accents taken away, invisible characters left out, digits in ASCII. */
function folded(text: string): { plain: string; offsets: number[] } {
  let plain = '';
  const offsets: number[] = [];
  let at = 0;
  for (const char of text) {
    const shown = char < '\u0080' ? char.toLowerCase() : foldedChar(char);
    for (let unit = 0; unit < shown.length; unit++) offsets.push(at);
    plain += shown;
    at += char.length;
  }
  offsets.push(text.length);
  return { plain, offsets };
}

function foldedChar(char: string): string {
  const parts = char
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase();
  return parts.replace(/\p{Nd}/gu, digitValue);
}

/** Each script’s digits are ten code points in a row, and rows may follow each other. */
function digitValue(digit: string): string {
  if (digit < '\u0080') return digit;
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (before < 100 && /\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

/** Puts digits in the place of number words, and offsets of the text in that of `plain`. */
function inDigits(
  plain: string,
  offsets: readonly number[],
  runs: readonly (readonly OpenGroup[])[],
): ReadText {
  const parts: string[] = [];
  const places: number[] = [];
  let done = 0;
  const copy = (until: number): void => {
    parts.push(plain.slice(done, until));
    for (let at = done; at < until; at++) places.push(offsets[at] ?? 0);
    done = until;
  };
  const shown = runs.map((run) =>
    run.map(({ digits, start, end, gap, apart, plus }) => {
      copy(start);
      parts.push(digits);
      const from = offsets[start] ?? 0;
      // A character that stands for two digits begins where it begins and ends with its last one.
      const until = endOf(offsets, end);
      // The first digits of a word begin where it begins, the others within it.
      for (let at = 0; at < digits.length; at++) {
        places.push(end - start === digits.length ? (offsets[start + at] ?? from) : from);
      }
      done = end;
      return { digits, start: from, end: until, gap, apart, plus };
    }),
  );
  copy(plain.length);
  places.push(offsets.at(-1) ?? 0);
  return { runs: shown, plain: parts.join(''), offsets: places };
}

/** Where in the text the character before this one of `plain` ends. */
function endOf(offsets: readonly number[], end: number): number {
  const last = offsets[end - 1] ?? 0;
  let next = end;
  while ((offsets[next] ?? Infinity) <= last) next += 1;
  return offsets[next] ?? last + 1;
}

function isOtherWord(token: string | undefined): boolean {
  if (token === undefined || !/^\p{L}/u.test(token)) return false;
  const known = [UNITS, TENS, TWENTIES, HUNDREDS, REPEATS].some((words) => words.has(token));
  return !known && !FILLERS.has(token) && token !== 'hundred' && token !== 'mil';
}

/** Words in lines by value, from 0 on. */
function wordValues(lines: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    lines.flatMap((line, value) =>
      line === '' ? [] : line.split(' ').map((word): [string, number] => [word, value]),
    ),
  );
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}
