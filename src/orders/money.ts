/** Cents as a person says them: `1250` is `$12.50`. Only for sentences, never for sums. */
export function dollars(cents: number): string {
  const whole = Math.trunc(Math.abs(cents) / 100);
  const rest = String(Math.abs(cents) % 100).padStart(2, '0');
  return `${cents < 0 ? '-' : ''}$${whole}.${rest}`;
}

/** `numerator / denominator` of non-negative integers, rounded half-up, without floating point. */
export function dividedHalfUp(numerator: number, denominator: number): number {
  const quotient = (BigInt(numerator) * 2n + BigInt(denominator)) / (BigInt(denominator) * 2n);
  return Number(quotient);
}

/** Words as a waiter lists them: `small, medium or large`. */
export function choices(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
