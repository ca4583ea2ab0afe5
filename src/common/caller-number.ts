import { maskCardNumbers } from './card-numbers.js';
/** Words by which a network presents a caller whose number is hidden or not known. */
const WITHHELD_WORDS = [
  'anonymous',
  'restricted',
  'blocked',
  'unknown',
  'unavailable',
  'private',
  'withheld',
] as const;
/** A number without its country code has so many digits at least, to be told from others. */
export const NATIONAL_DIGITS = 10;
/** What may stand before these: the longest country code behind the two digits that dial abroad. */
const PREFIX_DIGITS = 5;
/** The telephone key of each letter from a to z. */
const KEYS = '22233344455566677778889999';

/** The same words as digits: Twilio spells them on the keys, sometimes behind the country code 1. */
const SPELLED: ReadonlyMap<string, string> = new Map(
  WITHHELD_WORDS.flatMap((word) => {
    const digits = word.replace(/./g, (letter) => KEYS.charAt(letter.charCodeAt(0) - 97));
    return [
      [digits, word],
      [`1${digits}`, word],
    ] as const;
  }),
);

/**
 * The word that a presented number stands for when the caller's own is withheld: `anonymous` for
 * `Anonymous`, `+266696687` and `+1 266-696-687`. Null for anything else.
 */
export function withheldWord(text: string): string | null {
  const plain = text.trim().toLowerCase();
  const word = WITHHELD_WORDS.find((withheld) => withheld === plain);
  if (word !== undefined) return word;
  return /^[+\d\s().-]*$/.test(plain) ? (SPELLED.get(plain.replace(/\D/g, '')) ?? null) : null;
}

/**
 * The caller's telephone number in E.164, also when it is written with separators, with `00` or
 * `%2B` for the plus, or with the space that an unescaped plus becomes in a form. Null for withheld
 * ones, short ones, addresses and all other text. A number of country code 1 has eleven digits.
 */
export function telephoneNumber(from: string): string | null {
  const number = from.replace(/^(?:%2B|00|\s(?=\d))/i, '+').replace(/[\s().-]/g, '');
  const whole = /^\+(?:1\d{10}|[2-9]\d{6,14})$/.test(number);
  return whole && withheldWord(number) === null ? number : null;
}

/**
 * A number that was said: digits with an optional plus, 7 to 15 of them as E.164 allows. Null for
 * anything else, for digits that only spell a word such as ANONYMOUS, and for the number of a card.
 */
export function dialable(spoken: string): string | null {
  const digits = spoken.replace(/[\s().-]/g, '');
  const usable = /^\+?\d{7,15}$/.test(digits) && withheldWord(digits) === null;
  const international = `+${digits.replace('+', '')}`;
  return usable && maskCardNumbers(international) === international ? digits : null;
}

/**
 * What tells this caller from others: the telephone number, or an address with a name in it, such
 * as `client:alice` or `sip:alice@pbx.example.com`. Null for withheld numbers, for anonymous
 * addresses (RFC 3323) and for all other text, which many people may present.
 */
export function callerIdentity(from: string): string | null {
  return telephoneNumber(from) ?? address(from.trim().toLowerCase());
}

/**
 * Whether a text holds a caller's number, with or without its country code and however it is
 * divided, or address.
 *
 * @param identity as `callerIdentity` gives it.
 */
export function mentionsIdentity(text: string, identity: string): boolean {
  const number = telephoneNumber(identity)?.slice(1);
  if (number === undefined) {
    const address = identity.replaceAll(/\W/g, String.raw`\$&`);
    return new RegExp(String.raw`(?<![\w.-])${address}(?![\w-])`).test(text.toLowerCase());
  }
  const digits = text.replaceAll(/(?<=\d)[\s().-]+(?=\d)/g, '');
  const [before, end] =
    number.length > NATIONAL_DIGITS ? [PREFIX_DIGITS, -NATIONAL_DIGITS] : [2, 0];
  return new RegExp(String.raw`(?<!\d)\d{0,${before}}${number.slice(end)}(?!\d)`).test(digits);
}

/** Scheme, name and host of an address that names one caller, without port and parameters. */
function address(from: string): string | null {
  const [, scheme, name = '', host] =
    /^([a-z]+):([^@:;?]+)(?::[^@;?]*)?(?:@([^:;?]+))?/.exec(from) ?? [];
  if (scheme === undefined || withheldWord(name) !== null || host === 'anonymous.invalid') {
    return null;
  }
  // A SIP address without a name is a telephone system with many people behind it.
  if (host === undefined) return scheme.startsWith('sip') ? null : `${scheme}:${name}`;
  return `${scheme}:${name}@${host}`;
}
