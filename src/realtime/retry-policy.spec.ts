import fc from 'fast-check';
import { ProviderError } from '../common/provider-error.js';
import { RetryPolicy } from './retry-policy.js';

const dropped = new ProviderError('close_1006', 'dropped', 'provider', true);
const refused = new ProviderError('invalid_api_key', 'refused', 'account', false);
const limits = { maxAttempts: 3, baseDelayMs: 2_000 };

describe('RetryPolicy', () => {
  it('tries again at once, then waits longer each time', () => {
    const policy = new RetryPolicy(limits, () => 1);
    const decisions = [0, 1, 2].map((now) => policy.lost(dropped, now));
    expect(decisions).toEqual([
      { kind: 'retry', delayMs: 0, attempt: 1 },
      { kind: 'retry', delayMs: 2_000, attempt: 2 },
      { kind: 'retry', delayMs: 4_000, attempt: 3 },
    ]);
  });

  it('retries a failed connect like a drop, and gives up when the attempts are used up', () => {
    const policy = new RetryPolicy(limits);
    for (let attempt = 0; attempt < 3; attempt += 1) policy.lost(dropped, attempt);
    expect(policy.lost(dropped, 3)).toEqual({ kind: 'give-up' });
  });

  it('never retries what a retry cannot cure', () => {
    expect(new RetryPolicy(limits).lost(refused, 0)).toEqual({ kind: 'give-up' });
  });

  it.each([
    [0, [0, 2_000]],
    [1_200, [1_200, 2_000]],
    [3_000, [3_000, 3_000]],
  ])('waits at least as long as the provider asks for: %i ms', (statedMs, delays) => {
    const policy = new RetryPolicy(limits, () => 1);
    const busy = new ProviderError('rate_limit_exceeded', 'busy', 'provider', true, statedMs);
    expect(delays.map((_, now) => policy.lost(busy, now))).toMatchObject(
      delays.map((delayMs) => ({ kind: 'retry', delayMs })),
    );
  });

  it('does not wait longer than a caller would', () => {
    const busy = new ProviderError('rate_limit_exceeded', 'busy', 'provider', true, 3_001);
    expect(new RetryPolicy(limits).lost(busy, 0)).toEqual({ kind: 'give-up' });
  });

  it('forgives earlier attempts only after a connection that stayed up', () => {
    const policy = new RetryPolicy(limits);
    policy.lost(dropped, 0);
    policy.lost(dropped, 1);
    policy.connected(10);
    expect(policy.lost(dropped, 10_010)).toMatchObject({ kind: 'retry', delayMs: 0, attempt: 1 });
  });

  it('gives up on a provider that accepts and drops three times', () => {
    const policy = new RetryPolicy({ maxAttempts: 20, baseDelayMs: 100 });
    const decisions = [0, 1, 2].map((round) => {
      policy.connected(round * 1_000);
      return policy.lost(dropped, round * 1_000 + 500).kind;
    });
    expect(decisions).toEqual(['retry', 'retry', 'give-up']);
  });

  it('keeps every wait between half of the step and the step', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 2, max: 8 }),
        (random, attempts) => {
          const policy = new RetryPolicy({ maxAttempts: 20, baseDelayMs: 1_000 }, () => random);
          let delayMs = 0;
          for (let attempt = 0; attempt < attempts; attempt += 1) {
            const decision = policy.lost(dropped, 0);
            delayMs = decision.kind === 'retry' ? decision.delayMs : -1;
          }
          const step = Math.min(30_000, 1_000 * 2 ** (attempts - 2));
          expect(delayMs).toBeGreaterThanOrEqual(step / 2);
          expect(delayMs).toBeLessThanOrEqual(step);
        },
      ),
    );
  });
});
