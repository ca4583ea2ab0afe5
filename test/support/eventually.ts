import { setTimeout as delay } from 'node:timers/promises';

/** How long and how often something is tried. */
export interface Patience {
  /** After this the last failure is the outcome; 10 s unless told. */
  readonly limitMs?: number;
  /** Pause between two tries; 20 ms unless told. */
  readonly everyMs?: number;
}

/**
 * Tries until `attempt` neither throws nor rejects, and resolves with what it gave; after the
 * limit it rejects with the last failure. Assertions may be tried.
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  { limitMs = 10_000, everyMs = 20 }: Patience = {},
): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(everyMs);
    }
  }
}

/**
 * Looks until there is something to see (neither false, null nor undefined), and resolves with
 * it. Rejects after the limit, naming what was waited for; at once when `look` fails.
 */
export async function until<T>(
  look: () => T | Promise<T>,
  { what, limitMs = 10_000, everyMs = 20 }: Patience & { readonly what?: string } = {},
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (isThere(seen)) return seen;
    if (performance.now() > deadline) {
      throw new Error(`not within ${limitMs} ms: ${what ?? look.toString()}`);
    }
    await delay(everyMs);
  }
}

function isThere<T>(seen: T): seen is Exclude<T, false | null | undefined> {
  return seen !== false && seen !== null && seen !== undefined;
}
