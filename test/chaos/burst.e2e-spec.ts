import { setTimeout as wait } from 'node:timers/promises';
import { chaosOrders } from '../support/chaos-orders.js';
import { startCluster, type ClusterRig } from '../support/cluster-rig.js';

const BOOT_LIMIT_MS = 120_000;

interface Status {
  readonly latency: { readonly addedMs: Record<'in' | 'out', { readonly p99: number | null }> };
}

describe('Ten times as many calls as there is room for', () => {
  const ROOM = 50;
  const TALKING = 40;
  const BURST = 500;
  /** Twice the 50 calls a second of the goals; phones, services and server share two cores. */
  const BURST_MS = 5_000;
  let rig: ClusterRig;

  beforeAll(async () => {
    rig = await startCluster({
      scenario: (await chaosOrders(1)).scenario,
      replicas: 1,
      env: { MAX_CONCURRENT_CALLS: String(ROOM), RATE_LIMIT_CALLS_PER_CALLER: '1000/60' },
    });
  }, BOOT_LIMIT_MS);

  afterAll(() => rig?.close(), 30_000);

  it('are answered politely and do not disturb those who talk', async () => {
    const calls = await Promise.all(Array.from({ length: TALKING }, () => rig.phone.dial()));
    await Promise.all(calls.map((call) => call.hearsSpeech()));
    await Promise.all(calls.map((call) => call.untilQuiet(400)));
    await rig.openai.report();
    const from = performance.now();
    const answers = await Promise.all(
      Array.from({ length: BURST }, async (_, index) => {
        await wait((index * BURST_MS) / BURST);
        return rig.phone.http.send('POST', `${rig.balancer.url}/voice`, {
          AccountSid: rig.phone.accountSid,
          ApiVersion: '2010-04-01',
          CallSid: `CA${String(index).padStart(32, '0')}`,
          CallStatus: 'ringing',
          Direction: 'inbound',
          From: `+1212556${String(1000 + index)}`,
          To: '+15550000001',
        });
      }),
    );
    const tookMs = performance.now() - from;
    const { appends, delayMaxMs } = await rig.openai.report();
    const slowest = Math.max(...answers.map((answer) => answer.tookMs));
    const { latency } = await rig.replica(0).get<Status>('/status');
    process.stdout.write(
      `${BURST} calls in ${Math.round(tookMs)} ms, slowest answer ${Math.round(slowest)} ms; ` +
        `caller audio of the ${TALKING}: ${appends.late} of ${appends.count} late, longest gap ${Math.round(appends.maxGapMs)} ms ` +
        `(stand-in itself late by up to ${Math.round(delayMaxMs)} ms); added by the server, p99: ` +
        `${latency.addedMs.in.p99} ms in, ${latency.addedMs.out.p99} ms out\n`,
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    const taken = answers.filter(({ body }) => body.includes('<Stream'));
    expect(taken).toHaveLength(ROOM - TALKING);
    const polite = answers.filter(({ body }) => body.includes('All our lines are busy'));
    expect(polite).toHaveLength(BURST - taken.length);
    // Late is a gap of more than three frames. Callers and stand-in share two cores with the
    // server, and one stall of the machine makes a frame of every call late.
    expect(appends.late).toBeLessThanOrEqual(2 * TALKING);
    expect(appends.maxGapMs).toBeLessThan(200);
    expect(calls.flatMap(({ violations }) => violations)).toEqual([]);
    expect(calls.filter(({ outcome }) => outcome !== undefined)).toEqual([]);
  }, 60_000);
});
