/** Numbers by which Twilio presents callers who hide theirs: ANONYMOUS and RESTRICTED in digits. */
const HIDDEN_NUMBERS = new Set(['+266696687', '+7378742833']);

/** Whether a number says who calls: withheld numbers and words such as `anonymous` do not. */
export function tellsCaller(number: string): boolean {
  return /^\+\d{8,15}$/.test(number) && !HIDDEN_NUMBERS.has(number);
}

/**
 * A caller's identity for logs and lists: `+15551230100` becomes `+1******0100`. The number of
 * stars does not tell the length. Twilio's words for withheld numbers (`anonymous`) stay; of
 * anything else (`sip:…`, `client:…`, short numbers) only the scheme is left.
 */
export function maskPhone(number: string): string {
  if (/^\+?\d{8,}$/.test(number)) {
    return `${number.slice(0, 2)}******${number.slice(-4)}`;
  }
  if (/^[a-z]*$/i.test(number)) {
    return number;
  }
  const scheme = /^[a-z]+:/i.exec(number)?.[0] ?? '';
  return `${scheme}******`;
}
