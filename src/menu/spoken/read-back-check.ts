import type { Order, OrderLine } from '../../orders/order.js';
import { spokenWords, type SpokenWord } from '../../wording/spoken-words.js';
import type { Spoken } from './spoken.js';

/** How many words may stand between a quantity and the dish that it counts. */
const QUANTITY_REACH = 6;
/** How many words may stand between "total" and its amount. */
const TOTAL_REACH = 6;
/** What a customer is told that they pay in the end. */
const TOTALS = new Set('total altogether sum pay owe due suma pagar'.split(' '));
/** An amount with one of these before or after it is a part of the total. */
const PARTS = new Set('off discount delivery tax fee descuento envio impuesto'.split(' '));
/** An amount followed by one of these is not all that is to be paid. */
const NOT_ALL = new Set('each apiece per plus cada mas'.split(' '));
const SUBTOTALS = new Set(['subtotal', 'sub total']);
/** Words for a number of things: "a couple of", "half a dozen". */
const GROUPS = new Map([
  ['couple', 2],
  ['pair', 2],
  ['par', 2],
  ['dozen', 12],
  ['docena', 12],
  ...['few', 'several', 'many', 'vario', 'varia'].map((word) => [word, Number.NaN] as const),
]);
/** Between a dish and its number in "two times", "x 2". */
const TIMES = new Set(['x', 'time', 'por']);
const PAUSE = /[,;:.!?]/;
/** Between an amount and the "total" that it is. */
const CLOSING = /^\s*(?:in|en|is the|es el)?\s*$/i;
/** Stand for the dish before them: "two of them". */
const THEM = new Set(['them', 'ello', 'ella']);
const SENTENCE_ENDS = /[.!?](?:\s|$)|;/;
/** "A", which is no number in English; "un" and "una" are. */
const ARTICLE = /(?:^|[^\p{L}])an?(?!\p{L})/iu;

/** A dish named in a text, and how many of it; null when the text does not say. */
interface Mention {
  readonly name: string;
  readonly quantity: number | null;
}

/**
 * Whether a text tells a caller what an order will cost and what it is: it names its total and, in
 * whatever order and other words, each line's quantity and dish. Digits and number words are the
 * same. A total that is said in the end in another way is a wrong one.
 *
 * @param dishes all names on the menu, so that a dish is not taken for another with a longer name.
 */
export function saysOrder(
  text: string,
  order: Order,
  spoken: Spoken,
  dishes: readonly string[],
  now: Date,
): boolean {
  const said = new Said(text);
  if (said.includes(spokenWords(spoken.order(order, now)))) return true;
  return (
    saysTotal(said, spokenWords(spoken.cents(order.totalCents))) && saysLines(said, order, dishes)
  );
}

/** A text as its words, with what stands between them. */
class Said {
  readonly words: readonly SpokenWord[];

  constructor(private readonly text: string) {
    this.words = spokenWords(text);
  }

  /** What is written between two words, such as a comma or an article. */
  between(first: number, second: number): string {
    return this.text.slice(this.words[first]?.end ?? 0, this.words[second]?.start);
  }

  /** True when a sentence ends between a word and the next. */
  endsAfter(index: number): boolean {
    return SENTENCE_ENDS.test(this.between(index, index + 1));
  }

  includes(wanted: readonly SpokenWord[]): boolean {
    return this.words.some((_, from) =>
      wanted.every(({ key }, index) => this.words[from + index]?.key === key),
    );
  }

  /** The amount of money that begins at a word. `bare`: only the context tells that it is money. */
  amountAt(
    index: number,
  ): { readonly key: string; readonly length: number; readonly bare: boolean } | null {
    const word = this.words[index];
    const cents = this.centsAt(index + 1);
    if (word?.kind === 'price') {
      if (!word.key.endsWith('.00') || cents === null) {
        return { key: word.key, length: 1, bare: false };
      }
      return { key: word.key.replace(/00$/, cents), length: 2, bare: false };
    }
    if (word?.kind !== 'number') return null;
    if (/^\d+\.\d{1,2}$/.test(word.key)) {
      return { key: `$${Number(word.key).toFixed(2)}`, length: 1, bare: true };
    }
    return cents === null ? null : { key: `$${word.key}.${cents}`, length: 2, bare: true };
  }

