import { isRecord } from './is-record.js';
import { isKeysNote } from './keys-note.js';
import { isNestedTooDeeply } from './nesting.js';
import { readDigits, type DigitGroup, type ReadText } from './spoken-digits.js';

/** What stands in the place of what is masked. */
const MASK = '****';
const SHORTEST = 13;
const LONGEST = 19;
/** Most texts that a number with keys in it is spread over: single keys choose from a menu. */
const MAX_KEYED_TEXTS = 8;
/** Fewest digits in a row that are taken for a part of a card number that is known. */
const SHORTEST_PART = 4;
/** Longest number with a plus sign that is a phone number's and no card's (E.164 allows 15). */
const LONGEST_PHONE = 14;

/** Prefixes of the card networks with the lengths of their numbers (ISO/IEC 7812). */
const NETWORKS: readonly { readonly prefix: RegExp; readonly lengths: readonly number[] }[] = [
  { prefix: /^4/, lengths: [16, 19] },
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|220[0-4]|9792)/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^3(?:0[0-5]|[689])/, lengths: [14, 16] },
  { prefix: /^(?:6|5[0678]|35(?:2[89]|[3-8])|8[12])/, lengths: [16, 17, 18, 19] },
];

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Texts without card numbers, and the digits of those that stood in them. */
export interface MaskedTexts {
  readonly texts: readonly string[];
  readonly numbers: readonly string[];
}

/**
 * Puts stars in the place of payment card data: numbers of 13 to 19 digits that fulfil the Luhn
 * check (ISO/IEC 7812), in figures of any script or in English or Spanish number words, with any
 * short gaps; security codes that are called so; expiry dates beside a card. Figures around a
 * number are masked with it, so that a quantity said just before does not give it away; now and
 * then that hides a number too much. Where gaps are of several kinds, and over several texts, the
 * digits also have to begin as those of a card network do, which spares phone numbers and dates.
 * Takes time linear in the text.
 */
export function maskCardNumbers(text: string): string {
  return maskCards([text]).texts[0] ?? '';
}

/** The same over texts that follow each other, such as a caller's turns. */
export function maskCards(texts: readonly string[]): MaskedTexts {
  const joined = new JoinedTexts(texts);
  const read = readDigits(joined.text);
  if (!/\d/.test(read.plain)) return { texts, numbers: [] };
  const numbers = new Set<string>();
  const cards = read.runs.flatMap((run) =>
    pieces(run).flatMap((piece) => cardSpans(piece, joined, numbers)),
  );
  if (cards.length === 0) return { texts: joined.without(codeSpans(read)), numbers: [] };
  const masked = new JoinedTexts(joined.without(cards));
  return { texts: masked.without(codeSpans(readDigits(masked.text))), numbers: [...numbers] };
}

/**
 * Masks the card data in all texts and figures of a JSON document; other text is masked as such.
 * Of a document that is nested too deeply to be read, nothing is kept.
 */
export function maskCardsInJson(json: string): string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return maskCardNumbers(json);
  }
  if (isNestedTooDeeply(value)) return '{}';
  const masked = maskedValue(value);
  return masked === value ? json : JSON.stringify(masked);
}

/** Masks parts of card numbers that are known, of four digits and more, as when they are repeated. */
export function maskCardParts(text: string, numbers: readonly string[]): string {
  if (numbers.length === 0) return text;
  const isPart = (digits: string): boolean => numbers.some((number) => number.includes(digits));
  const spans: Span[] = [];
  for (const run of readDigits(text).runs) {
    for (let first = 0; first < run.length; first++) {
      let digits = '';
      let next = first;
      while (next < run.length && isPart(digits + (run[next]?.digits ?? ''))) {
        digits += run[next]?.digits ?? '';
        next += 1;
      }
      if (digits.length < SHORTEST_PART) continue;
      spans.push(spanOf(run, first, next - 1));
      first = next - 1;
    }
  }
  return new JoinedTexts([text]).without(spans)[0] ?? '';
}

/** The same value when there is nothing to mask in it. */
function maskedValue(value: unknown): unknown {
  if (typeof value === 'string') return maskCardNumbers(value);
  if (typeof value === 'number') {
    const text = String(value);
    const masked = maskCardNumbers(text);
    return masked === text ? value : masked;
  }
  if (Array.isArray(value)) {
    const masked = value.map((entry) => maskedValue(entry));
    return masked.some((entry, index) => entry !== value[index]) ? masked : value;
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, entry]): [string, unknown] => [
    maskCardNumbers(key),
    maskedValue(entry),
  ]);
  const same = entries.every(([key, entry]) => Object.hasOwn(value, key) && value[key] === entry);
  return same ? value : Object.fromEntries(entries);
}

