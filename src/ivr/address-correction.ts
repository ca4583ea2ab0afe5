import { addressIn } from './checkout.js';
import { postalCodeSaid } from '../menu/delivery-area.js';
import type { Turn } from './turn.js';
import { cutAll } from '../understanding/words.js';

/**
 * An address as it is after what the caller said of it: "no, it's fifty four" changes the house
 * number, "apartment two" the apartment, and another street keeps the number. Null: nothing of it.
 */
export function correctedAddress(turn: Turn, address: string, raw: string): string | null {
  const { beforeAddress, politeEnd, houseNumber, apartment, door } = turn.vocabulary.customer;
  const said = cutAll(politeEnd, cutAll(beforeAddress, raw.trim())).trim();
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
