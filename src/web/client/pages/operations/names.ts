import type { Tone } from '../../ui/parts.js';

const OUTCOMES: Readonly<Record<string, { readonly name: string; readonly tone: Tone }>> = {
  finished: { name: 'Finished', tone: 'good' },
  'hung-up': { name: 'Hung up', tone: 'plain' },
  transferred: { name: 'Transferred', tone: 'accent' },
  lost: { name: 'Lost', tone: 'bad' },
  'left-stream': { name: 'On the order line', tone: 'warn' },
  'handed-over': { name: 'Handed over', tone: 'plain' },
  rejected: { name: 'Rejected', tone: 'warn' },
};

/** Outcomes that calls end with, for a choice of one. */
export const OUTCOME_NAMES: readonly (readonly [string, string])[] = Object.entries(OUTCOMES).map(
  ([outcome, { name }]) => [outcome, name],
);

/** An outcome in words. */
export function outcomeName(outcome: string | null): {
  readonly name: string;
  readonly tone: Tone;
} {
  return OUTCOMES[outcome ?? ''] ?? { name: outcome ?? 'Unknown', tone: 'plain' };
}

/** A state or another word of the API as it begins a line: `half-open` becomes `Half-open`. */
export function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