/** Texts with a line break between them, and what to cut out of them. */
class JoinedTexts {
  readonly text: string;
  private readonly starts: readonly number[];

  constructor(private readonly texts: readonly string[]) {
    this.text = texts.join('\n');
    let at = 0;
    this.starts = texts.map(({ length }) => (at += length + 1) - length - 1);
  }

  /** Which text an offset of the whole is in. */
  indexAt(offset: number): number {
    let low = 0;
    for (let high = this.starts.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Whether one of these texts tells of pressed keys. */
  keyedIn(first: number, last: number): boolean {
    return this.texts.slice(first, last + 1).some(isKeysNote);
  }

  /** The texts with a mask in the place of each span. What overlaps gets one mask. */
  without(spans: readonly Span[]): readonly string[] {
    if (spans.length === 0) return this.texts;
    const shown = this.texts.map(() => '');
    const done = this.texts.map(() => 0);
    for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
      for (let index = this.indexAt(start); index < this.texts.length; index++) {
        const from = this.starts[index] ?? 0;
        if (from >= end) break;
        const text = this.texts[index] ?? '';
        const [begin, until] = [Math.max(0, start - from), Math.min(text.length, end - from)];
        const before = done[index] ?? 0;
        if (begin >= before && until > begin) shown[index] += text.slice(before, begin) + MASK;
        done[index] = Math.max(before, until);
      }
    }
    return this.texts.map((text, index) => `${shown[index]}${text.slice(done[index])}`);
  }
}

/**
 * Divides a run where one phone number ends and the next begins: both parts have ten or eleven
 * digits, together more than a card has, and are not written as one number.
 */
function pieces(run: readonly DigitGroup[]): readonly (readonly DigitGroup[])[] {
  const parts: DigitGroup[][] = [];
  for (const group of run) {
    if (group.gap === null || !/^[ .()-]*$/.test(group.gap)) parts.push([]);
    parts.at(-1)?.push(group);
  }
  const joined: DigitGroup[][] = [];
  let phoneBefore = false;
  for (const part of parts) {
    const phone = isPhoneLength(part.reduce((sum, { digits }) => sum + digits.length, 0));
    if (joined.length === 0 || (phone && phoneBefore)) joined.push([]);
    joined.at(-1)?.push(...part);
    phoneBefore = phone;
  }
  return joined;
}

function isPhoneLength(length: number): boolean {
  return length === 10 || length === 11;
}

/**
 * Everything of a run that is in the texts of a card number, one span for each text, without what
 * other words keep apart from it. The digits of the numbers are added to `numbers`.
 */
function cardSpans(
  run: readonly DigitGroup[],
  joined: JoinedTexts,
  numbers: Set<string>,
): readonly Span[] {
  const digits = run.map((group) => group.digits).join('');
  if (digits.length < SHORTEST) return [];
  if (run[0]?.plus === true && digits.length <= LONGEST_PHONE) return [];
  const textOf = run.map(({ start }) => joined.indexAt(start));
  // Of each digit: its text, and whether a number may begin at it, after the one before it.
  const texts = run.flatMap((group, index) => Array.from(group.digits, () => textOf[index] ?? 0));
  const opens = run.flatMap(({ digits: { length } }) =>
    Array.from({ length }, (_, at) => at === 0 || length >= SHORTEST),
  );
  let part = 0;
  const partOf = run.map(({ apart }) => (apart ? ++part : part));
  const parts = run.flatMap((group, index) => Array.from(group.digits, () => partOf[index] ?? 0));
  const whole = isOneNumber(run) && textOf[0] === textOf.at(-1);
  const masked = new Set<number>();
  const maskedParts = new Set<number>();
  for (let from = 0; from + SHORTEST <= digits.length; from++) {
    if (opens[from] === false) continue;
    for (let length = LONGEST; length >= SHORTEST; length--) {
      const until = from + length;
      const number = digits.slice(from, until);
      const closed = until === digits.length || opens[until] === true;
      if (!closed || !luhnValid(number)) continue;
      if (!(whole && length === digits.length) && !isOfNetwork(number)) continue;
      const [first = 0, last = 0] = [texts[from], texts[until - 1]];
      if (last - first >= MAX_KEYED_TEXTS && joined.keyedIn(first, last)) continue;
      numbers.add(number);
      for (let text = first; text <= last; text++) masked.add(text);
      for (const one of parts.slice(from, until)) maskedParts.add(one);
      break;
    }
  }
  return [...masked].flatMap((text) => {
    const isIn = (_: DigitGroup, index: number): boolean =>
      textOf[index] === text && maskedParts.has(partOf[index] ?? 0);
    const [begin, end] = [run.findIndex(isIn), run.findLastIndex(isIn)];
    return begin < 0 ? [] : [spanOf(run, begin, end)];
  });
}

/** Written as one number is, with the same simple gap everywhere. */
function isOneNumber(run: readonly DigitGroup[]): boolean {
  const gaps = run.slice(1).map(({ gap }) => gap);
  return gaps.every((gap) => gap === gaps[0] && /^[ .\-/]{0,2}$/.test(gap ?? ''));
}

function isOfNetwork(number: string): boolean {
  return NETWORKS.some(
    ({ prefix, lengths }) => lengths.includes(number.length) && prefix.test(number),
  );
}

function luhnValid(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function spanOf(run: readonly DigitGroup[], first: number, last: number): Span {
  return { start: run[first]?.start ?? 0, end: run[last]?.end ?? 0 };
}

/** Between two words or figures. */
const GAP = String.raw`[^\p{L}\p{N}*]{0,6}`;
/** What a security code is called. */
const CODE_NAME = [
  String.raw`c[ .]{0,2}v[ .]{0,2}[vc2]`,
  'ccv|cvv2|cvc2|csc|cid',
  'three[ -]digit (?:code|number)|3[ -]digit (?:code|number)|codigo de (?:tres|3) (?:digitos|cifras)',
  'security (?:code|number|digits?)|(?:card )?verification (?:code|number|value)',
  '(?:codigo|numero|clave) de (?:seguridad|verificacion)',
  String.raw`(?:code|digits|numbers?) (?:(?:on|at|from) )?(?:the )?back`,
  '(?:codigo|digitos|numeros?) (?:de )?(?:atras|del reverso|por detras)',
].join('|');
/** Words between the name and the code. */
const CODE_WORDS =
  'is|are|was|its|it|s|the|my|of|on|for|in|at|back|card|visa|code|number|and|uh|um|' +
  'caller|pressed|keys|' +
  'es|son|el|la|los|las|mi|de|del|en|tarjeta|codigo|numero|y|eh|please|sure|yes|si|claro|okay|ok';
const CODE = String.raw`\d(?:[ .,\-\n]{0,3}\d){2,3}(?!\d)`;
const MONTH =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|' +
  'oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|' +
  'septiembre|octubre|noviembre|diciembre';
const EXPIRY_NAME =
  'exp(?:[a-z]{0,8})?|(?:valid|good) (?:thru|through|until|till)|vence|vencimiento|' +
  'caduca|caducidad|valida? hasta';
const EXPIRY_WORDS = 'is|are|date|in|on|the|of|it|s|es|el|la|de|del|en|fecha|and|y|a';
const DATE = [
  String.raw`(?:(?:${MONTH})|\d{1,2})(?:${GAP}(?:slash|barra|of|del?|the|and|y|dash|guion))?`,
  String.raw`${GAP}(?:\d{4}|20[ -]?\d{2}|\d{2})(?!\d)`,
].join('');
/** Written as an expiry date is, when nothing says so. */
const BARE_DATE = String.raw`(?:0?[1-9]|1[0-2])\s?[/-]\s?(?:20)?\d{2}(?!\d)|(?:${MONTH})${GAP}(?:20)?\d{2}(?!\d)`;

const SECURITY_CODES: readonly RegExp[] = [
  named(`(?:${CODE_NAME})`, CODE_WORDS, CODE),
  new RegExp(
    String.raw`(?<![\p{L}\p{N}])(?<secret>${CODE})${GAP}(?:is|es|was|era)(?:${GAP}(?:the|my|el|mi|card|of)){0,3}${GAP}(?:${CODE_NAME})(?!\p{L})`,
    'dgu',
  ),
];
const EXPIRY_DATES: readonly RegExp[] = [
  named(`(?:${EXPIRY_NAME})`, EXPIRY_WORDS, DATE),
  new RegExp(String.raw`\*{4}${GAP}(?<secret>${BARE_DATE})`, 'dgu'),
];

/** A pattern for a secret that follows its name, with a few words between them. */
function named(name: string, words: string, secret: string): RegExp {
  return new RegExp(
    String.raw`(?<!\p{L})${name}(?!\p{L})(?:${GAP}(?:${words})(?!\p{L})){0,8}${GAP}(?<secret>${secret})`,
    'dgu',
  );
}

/** Security codes, and expiry dates where there is a card, in a text whose numbers are masked. */
function codeSpans({ plain, offsets }: ReadText): readonly Span[] {
  const patterns = plain.includes(MASK) ? [...SECURITY_CODES, ...EXPIRY_DATES] : SECURITY_CODES;
  return patterns.flatMap((pattern) =>
    [...plain.matchAll(pattern)].map(({ indices }) => {
      const [start, end] = indices?.groups?.['secret'] ?? [0, 0];
      return { start: offsets[start] ?? 0, end: offsets[end] ?? 0 };
    }),
  );
}
