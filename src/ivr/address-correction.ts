import { postalCodeSaid } from '../menu/delivery-area.js';
import { addressIn } from './checkout.js';
import type { Turn } from './turn.js';
import { cutAll } from '../understanding/words.js';

/**
 * An address as it is after what the caller said of it: "no, it's fifty four" changes the house
 * number, "apartment two" the apartment, and another street keeps the number. Null: nothing of it.
 */
export function correctedAddress(turn: Turn, address: string, raw: string): string | null {
  const { beforeAddress, politeEnd, houseNumber, apartment, door } = turn.vocabulary.customer;
  const said = cutAll(politeEnd, cutAll(beforeAddress, raw.trim())).trim();
  const code = /^\d{5}$/.test(said) ? postalCodeSaid(said) : null;
  if (code !== null && postalCodeSaid(address) === null) return `${address}, ${code}`;
  const number = houseNumber.exec(address)?.[0];
  const meant = houseNumber.exec(said)?.[0];
  if (postalCodeSaid(said) === said && postalCodeSaid(address) === null)
    return `${address}, ${said}`;
  if (meant === said && said !== '') {
    return number === undefined ? `${said} ${address}` : said + address.slice(number.length);
  }
  const flat = apartment.exec(said)?.[0];
  if (flat === said && said !== '') {
    return apartment.test(address) ? address.replace(apartment, said) : `${address}, ${said}`;
  }
  if (door.test(said)) return `${address}, ${said}`;
  const other = addressIn(turn, raw);
  if (other === null || meant !== undefined || number === undefined) return other;
  return `${number} ${other}`;
}

/** "The number is 330, not 300", said of an address that was read back: the whole address; null: it is not. */
export function withHouseNumber(turn: Turn, address: string, raw: string): string | null {
  const { houseIs, houseNumber } = turn.vocabulary.customer;
  const meant = houseIs.exec(raw)?.groups?.['number'];
  const number = houseNumber.exec(address)?.[0];
  if (meant === undefined || number === undefined) return null;
  return meant + address.slice(number.length);
}
