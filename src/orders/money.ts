const DOLLARS = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  useGrouping: false,
});

/** Cents as they are written: `1250` is `$12.50`. For sentences, never for sums. */
export function dollars(cents: number): string {
  return DOLLARS.format(cents / 100);
}

/** `numerator / denominator` of non-negative safe integers, rounded half-up, exactly. */
export function dividedHalfUp(numerator: number, denominator: number): number {
  const quotient = (BigInt(numerator) * 2n + BigInt(denominator)) / (BigInt(denominator) * 2n);
  return Number(quotient);
}
