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
const MAX_HANDOVER_SILENCE_MS = 2_000;
const MAX_ROLLING_RESTART_MS = 180_000;

describe('Thirty callers order while everything is restarted in turn', () => {
  const cluster = sufferingCluster();

  it(
    'is unharmed by a Redis that dies and comes back empty',
    async () => {
      const strike: Strike = async ({ rig: { redis }, mark, untilAgreed }) => {
        await untilAgreed(SOME);
        mark('Redis killed');
        await redis.stop();
        await wait(REDIS_AWAY_MS);
        await redis.start();
        mark('Redis back');
      };
      const result = await cluster.suffer('(c) Redis killed and restarted empty', strike);
      expect(result.agreedMeanwhile).toBeGreaterThan(0);
      expect(result.worstSilenceMs).toBeLessThanOrEqual(MAX_SILENCE_MS);
    },
    TEST_LIMIT_MS,
  );

  it(
    'is unharmed by a PostgreSQL that dies and comes back',
    async () => {
      const strike: Strike = async ({ rig: { postgres }, mark, untilAgreed }) => {
        await untilAgreed(SOME);
        mark('PostgreSQL killed');
        await postgres.stop();
        await wait(POSTGRES_AWAY_MS);
        await postgres.start();
        mark('PostgreSQL back');
      };
      const result = await cluster.suffer('(d) PostgreSQL killed and restarted', strike);
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
