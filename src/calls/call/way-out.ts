/** Why a call is about to end: the model's two reasons, and the call's own three. */
export type LeaveCause = 'transfer' | 'goodbye' | 'silence-hang-up' | 'time-up' | 'cost-cap';

/**
 * A call on its way out. `last-words`: they are being said, or still have to be; `put-off`: the
 * caller spoke over them and is answered first, until the time given (epoch ms) at most;
 * `final-words`: they are said after that and are not put off again.
 */
export type WayOut =
  | { readonly stage: 'last-words' | 'final-words'; readonly cause: LeaveCause }
  | { readonly stage: 'put-off'; readonly cause: LeaveCause; readonly until: number };

/** How the call ends by it. */
export function outcomeOf({ cause }: WayOut): 'transferred' | 'finished' {
  return cause === 'transfer' ? 'transferred' : 'finished';
}

/** The way out that a call is on whose record tells nothing of it but the outcome. */
export function wayOutTo(outcome: string | null): WayOut | null {
  if (outcome === null) return null;
  return { stage: 'last-words', cause: outcome === 'transferred' ? 'transfer' : 'goodbye' };
}
