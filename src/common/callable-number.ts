import { parsePhoneNumberFromString, type NumberType } from 'libphonenumber-js/max';
import { dialable, telephoneNumber } from './caller-number.js';

/** Kinds of numbers whose owner earns by each call, and those at which nobody answers. */
const REFUSED_TYPES: readonly NumberType[] = [
  'PREMIUM_RATE',
  'SHARED_COST',
  'PERSONAL_NUMBER',
  'PAGER',
  'VOICEMAIL',
];
/** The one country code without a country that costs nothing: international freephone. */
const FREEPHONE = '800';

/** A number that a caller gave for a call back; `not-called-back`: it exists and is not for that. */
export type NumberGiven =
  | { readonly kind: 'callable'; readonly e164: string }
  | { readonly kind: 'invalid' | 'not-called-back' };

/**
 * Reads a number that was said, as it is dialled in the country of the business: digits with an
 * optional plus and the signs that are written between them. Numbers that are in no numbering plan,
 * short ones such as 911 and those with an extension are `invalid`. Premium-rate, shared-cost,
 * personal, pager, voicemail and satellite numbers are `not-called-back`.
 *
 * @param businessPhone E.164; a number without country code is of that country.
 */
export function numberGiven(said: string, businessPhone: string): NumberGiven {
  const text = dialable(said);
  if (text === null) return { kind: 'invalid' };
  const home = parsePhoneNumberFromString(businessPhone);
  // Of a number that no plan has, only the country code is known.
  const region = home?.country
    ? { defaultCountry: home.country }
    : { defaultCallingCode: home?.countryCallingCode ?? '1' };
  const number = parsePhoneNumberFromString(text, { ...region, extract: false });
  if (number === undefined || number.ext !== undefined || !number.isValid()) {
    return { kind: 'invalid' };
  }
  return isRefused(number)
    ? { kind: 'not-called-back' }
    : { kind: 'callable', e164: number.number };
}

/**
 * The number of a call, in E.164, if it can be called back: null for withheld ones, addresses and
 * the kinds that `numberGiven` refuses. The network that has presented it may know numbers that are
 * in no plan yet.
 */
export function callersOwnNumber(from: string): string | null {
  const number = telephoneNumber(from);
  const known = number === null ? undefined : parsePhoneNumberFromString(number);
  return known && isRefused(known) ? null : number;
}

type ParsedNumber = NonNullable<ReturnType<typeof parsePhoneNumberFromString>>;

function isRefused(number: ParsedNumber): boolean {
  const type = number.getType();
  if (type !== undefined && REFUSED_TYPES.includes(type)) return true;
  return number.isNonGeographic() && number.countryCallingCode !== FREEPHONE;
}