  /** An amount that is named as a part of the total, or as the price of one of several things. */
  isPart(index: number, length: number): boolean {
    const next = this.words[index + length]?.key ?? '';
    const [two = '', one = ''] = [index - 2, index - 1].map((at) => this.words[at]?.key ?? '');
    const named = PARTS.has(one) || SUBTOTALS.has(one) || SUBTOTALS.has(`${two} ${one}`);
    // Not in "two dollars tax is $23", where "tax" is about the amount before.
    const ofAmount =
      this.words[index - 2]?.kind === 'price' && !PAUSE.test(this.between(index - 2, index - 1));
    if (named && !ofAmount && !PAUSE.test(this.between(index - 1, index))) return true;
    if (NOT_ALL.has(next)) return true;
    return PARTS.has(next) && !PAUSE.test(this.between(index + length - 1, index + length));
  }

  /** The two digits in "twelve fifty" and "12 dollars and 50". */
  private centsAt(index: number): string | null {
    const { kind, key = '', start = 0 } = this.words[index] ?? {};
    // "12:50" is a time of day.
    if (kind !== 'number' || start < (this.words[index - 1]?.end ?? 0)) return null;
    const joined = /^\s*(?:and|y|con|with)?\s*$/i.test(this.between(index - 1, index));
    return joined && /^[1-9]\d$/.test(key) ? key : null;
  }
}

function saysTotal(said: Said, wanted: readonly SpokenWord[]): boolean {
  const [price] = wanted;
  if (wanted.length > 1 || price === undefined) return said.includes(wanted);
  const totals = said.words.flatMap((_, index) =>
    isTotal(said, index) ? (totalAt(said, index) ?? []) : [],
  );
  if (totals.length > 0) return totals.at(-1) === price.key;
  const last = said.words.findLastIndex((_, index) => {
    const amount = said.amountAt(index);
    return amount !== null && !amount.bare && !said.isPart(index, amount.length);
  });
  return said.amountAt(last)?.key === price.key;
}

function isTotal(said: Said, index: number): boolean {
  const [before = '', key = ''] = [index - 1, index].map((at) => said.words[at]?.key ?? '');
  if (SUBTOTALS.has(`${before} ${key}`)) return false;
  return TOTALS.has(key) || (key === 'come' && said.amountAt(index + 1) !== null);
}

/** The amount that a "total" speaks of: "$12 in total", "the total of your order is twelve fifty". */
function totalAt(said: Said, index: number): string | null {
  const before = /^(?:in|en)$/.test(said.words[index - 1]?.key ?? '') ? index - 2 : index - 1;
  const closed = [before, before - 1].find(
    (at) =>
      CLOSING.test(said.between(before, index)) &&
      at + (said.amountAt(at)?.length ?? 0) === before + 1,
  );
  if (closed !== undefined) return said.amountAt(closed)?.key ?? null;
  for (let at = index + 1; at <= index + TOTAL_REACH && !said.endsAfter(at - 1); at += 1) {
    const amount = said.amountAt(at);
    if (amount !== null && !said.isPart(at, amount.length)) return amount.key;
  }
  return null;
}

function saysLines(said: Said, order: Order, dishes: readonly string[]): boolean {
  const names = [...new Set([...order.lines.map(({ name }) => name), ...dishes])];
  const beside = besideTheLines(order);
  const sizes = new Set(
    spokenWords(beside).flatMap(({ kind, key }) =>
      kind === 'number' || GROUPS.has(key) ? [key] : [],
    ),
  );
  const mentions = mentionsIn(said, names, sizes);
  const elsewhere = mentionsIn(new Said(beside), names, new Set());
  return order.lines.every(({ name, quantity }) => {
    if (keyOf(name) === '') return true;
    const lines = order.lines.filter((line) => isSame(line, { name, quantity })).length;
    const same = mentions.filter((mention) => keyOf(mention.name) === keyOf(name));
    const counted = same.filter((mention) => mention.quantity !== null);
    const others = elsewhere.filter((mention) => keyOf(mention.name) === keyOf(name));
    const besides = others.filter((mention) => mention.quantity === quantity).length;
    // One of a dish need not be counted, unless its name stands for something else as well.
    const uncounted = counted.length === 0 && others.length === 0 && quantity === 1;
    const told = uncounted ? same : counted.filter((mention) => mention.quantity === quantity);
    return told.length >= lines + besides;
  });
}

