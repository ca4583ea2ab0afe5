import { setTimeout as wait } from 'node:timers/promises';
import { chaosOrders, type ChaosOrders } from '../support/chaos-orders.js';
import { runChaos, type ChaosResult, type Strike } from '../support/chaos-run.js';
import { chaosTable } from '../support/chaos-table.js';
import { startCluster, type ClusterRig } from '../support/cluster-rig.js';

const CALLS = 30;
/** All calls are up, and the first are well into their orders. */
const UNTIL_ORDERING_MS = 14_000;
/** Callers who have agreed to their order when something strikes; the others are about to. */
const SOME = 5;
/** Contract: whatever fails, the caller hears speech or a tone within this. */
const MAX_SILENCE_MS = 3_000;
const MAX_HANDOVER_SILENCE_MS = 2_000;
/** Until every assistant was heard again after a strike; callers may be speaking meanwhile. */
const ALL_TALK_MS = 10_000;
const MAX_ROLLING_RESTART_MS = 180_000;
const REDIS_AWAY_MS = 5_000;
const POSTGRES_AWAY_MS = 8_000;
const REDIS_CUT_MS = 20_000;
/** How long a replica stands still; `CHAOS_PAUSE_SECONDS` makes it shorter. */
const PAUSE_MS = Number(process.env['CHAOS_PAUSE_SECONDS'] ?? 60) * 1_000;
/** A turn of small talk makes a call so much longer. */
const TURN_MS = 8_000;
const TEST_LIMIT_MS = 300_000;

describe('Thirty callers order while the cluster suffers', () => {
  let rig: ClusterRig;
  let orders: ChaosOrders;

  beforeAll(async () => {
    orders = await chaosOrders(CALLS);
    rig = await startCluster({
      scenario: orders.scenario,
      cuttable: true,
      env: { DRAIN_HANDOVER_SECONDS: '2', DRAIN_TIMEOUT_SECONDS: '20' },
    });
  }, 120_000);

  afterEach(() => rig.heal(), 60_000);

  afterAll(() => rig?.close(), 30_000);

  const suffer = async (
    name: string,
    strike: Strike,
    callers: ChaosOrders = orders,
  ): Promise<ChaosResult> => {
    const result = await runChaos(rig, callers, name, strike);
    process.stdout.write(chaosTable(result));
    const { dropped, lost, doubled, violations } = result;
    expect(result.allTalkAfterMs).toBeLessThanOrEqual(ALL_TALK_MS);
    expect({ name, dropped, lost, doubled, violations }).toEqual({
      name,
      dropped: [],
      lost: [],
      doubled: [],
      violations: [],
    });
    return result;
  };

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
      const result = await suffer('(a) SIGKILL of one replica after the other', strike);
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
      const { worstSilenceMs } = await suffer('(b) rolling restart by SIGTERM', strike);
      process.stdout.write(`  the whole restart took ${(tookMs / 1000).toFixed(1)} s\n`);
      expect(exitCodes).toEqual([0, 0, 0]);
      expect(tookMs).toBeLessThan(MAX_ROLLING_RESTART_MS);
      expect(worstSilenceMs).toBeLessThanOrEqual(MAX_HANDOVER_SILENCE_MS);
    },
    TEST_LIMIT_MS,
  );

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
      const result = await suffer('(c) Redis killed and restarted empty', strike);
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
      const result = await suffer('(d) PostgreSQL killed and restarted', strike);
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
      const { worstSilenceMs } = await suffer(name, strike, longer);
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
      const result = await suffer('(f) Redis cut off from a replica for 20 s', strike);
      expect(result.agreedMeanwhile).toBeGreaterThan(0);
      expect(result.worstSilenceMs).toBeLessThanOrEqual(MAX_SILENCE_MS);
    },
    TEST_LIMIT_MS,
  );
});
