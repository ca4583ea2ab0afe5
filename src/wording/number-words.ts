/** Numbers in English and Spanish, lower case without accents: from 1, or from 20 by tens. */
const COUNTED: readonly (readonly [from: number, step: number, words: string])[] = [
  [1, 1, 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen'],
  [15, 1, 'fifteen sixteen seventeen eighteen nineteen'],
  [1, 1, 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'],
  [20, 10, 'twenty thirty forty fifty sixty seventy eighty ninety'],
  [1, 1, 'uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince'],
  [16, 1, 'dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres'],
  [24, 1, 'veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve'],
  [30, 10, 'treinta cuarenta cincuenta sesenta setenta ochenta noventa'],
  [100, 100, 'ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos'],
  [800, 100, 'ochocientos novecientos'],
  [200, 100, 'doscientas trescientas cuatrocientas quinientas seiscientas setecientas'],
  [800, 100, 'ochocientas novecientas'],
];
const VALUES = new Map<string, number>([
  ['un', 1],
  ['una', 1],
  ['veintiun', 21],
  ['veintiuna', 21],
  ['cien', 100],
  ...COUNTED.flatMap(([from, step, words]) =>
    words.split(' ').map((word, index) => [word, from + index * step] as const),
  ),
]);
const ZERO = new Set(['zero', 'cero']);
const THOUSAND = new Set(['thousand', 'mil']);

/** A number said in words. */
export interface NumberInWords {
  readonly value: number;
  /** How many of the words it takes. */
  readonly length: number;
}

/**
 * The number that the words from here on begin with, as far as one number goes: "six thirty" is
 * 6. Null when there is none.
 */
export function numberAt(words: readonly string[], from: number): NumberInWords | null {
  if (ZERO.has(words[from] ?? '')) return { value: 0, length: 1 };
  let number: { value: number; room: number } | null = null;
  for (let at = from; ;) {
    // "one hundred and five", "treinta y dos".
    const room: number = number?.room ?? 0;
    const joined = (words[at] === 'and' && room >= 100) || (words[at] === 'y' && room === 10);
    const next = extended(number, words[joined ? at + 1 : at] ?? '');
    if (next === null) return number === null ? null : { value: number.value, length: at - from };
    number = next;
    at += joined ? 2 : 1;
  }
}

/** A number with one more word; `room`: what is added must be less. Null when it does not fit. */
function extended(
  number: { value: number; room: number } | null,
  word: string,
): { value: number; room: number } | null {
  const value = number?.value ?? 0;
  if (THOUSAND.has(word)) {
    return value < 1000 ? { value: Math.max(value, 1) * 1000, room: 1000 } : null;
  }
  if (word === 'hundred') {
    const units = value % 1000;
    if (number === null) return { value: 100, room: 100 };
    // "Twelve hundred" as well.
    return units > 0 && units < 100 ? { value: value + units * 99, room: 100 } : null;
  }
  const added = VALUES.get(word);
  if (added === undefined || added >= (number?.room ?? Number.POSITIVE_INFINITY)) return null;
  const tens = added >= 20 && added % 10 === 0;
  return { value: value + added, room: added >= 100 ? 100 : tens ? 10 : 1 };
}
