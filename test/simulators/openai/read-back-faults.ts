import type { BrainItem } from './brain.js';

/** Faults of `place_order` whose message is said, after which the caller answers again. */
const ASK_AGAIN: readonly unknown[] = [
  'not_confirmed',
  'not_answered',
  'not_heard',
  'misread',
  'read_aloud',
];

/** What a tool that has just refused to place an order asks the model to say; null for nothing. */
export function askedBy(newest: BrainItem | undefined): string | null {
  if (newest?.kind !== 'tool-output') return null;
  try {
    const { error, message } = JSON.parse(newest.output) as Readonly<Record<string, unknown>>;
    return ASK_AGAIN.includes(error) && typeof message === 'string' ? message : null;
  } catch {
    return null;
  }
}
