import { numberAt } from './number-words.js';

/** One word, number or price of a text, as far as its sound matters. */
export interface SpokenWord {
  readonly kind: 'word' | 'number' | 'price';
  /** The same for all ways to write it: `ounce`, `25`, `$13.61`. */
  readonly key: string;
  /** Where it stands in the text. */
  readonly start: number;
  readonly end: number;
  /** Written as a name is: with a capital, not at the beginning of a sentence. */
  readonly isName: boolean;
}

const AMOUNT = String.raw`\d+(?:,\d{3})*(?:[.,]\d{1,2})?`;
const PIECES = new RegExp(
  [
    String.raw`(?<sign>[$€])\s?(?<amount>${AMOUNT})(?!\d)`,
    String.raw`(?<amountBefore>${AMOUNT})\s?(?<signAfter>[$€])`,
    String.raw`(?<phone>\(?\d{3}\)?[-.\s]\d{3}[-.\s]\d{4}|\d{3}-\d{4})(?!\d)`,
    String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?!\d)`,
    String.raw`(?<half>1/2|½)`,
    String.raw`(?<number>\d+(?:,\d{3})*(?:\.\d+)?)(?:st\b|nd\b|rd\b|th\b|[ºª])?`,
    String.raw`(?<noon>[ap])(?:\.\s?m\b\.?|m\b(?<=\d\s?[ap]m))`,
    String.raw`(?<symbol>[%&])`,
    String.raw`(?<word>[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*)`,
  ].join('|'),
  'giu',
);
/** Where a word with a capital need not be a name. */
const SENTENCE_BEGINS = /(?:^|[.!?:;¡¿"“(—])\s*$/u;

const CURRENCIES = new Map<string, string>([
  ['dollar', '$'],
  ['buck', '$'],
  ['dolar', '$'],
  ['dolare', '$'],
  ['peso', '$'],
  ['euro', '€'],
]);
const CENTS = new Set(['cent', 'centavo', 'centimo']);
/** Other spellings of a word. */
const SPELLINGS = new Map<string, string>([
  ['cannot', 'can not'],
  ["can't", 'can not'],
  ["won't", 'not'],
  ['street', 'st'],
  ['saint', 'st'],
  ['avenue', 'ave'],
  ['boulevard', 'blvd'],
  ['apartment', 'apt'],
  ['mister', 'mr'],
  ['doctor', 'dr'],
  ['oz', 'ounce'],
  ['lb', 'pound'],
  ['pm', 'p.m.'],
  ['medio', 'half'],
  ['media', 'half'],
  ['mitad', 'half'],
]);
/** Words that come and go in speech without a change of meaning; what contractions hide, too. */
const LIGHT = new Set(
  (
    'a an the and to of is are am be was will have has had would us ' +
    'ok okay oh um uh well so just alright sure please inch oclock ' +
    'el la los las lo de del al e y pues bueno pulgada es'
  ).split(' '),
);

/**
 * The words of an English or Spanish text in the order they are said, without those that carry
 * no meaning. Numbers are the same in digits and in words; case, accents, punctuation,
 * contractions and plurals do not count.
 */
export function spokenWords(text: string): readonly SpokenWord[] {
  const words = withPrices(withNumbers([...piecesOf(text)]));
  return words.filter(({ kind, key }) => kind !== 'word' || !LIGHT.has(key));
}

/** What the words of a name are compared by. */
export function keysOf(name: string): readonly string[] {
  return spokenWords(name).flatMap(({ kind, key }) => (kind === 'word' ? [key] : []));
}

function* piecesOf(text: string): Generator<SpokenWord> {
  for (const match of text.matchAll(PIECES)) {
    const groups = match.groups ?? {};
    const start = match.index;
    const place = { start, end: start + match[0].length, isName: false };
    const amount = groups['amount'] ?? groups['amountBefore'];
    if (amount !== undefined) {
      const sign = groups['sign'] ?? groups['signAfter'] ?? '';
      yield { kind: 'price', key: `${sign}${amountOf(amount)}`, ...place };
    } else if (groups['phone'] !== undefined) {
      yield { kind: 'number', key: groups['phone'].replace(/\D/g, ''), ...place };
    } else if (groups['hour'] !== undefined) {
      yield { kind: 'number', key: groups['hour'], ...place };
      if (groups['minute'] !== '00')
        yield { kind: 'number', key: groups['minute'] ?? '', ...place };
    } else if (groups['number'] !== undefined) {
      yield { kind: 'number', key: groups['number'].replaceAll(',', ''), ...place };
    } else if (groups['word'] === undefined) {
      yield { kind: 'word', key: symbolOf(groups), ...place };
    } else {
      const capital = /^\p{Lu}/u.test(groups['word']);
      const isName = capital && !SENTENCE_BEGINS.test(text.slice(0, start));
      for (const key of wordsOf(groups['word'])) yield { kind: 'word', key, ...place, isName };
    }
  }
}

function symbolOf({ half, noon, symbol }: Readonly<Record<string, string | undefined>>): string {
  if (half !== undefined) return 'half';
  if (noon !== undefined) return `${noon.toLowerCase()}.m.`;
  return symbol === '%' ? 'percent' : 'and';
}

/** `13.61` of `13.61` and `13,61`; `1200.00` of `1,200`. */
function amountOf(digits: string): string {
  return Number(digits.replace(/,(?=\d{3})/g, '').replace(',', '.')).toFixed(2);
}

function wordsOf(written: string): readonly string[] {
  const plain = written.normalize('NFD').replace(/\p{M}/gu, '').replace('’', "'").toLowerCase();
  const known = SPELLINGS.get(plain);
  if (known !== undefined) return known.split(' ');
  const not = plain.endsWith("n't");
  const stem = stemOf((not ? plain.slice(0, -3) : plain).replace(/'(s|re|ll|ve|d|m)$/, ''));
  return [SPELLINGS.get(stem) ?? stem, ...(not ? ['not'] : [])];
}

/** Without the ending of a plural, which "tres" and "doscientos" do not have. */
function stemOf(word: string): string {
  const bare = word.replaceAll("'", '');
  if (numberAt([bare], 0) !== null) return bare;
  if (/(?:ch|sh|x|ss)es$/.test(bare)) return bare.slice(0, -2);
  return bare.length > 3 && /[^s]s$/.test(bare) ? bare.slice(0, -1) : bare;
}

/** Puts together what one number is said with, and digits that are said one by one. */
function withNumbers(pieces: readonly SpokenWord[]): readonly SpokenWord[] {
  const keys = pieces.map(({ kind, key }) => (kind === 'word' ? key : ''));
  const found: SpokenWord[] = [];
  for (let at = 0; at < pieces.length;) {
    const [piece, ...rest] = pieces.slice(at) as [SpokenWord, ...SpokenWord[]];
    const before = found.at(-1);
    const said = piece.kind === 'word' ? numberIn(pieces, keys, at) : null;
    const next = numberIn(pieces, keys, at + 1);
    if (said !== null) {
      const { key, end } = said;
      found.push({ ...piece, kind: 'number', key, end, isName: false });
    } else if (isOh(piece) && before?.kind === 'number' && next !== null) {
      found.push({ ...piece, kind: 'number', key: '0' });
    } else if (/^(point|punto)$/.test(piece.key) && before?.kind === 'number' && next !== null) {
      found.splice(-1, 1, { ...before, key: `${before.key}.${next.key}`, end: next.end });
      at += next.length;
    } else if (piece.key === 'por' && rest[0]?.key === 'ciento') {
      found.push({ ...piece, key: 'percent', end: rest[0].end });
      at += 1;
    } else {
      found.push(piece);
    }
    at += said?.length ?? 1;
  }
  return withDigits(found);
}

const isOh = ({ kind, key }: SpokenWord): boolean =>
  kind === 'word' && (key === 'oh' || key === 'o');

/** The number at this place, in digits or in words. */
function numberIn(
  pieces: readonly SpokenWord[],
  keys: readonly string[],
  at: number,
): { readonly key: string; readonly end: number; readonly length: number } | null {
  const piece = pieces[at];
  if (piece?.kind === 'number') return { key: piece.key, end: piece.end, length: 1 };
  const said = numberAt(keys, at);
  if (said === null) return null;
  const { end = 0 } = pieces[at + said.length - 1] ?? {};
  return { key: String(said.value), end, length: said.length };
}

/** "five five five zero" is 5550. */
function withDigits(pieces: readonly SpokenWord[]): readonly SpokenWord[] {
  const found: SpokenWord[] = [];
  for (let at = 0; at < pieces.length;) {
    let to = at;
    while (pieces[to]?.kind === 'number' && pieces[to]?.key.length === 1) to += 1;
    const digits = pieces.slice(at, Math.max(to, at + 1));
    const [first, last] = [digits[0], digits.at(-1)];
    if (first === undefined || last === undefined) break;
    if (digits.length < 3) found.push(...digits);
    else found.push({ ...first, key: digits.map(({ key }) => key).join(''), end: last.end });
    at += digits.length;
  }
  return found;
}

/** "nine dollars and fifty cents" is $9.50. */
function withPrices(pieces: readonly SpokenWord[]): readonly SpokenWord[] {
  const found: SpokenWord[] = [];
  for (let at = 0; at < pieces.length;) {
    const price = priceAt(pieces, at);
    const piece = pieces[at];
    if (piece === undefined) break;
    const end = pieces[at + (price?.length ?? 1) - 1]?.end ?? piece.end;
    found.push(price === null ? piece : { ...piece, kind: 'price', key: price.key, end });
    at += price?.length ?? 1;
  }
  return found;
}

function priceAt(
  pieces: readonly SpokenWord[],
  at: number,
): { readonly key: string; readonly length: number } | null {
  const amount = pieces[at];
  const unit = pieces[at + 1]?.key ?? '';
  if (amount?.kind !== 'number') return null;
  const value = Number(amount.key);
  if (CENTS.has(unit)) return { key: `$${(value / 100).toFixed(2)}`, length: 2 };
  const currency = CURRENCIES.get(unit);
  if (currency === undefined) return null;
  const joint = pieces[at + 2]?.key ?? '';
  const from = /^(and|y|con|with)$/.test(joint) ? at + 3 : at + 2;
  const small = pieces[from];
  const cents = small?.kind === 'number' ? Number(small.key) : 100;
  const named = CENTS.has(pieces[from + 1]?.key ?? '');
  if (cents < 100 && (named || joint === 'con')) {
    const length = from - at + (named ? 2 : 1);
    return { key: `${currency}${(value + cents / 100).toFixed(2)}`, length };
  }
  return { key: `${currency}${value.toFixed(2)}`, length: 2 };
}
