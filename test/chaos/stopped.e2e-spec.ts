import { setTimeout as wait } from 'node:timers/promises';
import { chaosOrders } from '../support/chaos-orders.js';
import type { Strike } from '../support/chaos-run.js';
import {
  CALLS,
  MAX_SILENCE_MS,
  SOME,
  sufferingCluster,
  TEST_LIMIT_MS,
  UNTIL_ORDERING_MS,
} from '../support/suffering-cluster.js';

const REDIS_CUT_MS = 20_000;
/** How long a replica stands still; `CHAOS_PAUSE_SECONDS` makes it shorter. */
const PAUSE_MS = Number(process.env['CHAOS_PAUSE_SECONDS'] ?? 60) * 1_000;
/** A turn of small talk makes a call so much longer. */
const TURN_MS = 8_000;
const MAX_HANDOVER_SILENCE_MS = 2_000;
const MAX_ROLLING_RESTART_MS = 180_000;

describe('Thirty callers order while replicas stand still, are cut off and are restarted', () => {
  const cluster = sufferingCluster();

  it(
    'is unharmed by a replica that stands still and wakes up, and by one that loses Redis',
    async () => {
      const longer = await chaosOrders(CALLS, Math.ceil(PAUSE_MS / TURN_MS));
      const strike: Strike = async ({ rig: { replicas }, mark, untilAgreed }) => {
        await wait(UNTIL_ORDERING_MS);
        mark('SIGSTOP');
        replicas[0]?.pause();
        await wait(PAUSE_MS);
        mark('SIGCONT');
        replicas[0]?.resume();
        await untilAgreed(SOME);
        mark('cut');
        replicas[1]?.redisProxy?.cut();
        await wait(REDIS_CUT_MS);
        mark('healed');
        replicas[1]?.redisProxy?.heal();
      };
      const name = `(e) a replica stands still for ${PAUSE_MS / 1_000} s, (f) Redis cut off from another for 20 s`;
      const result = await cluster.suffer(name, strike, longer);
      expect(result.agreedMeanwhile).toBeGreaterThan(0);
      expect(result.worstSilenceMs).toBeLessThanOrEqual(MAX_SILENCE_MS);
    },
    TEST_LIMIT_MS,
  );

  it(
    'is unharmed by a rolling restart',
    async () => {
      const exitCodes: (number | null)[] = [];
      let tookMs = 0;
      const strike: Strike = async ({ rig: { replicas, restart }, mark }) => {
        await wait(UNTIL_ORDERING_MS);
        const startedAt = performance.now();
        for (const [index, replica] of replicas.entries()) {
          mark(`SIGTERM of ${replica.name}`);
          exitCodes.push(await replica.terminate());
          await restart(index);
        }
        tookMs = performance.now() - startedAt;
      };
      const { worstSilenceMs } = await cluster.suffer('(b) rolling restart by SIGTERM', strike);
      process.stdout.write(`  the whole restart took ${(tookMs / 1000).toFixed(1)} s\n`);
      expect(exitCodes).toEqual([0, 0, 0]);
      expect(tookMs).toBeLessThan(MAX_ROLLING_RESTART_MS);
      expect(worstSilenceMs).toBeLessThanOrEqual(MAX_HANDOVER_SILENCE_MS);
    },
    TEST_LIMIT_MS,
  );
});
