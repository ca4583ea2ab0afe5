import { setTimeout as wait } from 'node:timers/promises';
import type { Strike } from '../support/chaos-run.js';
import {
  MAX_SILENCE_MS,
  SOME,
  sufferingCluster,
  TEST_LIMIT_MS,
  UNTIL_ORDERING_MS,
} from '../support/suffering-cluster.js';

const REDIS_AWAY_MS = 5_000;
const POSTGRES_AWAY_MS = 8_000;

describe('Thirty callers order while servers are killed', () => {
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
    'is unharmed by a Redis that comes back empty, and a PostgreSQL that goes and comes back',
    async () => {
      const strike: Strike = async ({ rig: { redis, postgres }, mark, untilAgreed }) => {
        await untilAgreed(SOME);
        mark('Redis killed');
        await redis.stop();
        await wait(REDIS_AWAY_MS);
        await redis.start();
        mark('Redis back');
        await untilAgreed(3 * SOME);
        mark('PostgreSQL killed');
        await postgres.stop();
        await wait(POSTGRES_AWAY_MS);
        await postgres.start();
        mark('PostgreSQL back');
      };
      const name = '(c) Redis killed and restarted empty, (d) PostgreSQL killed and restarted';
      const result = await cluster.suffer(name, strike);
      expect(result.agreedMeanwhile).toBeGreaterThan(0);
      expect(result.worstSilenceMs).toBeLessThanOrEqual(MAX_SILENCE_MS);
    },
    TEST_LIMIT_MS,
  );
});
