/** Digits as they are said or written in one number: with single spaces, dots or hyphens between. */
const RUNS = /\d(?:[ .-]{0,2}\d){12,}/g;
const SHORTEST = 13;
const LONGEST = 19;

/**
 * Puts stars in the place of payment card numbers: 13 to 19 digits that fulfil the Luhn check
 * (ISO/IEC 7812). A run of digits that contains one is masked as a whole, so that a quantity said
 * just before the number does not give it away; now and then that hides a number too much.
 */
export function maskCardNumbers(text: string): string {
  return text.replace(RUNS, (run) => (hasCardNumber(run.replace(/\D/g, '')) ? '****' : run));
}

function hasCardNumber(digits: string): boolean {
  for (let start = 0; start + SHORTEST <= digits.length; start++) {
    for (let length = SHORTEST; length <= LONGEST && start + length <= digits.length; length++) {
      if (luhnValid(digits.slice(start, start + length))) return true;
    }
  }
  return false;
}

function luhnValid(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
