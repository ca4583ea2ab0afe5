import { jest } from '@jest/globals';
import { chaosOrders, type ChaosOrders } from './chaos-orders.js';
import { runChaos, type ChaosResult, type Strike } from './chaos-run.js';
import { chaosTable } from './chaos-table.js';
import { startCluster, type ClusterRig } from './cluster-rig.js';

/** Callers on the line while something strikes. */
export const CALLS = 30;
/** All calls are up, and the first are well into their orders. */
export const UNTIL_ORDERING_MS = 14_000;
/** Callers who have agreed to their order when something strikes; the others are about to. */
export const SOME = 5;
/** Contract: whatever fails, the caller hears speech or a tone within this. */
export const MAX_SILENCE_MS = 3_000;
/** Until every assistant was heard again after a strike; callers may be speaking meanwhile. */
const ALL_TALK_MS = 10_000;
/** Of one test. */
export const TEST_LIMIT_MS = 300_000;

/** Three replicas and what they share, whose callers order while something strikes. */
class SufferingCluster {
  private rig: ClusterRig | null = null;
  private orders: ChaosOrders | null = null;

  /** Makes the callers' speech and boots the cluster. */
  async start(): Promise<void> {
    this.orders = await chaosOrders(CALLS);
    this.rig = await startCluster({
      scenario: this.orders.scenario,
      cuttable: true,
      env: { DRAIN_HANDOVER_SECONDS: '2', DRAIN_TIMEOUT_SECONDS: '20' },
    });
  }

  /**
   * Plays every call, strikes, and prints a table; fails when a caller was dropped, an order lost
   * or placed twice, or an assistant silent for too long after a strike.
   */
  async suffer(name: string, strike: Strike, callers = this.orders): Promise<ChaosResult> {
    if (this.rig === null || callers === null) throw new Error('not started');
    const result = await runChaos(this.rig, callers, name, strike);
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
  }

  /** Undoes what was done to replicas. */
  async heal(): Promise<void> {
    await this.rig?.heal();
  }

  async close(): Promise<void> {
    await this.rig?.close();
  }
}

/**
 * A cluster for the scenes of a `describe`: started before the first, healed after each, closed after
 * the last. Silence is measured in real time: a scene for which the machine had no processor left, as
 * the end of its report shows, is played once more. The first failure is printed.
 */
export function sufferingCluster(): SufferingCluster {
  jest.retryTimes(1, { logErrorsBeforeRetry: true });
  const cluster = new SufferingCluster();
  beforeAll(() => cluster.start(), 120_000);
  afterEach(() => cluster.heal(), 60_000);
  afterAll(() => cluster.close(), 30_000);
  return cluster;
}
