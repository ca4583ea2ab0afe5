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

describe('Thirty callers order while replicas suffer', () => {
  const cluster = sufferingCluster();

  it(
    'is unharmed by replicas that are killed one after the other',
    async () => {
      const strike: Strike = async ({ rig: { replicas, restart }, mark, untilAgreed }) => {
        await wait(UNTIL_ORDERING_MS);
        for (const [index, replica] of replicas.entries()) {
          // The first while they order, the others while they agree to their orders.
          await untilAgreed(index * SOME);
          mark(`SIGKILL of ${replica.name}`);
          await replica.kill();
          await restart(index);
        }
      };
      const result = await cluster.suffer('(a) SIGKILL of one replica after the other', strike);
      expect(result.agreedMeanwhile).toBeGreaterThan(0);
      expect(result.worstSilenceMs).toBeLessThanOrEqual(MAX_SILENCE_MS);
    },
    TEST_LIMIT_MS,
  );

  it(
    'is unharmed by a replica that stands still and wakes up',
    async () => {
      const longer = await chaosOrders(CALLS, Math.ceil(PAUSE_MS / TURN_MS));
      const strike: Strike = async ({ rig: { replicas }, mark }) => {
        await wait(UNTIL_ORDERING_MS);
        mark('SIGSTOP');
        replicas[0]?.pause();
        await wait(PAUSE_MS);
        mark('SIGCONT');
        replicas[0]?.resume();
      };
      const name = `(e) a replica stands still for ${PAUSE_MS / 1_000} s`;
      const { worstSilenceMs } = await cluster.suffer(name, strike, longer);
      expect(worstSilenceMs).toBeLessThanOrEqual(MAX_SILENCE_MS);
    },
    TEST_LIMIT_MS,
  );

  it(
    'is unharmed by a replica that Redis cannot be reached from',
    async () => {
      const strike: Strike = async ({ rig: { replicas }, mark }) => {
        await wait(UNTIL_ORDERING_MS + UNTIL_ORDERING_MS);
        mark('cut');
        replicas[0]?.redisProxy?.cut();
        await wait(REDIS_CUT_MS);
        mark('healed');
        replicas[0]?.redisProxy?.heal();
      };
      const result = await cluster.suffer('(f) Redis cut off from a replica for 20 s', strike);
      expect(result.agreedMeanwhile).toBeGreaterThan(0);
      expect(result.worstSilenceMs).toBeLessThanOrEqual(MAX_SILENCE_MS);
    },
    TEST_LIMIT_MS,
  );
});