/** The texts of an order beside its dishes; a dish or a number may be part of them. */
function besideTheLines({ lines, customer, promotion, allergies }: Order): string {
  const ofLines = lines.flatMap(({ options, note }) => [...options.map(({ name }) => name), note]);
  const texts = [...ofLines, customer.name, customer.address, promotion?.name, ...allergies];
  return texts.filter((text) => typeof text === 'string').join('; ');
}

function isSame(
  line: OrderLine,
  { name, quantity }: Pick<OrderLine, 'name' | 'quantity'>,
): boolean {
  return keyOf(line.name) === keyOf(name) && line.quantity === quantity;
}

/** A name by its sound; empty when it has none, such as a single sign. */
function keyOf(name: string): string {
  return spokenWords(name)
    .map(({ key }) => key)
    .join('');
}

/**
 * The dishes that a text names, in its order, each by its longest name.
 *
 * @param sizes numbers that belong to options, such as "16 inch" and "dozen".
 */
function mentionsIn(
  said: Said,
  names: readonly string[],
  sizes: ReadonlySet<string>,
): readonly Mention[] {
  const keys = new Map(names.map((name) => [keyOf(name), name]));
  keys.delete('');
  const found: { readonly name: string; readonly from: number; readonly to: number }[] = [];
  const limit = Math.max(0, ...[...keys.keys()].map((key) => key.length));
  for (let at = 0; at < said.words.length;) {
    let joined = '';
    let longest: { readonly name: string; readonly from: number; readonly to: number } | null =
      null;
    for (let to = at; to < said.words.length && joined.length < limit; to += 1) {
      joined += said.words[to]?.key ?? '';
      const name = keys.get(joined);
      if (name !== undefined) longest = { name, from: at, to };
    }
    if (longest !== null) found.push(longest);
    at = (longest?.to ?? at) + 1;
  }
  return found.map(({ name, from, to }, index) => {
    const barrier = found[index - 1]?.to ?? -1;
    const next = found[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    const quantity = before(said, from, barrier, sizes) ?? after(said, to, next, sizes);
    return { name, quantity };
  });
}

/** The quantity in front of a dish: "two of the large". */
function before(
  said: Said,
  from: number,
  barrier: number,
  sizes: ReadonlySet<string>,
): number | null {
  for (let at = from - 1; at >= barrier && at >= from - QUANTITY_REACH; at -= 1) {
    const group = at > barrier ? groupAt(said, at, sizes) : null;
    if (group !== null) return group;
    if (ARTICLE.test(said.between(at, at + 1))) return 1;
    const { kind, key } = said.words[at] ?? { kind: 'word', key: '' };
    if (at === barrier || kind === 'price' || THEM.has(key) || said.endsAfter(at)) return null;
    const isSize = sizes.has(key) && said.between(at, from).trim() !== '';
    if (kind !== 'number' || isSize) continue;
    return TIMES.has(said.words[at - 1]?.key ?? '') ? null : Number(key);
  }
  return null;
}

/** How many a word such as "dozen" is here. */
function groupAt(said: Said, at: number, sizes: ReadonlySet<string>): number | null {
  const { key = '' } = said.words[at] ?? {};
  const size = GROUPS.get(key);
  if (size === undefined || sizes.has(key)) return null;
  const before = said.words[at - 1];
  if (before?.key === 'half') return size / 2;
  return before?.kind === 'number' ? size * Number(before.key) : size;
}

/** The quantity behind a dish, unless it counts the next one: "Margherita, two of them". */
function after(said: Said, to: number, next: number, sizes: ReadonlySet<string>): number | null {
  const times = TIMES.has(said.words[to + 1]?.key ?? '');
  const at = times ? to + 2 : to + 1;
  for (const place of [at, at + 1]) {
    const behind = place < next && !said.endsAfter(place - 1) && groupAt(said, place, sizes);
    if (typeof behind === 'number') return behind;
  }
  const { kind, key } = said.words[at] ?? { kind: 'word', key: '' };
  if (kind !== 'number' || sizes.has(key) || said.endsAfter(to)) return null;
  const counts = times || THEM.has(said.words[at + 1]?.key ?? '');
  const countsNext = next <= at + QUANTITY_REACH && !said.endsAfter(at);
  return counts || !countsNext ? Number(key) : null;
}
