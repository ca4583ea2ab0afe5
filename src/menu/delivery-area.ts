import type { Business, DeliveryStreet } from './catalogue/menu-document.js';
import { areaIn } from './spoken/in-language.js';
import type { Spoken } from './spoken/spoken.js';
import { numberAt, type NumberInWords } from '../wording/number-words.js';

type Area = NonNullable<Business['delivery']>['area'];

/**
 * Whether an address is delivered to. `unchecked`: the menu describes the area in words only.
 * `postal-code`, `house-number`: what has to be asked to know it.
 */
export type AreaAnswer = 'inside' | 'outside' | 'unchecked' | 'postal-code' | 'house-number';

/** Five digits, also in front of the last four of ZIP+4. */
const POSTAL_CODE = /^\d{5}$/;
const HOUSE_NUMBER = /^\d{1,5}[a-z]?$/;
/** Most words between a house number and its street: "118 on the corner of". */
const NUMBER_REACH = 2;
const TYPES = new Map(
  Object.entries({
    street: 'st str calle',
    avenue: 'ave av avenida',
    road: 'rd',
    boulevard: 'blvd bulevar',
    drive: 'dr',
    lane: 'ln',
    place: 'pl',
    square: 'sq',
    court: 'ct',
    way: '',
    terrace: 'ter',
    alley: '',
    plaza: '',
    slip: '',
  }).flatMap(([type, short]) =>
    `${type} ${short}`
      .trim()
      .split(' ')
      .map((word) => [word, type] as const),
  ),
);
const SIDES = new Map(
  Object.entries({ north: 'n', south: 's', east: 'e', west: 'w' }).map(
    ([side, short]) => [short, side] as const,
  ),
);

/** The terms of delivery with the area in words of the language spoken; null: no delivery. */
export function deliveryTerms(delivery: Business['delivery'], spoken: Spoken) {
  return delivery && { ...delivery, area: areaIn(spoken, delivery.area) };
}

/**
 * Whether the area has an address: by its postal code, or without one by a street and its house
 * numbers. A street beyond its numbers is not outside as long as the postal code may be one of the area's.
 */
export function areaAnswer(address: string, area: Area): AreaAnswer {
  if (typeof area === 'string') return 'unchecked';
  const { postalCodes = [], streets = [] } = area;
  if (postalCodes.length + streets.length === 0) return 'unchecked';
  const tokens = tokensOf(address);
  const onStreets = streets.map((street) => onStreet(tokens, street));
  const code = postalCodeIn(tokens, postalCodes);
  // Another town has a street of that name as well.
  if (code !== null && postalCodes.length > 0) {
    return postalCodes.includes(code) ? 'inside' : 'outside';
  }
  if (onStreets.includes('inside')) return 'inside';
  if (onStreets.includes('house-number')) return 'house-number';
  return postalCodes.length > 0 ? 'postal-code' : 'outside';
}

function onStreet(
  tokens: readonly string[],
  { name, from = 1, to = Number.POSITIVE_INFINITY, side }: DeliveryStreet,
): 'inside' | 'outside' | 'elsewhere' | 'house-number' {
  const named = tokensOf(name);
  const type = TYPES.has(named.at(-1) ?? '') ? named.at(-1) : undefined;
  const words = type === undefined ? named : named.slice(0, -1);
  const at = tokens.findIndex((_, index) => {
    const next = tokens[index + words.length] ?? '';
    const otherType = TYPES.has(next) && next !== type && type !== undefined;
    return words.every((word, offset) => tokens[index + offset] === word) && !otherType;
  });
  // "East Houston Street" is not "Houston Street".
  if (at < 0 || (isSide(tokens[at - 1]) && !isSide(words[0]))) return 'elsewhere';
  const near = tokens.slice(Math.max(0, at - 1 - NUMBER_REACH), at);
  const end = at + words.length + (tokens[at + words.length] === type ? 1 : 0);
  // "118 Mulberry Street", "Calle Mayor 12".
  const behind = tokens.slice(end, end + 1).filter((token) => !POSTAL_CODE.test(token));
  const isNumber = (token: string) => HOUSE_NUMBER.test(token);
  const house = Number.parseInt(near.findLast(isNumber) ?? behind.find(isNumber) ?? '', 10);
  if (Number.isNaN(house))
    return from === 1 && to === Number.POSITIVE_INFINITY && !side ? 'inside' : 'house-number';
  const onSide = side === undefined || (house % 2 === 0) === (side === 'even');
  return house >= from && house <= to && onSide ? 'inside' : 'outside';
}

/** The postal code in the answer to the question for it: "it's one zero zero one three". */
export function postalCodeSaid(text: string): string | null {
  return tokensOf(text).findLast((token) => POSTAL_CODE.test(token)) ?? null;
}

/** The house number in the answer to the question for it. */
export function houseNumberSaid(text: string): string | null {
  return tokensOf(text).find((token) => HOUSE_NUMBER.test(token)) ?? null;
}

/**
 * The postal code of an address: one of the area's, otherwise its last number of five digits. The
 * first word is a house number when a street follows.
 */
function postalCodeIn(tokens: readonly string[], codes: readonly string[]): string | null {
  const candidates = tokens.filter(
    (token, index) => POSTAL_CODE.test(token) && (index > 0 || tokens.length === 1),
  );
  return candidates.findLast((code) => codes.includes(code)) ?? candidates.at(-1) ?? null;
}

/** Words and numbers as they are compared; digits that are said one by one are one number. */
function tokensOf(text: string): readonly string[] {
  const written = text
    .normalize('NFD')
    .replace(/[\p{M}'’.]/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const ordinals = new Set(
    written.flatMap((word, at) => (/(?:st|nd|rd|th)$/.test(word) ? [at] : [])),
  );
  const words = written.map((word) =>
    word
      .replace(/^(\d+)(?:st|nd|rd|th)$/, '$1')
      .replace(/teenth$/, 'teen')
      .replace(/tieth$/, 'ty'),
  );
  const tokens: string[] = [];
  let digitBefore = false;
  let tensBefore = false;
  for (let at = 0; at < words.length;) {
    const word = words[at] ?? '';
    const number: NumberInWords | null =
      word === 'oh' && digitBefore ? { value: 0, length: 1 } : numberAt(words, at);
    const token: string = number === null ? word : String(number.value);
    // "4 5th Avenue" is not number 45.
    const digit = /^\d$/.test(token) && !ordinals.has(at);
    // "Twelve fifty Broadway", in words, is number 1250.
    const tens = /^[1-9]\d$/.test(token) && /^\p{L}/u.test(word) && !ordinals.has(at);
    if ((digit && digitBefore) || (tens && tensBefore))
      tokens.push(`${tokens.pop() ?? ''}${token}`);
    else tokens.push(TYPES.get(token) ?? SIDES.get(token) ?? token);
    digitBefore = digit;
    tensBefore = tens && !tensBefore;
    at += number?.length ?? 1;
  }
  return tokens;
}

function isSide(word: string | undefined): boolean {
  return word !== undefined && [...SIDES.values()].includes(word);
}
