import type { HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';

/** A dependency has this long to answer. */
const PING_LIMIT_MS = 300;
/** Health is open to anyone; a dependency is asked at most this often for it. */
const PING_CACHE_MS = 1000;

/** How a dependency is asked for a sign of life. */
export interface DependencyPing<Key extends string> {
  readonly key: Key;
  readonly ping: () => Promise<unknown>;
  /** An answer that takes longer, ms, makes the dependency `degraded`. */
  readonly slowMs: number;
  /** What is shown of it in every state. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What Terminus says of a dependency that was asked. */
interface Answer {
  /** From question to answer; absent without an answer. */
  readonly latencyMs?: number;
  readonly message?: string;
}

/**
 * Asks a dependency, at most once a second. The error's own message is left out: health is public,
 * and it may hold an address or a credential.
 */
export async function pingDependency<const Key extends string>(
  indicator: HealthIndicatorService,
  { key, ping, slowMs, facts }: DependencyPing<Key>,
): Promise<HealthIndicatorResult<Key>> {
  const check = indicator.check(key);
  const answers = await check
    .attempt(async () => {
      const askedAt = performance.now();
      try {
        await ping();
      } catch {
        throw new Error('not reachable');
      }
      return { latencyMs: Math.round((performance.now() - askedAt) * 10) / 10 };
    })
    .withTimeout(PING_LIMIT_MS)
    .cacheFor(PING_CACHE_MS);
  const { latencyMs, message } = answers[key] as Answer;
  if (latencyMs === undefined) return check.down({ ...facts, message });
  const figures = { ...facts, latencyMs };
  return latencyMs > slowMs ? check.degraded(figures) : check.up(figures);
}
