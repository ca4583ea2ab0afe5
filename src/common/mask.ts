import { withheldWord } from './caller-number.js';

/**
 * A caller's identity for logs and lists: `+15551230100` becomes `+1******0100`. The number of
 * stars does not tell the length. Words for withheld numbers (`anonymous`) stay, and are shown for
 * the digits that spell them; of anything else (`sip:…`, `client:…`, short numbers) only the scheme is left.
 */
export function maskPhone(number: string): string {
  const withheld = withheldWord(number);
  if (withheld !== null) return withheld;
  if (/^\+?\d{8,}$/.test(number)) {
    return `${number.slice(0, 2)}******${number.slice(-4)}`;
  }
  if (/^[a-z]*$/i.test(number)) {
    return number;
  }
  const scheme = /^[a-z]+:/i.exec(number)?.[0] ?? '';
  return `${scheme}******`;
}
