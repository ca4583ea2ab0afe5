import type { Vocabulary } from './vocabulary/vocabulary.js';
import { cutAll, plain, tokensOf } from './words.js';

const POSTAL_CODE_LENGTH = 5;
/** Digits of a telephone number: without and with the code of the country. */
const PHONE_DIGITS = { fewest: 7, most: 11 };
/** A number that no words announce has all its digits, perhaps with the code of the country. */
const WHOLE_PHONE = /^1?[2-9]\d{2}[2-9]\d{6}$/;
/** A part of a telephone number has so many digits at least. */
const FEWEST_OF_PART = 3;
/** Most words that a number of so many digits takes: "one one two double three". */
const MOST_WORDS = 24;

/** A code or a number given in passing, in digits, and what else was said. */
export interface GivenDigits {
  readonly digits: string;
  readonly rest: string;
}

/** A postal code of five digits: "my zip is one double oh one two", or the code alone. */
export function postalCodeGiven(raw: string, vocabulary: Vocabulary): GivenDigits | null {
  const { postalCode, aroundCode } = vocabulary.details;
  const said = givenAfter(postalCode, raw, vocabulary, isPostalCode);
  if (said !== null) return said;
  const digits = digitsOf(cutAll(aroundCode, plain(raw)), vocabulary);
  return digits !== null && isPostalCode(digits) ? { digits, rest: '' } : null;
}

/** A telephone number behind words that announce one, or one of all its digits that stands anywhere. */
export function phoneGiven(raw: string, vocabulary: Vocabulary): GivenDigits | null {
  return (
    givenAfter(vocabulary.details.phone, raw, vocabulary, isPhone) ?? phoneAnywhere(raw, vocabulary)
  );
}

/** The beginning of a telephone number behind words that announce one: "it's area code 646". */
export function phonePartGiven(raw: string, vocabulary: Vocabulary): GivenDigits | null {
  if (!vocabulary.details.callsPhone.test(plain(raw))) return null;
  return givenAfter(
    vocabulary.details.phone,
    raw,
    vocabulary,
    ({ length }) => length >= FEWEST_OF_PART && length < PHONE_DIGITS.fewest,
  );
}

/** The digits of an utterance that says nothing else: "and then 555"; null: it says more, or none. */
export function digitsAlone(raw: string, vocabulary: Vocabulary): string | null {
  return digitsOf(
    cutAll(vocabulary.details.aroundDigits, plain(raw.replace(/[-().+/]/g, ' '))),
    vocabulary,
  );
}

function isPhone({ length }: string): boolean {
  return length >= PHONE_DIGITS.fewest && length <= PHONE_DIGITS.most;
}

function phoneAnywhere(raw: string, vocabulary: Vocabulary): GivenDigits | null {
  const words = raw.split(/\s+/);
  const isDigits = words.map((word) => {
    const said = plain(word);
    return vocabulary.details.withDigits.has(said) || digitsOf(word, vocabulary) !== null;
  });
  for (let at = 0; at < words.length; at++) {
    if (isDigits[at] !== true) continue;
    const next = isDigits.indexOf(false, at);
    const end = Math.min(next < 0 ? words.length : next, at + MOST_WORDS);
    const digits = digitsOf(words.slice(at, end).join(' '), vocabulary) ?? '';
    if (WHOLE_PHONE.test(digits))
      return { digits, rest: [...words.slice(0, at), ...words.slice(end)].join(' ') };
    at = end;
  }
  return null;
}

function isPostalCode(digits: string): boolean {
  return digits.length === POSTAL_CODE_LENGTH;
}

/** The longest run of digits behind the words that is what is looked for. */
function givenAfter(
  before: RegExp,
  raw: string,
  vocabulary: Vocabulary,
  isOne: (digits: string) => boolean,
): GivenDigits | null {
  const match = before.exec(raw);
  if (match === null) return null;
  const words = raw.slice(match.index + match[0].length).split(/\s+/);
  for (let end = Math.min(words.length, MOST_WORDS); end > 0; end--) {
    const digits = digitsOf(words.slice(0, end).join(' '), vocabulary);
    if (digits === null || !isOne(digits)) continue;
    return { digits, rest: `${raw.slice(0, match.index)} ${words.slice(end).join(' ')}`.trim() };
  }
  return null;
}

/** Digits said one by one or in numbers: "nine one seven", "ten oh twelve"; null: other words. */
function digitsOf(text: string, vocabulary: Vocabulary): string | null {
  const spelled = vocabulary.details.digits.reduce(
    (said, [pattern, digits]) => said.replace(pattern, digits),
    plain(text.replace(/[-().+/]/g, ' ')),
  );
  let digits = '';
  let thousands = false;
  for (const token of tokensOf(spelled, vocabulary)) {
    // "Ten thousand twelve" is 10012.
    if (token === 'thousand' || token === 'mil') thousands = true;
    else if (!/^\d+$/.test(token)) return null;
    else {
      digits += thousands ? token.padStart(3, '0') : token;
      thousands = false;
    }
  }
  return digits === '' ? null : digits;
}
