import { setTimeout as wait } from 'node:timers/promises';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import type { CallsPage } from './support/call-view.js';
import { chaosOrders, type ChaosOrders } from './support/chaos-orders.js';
import { startCluster, type ClusterRig } from './support/cluster-rig.js';
import { eventually } from './support/eventually.js';
import { EventStream } from './support/event-stream.js';
import { Ear, PersistentCaller } from './support/persistent-caller.js';
import type { Replica } from './support/replica.js';

const HUMAN = '+15550000099';
/** A replica that is gone is shown no longer. */
const GONE = { limitMs: 10_000 };
/** The turn has ended for the provider, and its answer has not come. */
const ANSWER_UNDER_WAY_MS = 600;
/** Long enough to do everything that was on hand when a replica was stopped. */
const WAKING_MS = 3_000;
/** An address at which nothing listens. */
const NOBODY = 'http://127.0.0.1:9';
const BOOT_LIMIT_MS = 120_000;

/** A call, stream or provider session, and the replica that holds it. */
interface Held {
  readonly callSid: string;
  readonly instance: string;
}
interface Status {
  readonly instance: string;
  readonly cluster: {
    readonly instances: readonly { readonly instance: string; readonly activeCalls: number }[];
  };
}

let orders: ChaosOrders;
let ear: Ear;

beforeAll(async () => {
  orders = await chaosOrders(1);
  ear = await Ear.of(orders);
}, BOOT_LIMIT_MS);

describe('Operators see the whole cluster from any replica', () => {
  let rig: ClusterRig;

  beforeAll(async () => {
    rig = await startCluster({
      scenario: orders.scenario,
      env: { HUMAN_TRANSFER_NUMBER: HUMAN, RATE_LIMIT_CALLS_PER_CALLER: '1000/60' },
    });
  }, BOOT_LIMIT_MS);

  afterEach(async () => {
    await Promise.all(rig.phone.calls.map((call) => call.hangUp()));
    await rig.heal();
    await eventually(async () => {
      const calls = await Promise.all(rig.replicas.map(activeCalls));
      expect(calls.flat()).toEqual([]);
    }, GONE);
  }, 60_000);

  afterAll(() => rig?.close(), 30_000);

  async function activeCalls(replica: Replica): Promise<CallsPage['calls']> {
    return (await replica.get<CallsPage>('/calls?state=active')).calls;
  }

  async function talkingCalls(count: number): Promise<SimulatedCall[]> {
    const calls = await Promise.all(Array.from({ length: count }, () => rig.phone.dial()));
    await Promise.all(calls.map((call) => call.hearsSpeech()));
    return calls;
  }

  /** The replica that holds the call, and one that does not. */
  async function placeOf({ callSid }: SimulatedCall): Promise<{ owner: Replica; other: Replica }> {
    let instance = '';
    await eventually(async () => {
      const held = (await activeCalls(rig.replica(0))).find((call) => call.callSid === callSid);
      expect(held).toMatchObject({ state: 'active' });
      instance = held?.instance ?? '';
    });
    const owner = rig.replicas.find(({ name }) => name === instance);
    const other = rig.replicas.find(({ name }) => name !== instance);
    if (!owner || !other) throw new Error(`no replica is called ${instance}`);
    return { owner, other };
  }

  it('lists all calls, streams and sessions with the replica that holds them', async () => {
    const calls = await talkingCalls(6);
    const sids = calls.map(({ callSid }) => callSid).sort();
    for (const replica of rig.replicas) {
      await eventually(async () => {
        const listed = await activeCalls(replica);
        expect(listed.map(({ callSid }) => callSid).sort()).toEqual(sids);
        expect(new Set(listed.map(({ instance }) => instance)).size).toBeGreaterThan(1);
        const { count, streams } = await replica.get<{ count: number; streams: Held[] }>(
          '/streams',
        );
        expect(count).toBe(6);
        expect(streams.map(({ callSid }) => callSid).sort()).toEqual(sids);
        const { sessions } = await replica.get<{ sessions: Held[] }>('/realtime/sessions');
        expect(sessions.map(({ callSid }) => callSid).sort()).toEqual(sids);
        expect(new Set(sessions.map(({ instance }) => instance)).size).toBeGreaterThan(1);
      });
    }
  });

  it('counts the calls of each replica in every status', async () => {
    await talkingCalls(6);
    for (const replica of rig.replicas) {
      await eventually(async () => {
        const { instance, cluster } = await replica.get<Status>('/status');
        expect(instance).toBe(replica.name);
        expect(cluster.instances.map((each) => each.instance).sort()).toEqual(
          rig.replicas.map(({ name }) => name),
        );
        expect(cluster.instances.reduce((sum, each) => sum + each.activeCalls, 0)).toBe(6);
      });
    }
  });

  it('tells of a call on the live events of every replica', async () => {
    const end = new AbortController();
    try {
      const heard = await Promise.all(
        rig.replicas.map((replica) => EventStream.open(replica, end.signal)),
      );
      const call = await rig.phone.dial();
      await Promise.all(heard.map((events) => events.until(call.callSid)));

      // A reader who loses a replica is told by another one what came meanwhile.
      const place = heard[0]?.lastId ?? '';
      const [, other] = rig.replicas;
      if (!other) throw new Error('one replica only');
      const missed = await rig.phone.dial();
      await Promise.all(heard.map((events) => events.until(missed.callSid)));
      const resumed = await EventStream.open(other, end.signal, place);
      await resumed.until(missed.callSid);
    } finally {
      end.abort();
    }
  });

  it('hangs up a call that another replica holds', async () => {
    const [call] = await talkingCalls(1);
    if (!call) throw new Error('no call');
    const { other } = await placeOf(call);
    expect((await other.ask('POST', `/calls/${call.callSid}/hangup`)).status).toBe(202);
    await call.untilEnded();
    expect(call.outcome).not.toBe('caller-hung-up');
    await eventually(async () => {
      expect((await other.ask('POST', `/calls/${call.callSid}/hangup`)).status).toBe(409);
    });
    const unknown = `CA${'0'.repeat(32)}`;
    expect((await other.ask('POST', `/calls/${unknown}/hangup`)).status).toBe(404);
  });

  it('transfers a call that another replica holds', async () => {
    const [call] = await talkingCalls(1);
    if (!call) throw new Error('no call');
    const { other } = await placeOf(call);
    expect((await other.ask('POST', `/calls/${call.callSid}/transfer`)).status).toBe(202);
    await call.untilEnded();
    expect({ outcome: call.outcome, dialled: call.dialled }).toEqual({
      outcome: 'dialled',
      dialled: [HUMAN],
    });
  });

  it('forgets a replica that was killed within ten seconds', async () => {
    const [killed, ...others] = rig.replicas;
    await killed?.kill();
    const left = others.map(({ name }) => name);
    await eventually(async () => {
      for (const replica of others) {
        const { cluster } = await replica.get<Status>('/status');
        expect(cluster.instances.map(({ instance }) => instance).sort()).toEqual(left);
      }
    }, GONE);
  }, 60_000);

  it('does not let owners that stood still do what they were about to do once the calls are elsewhere', async () => {
    const [order] = orders.orders;
    const [first, other, last] = rig.replicas;
    if (!order || !first || !other || !last) throw new Error('too few');
    /** @param turn the one that is being answered when the owner is stopped; from the end. */
    const standsStill = async (owner: Replica, turn: number): Promise<void> => {
      const struck = order.turns.length + turn;
      // Straight to one replica, so that no balancer closes the socket of the one that stands still.
      let reached = owner.url;
      const call = await rig.phoneWith({ url: () => reached }).dial({ from: order.from });
      const caller = new PersistentCaller(call, order, ear);
      await caller.hear(orders.greeting);
      for (let index = 0; index < struck; index += 1) await caller.take(index);
      await call.say(order.turns[struck]?.caller ?? '');
      await wait(ANSWER_UNDER_WAY_MS);
      owner.pause();
      // There is one call: its first stream lives on at the replica, and leads nowhere afterwards.
      reached = NOBODY;
      const elsewhere = await rig
        .phoneWith({ url: other.url, voicePath: '/voice/next' })
        .dial({ from: order.from, callSid: call.callSid });
      await elsewhere.hearsSpeech();
      const before = call.messages.length;
      owner.resume();
      await wait(WAKING_MS);
      const since = call.messages.slice(before).map((text) => JSON.parse(text) as object);
      expect(since.filter((message) => 'media' in message)).toEqual([]);
      const placed = async () =>
        (await other.get<{ orders: { callSid: string }[] }>('/orders')).orders.filter(
          ({ callSid }) => callSid === call.callSid,
        );
      expect(await placed()).toEqual([]);
      const persistent = new PersistentCaller(elsewhere, order, ear);
      for (let index = struck; index < order.turns.length; index += 1) await persistent.take(index);
      await elsewhere.untilEnded();
      expect(await placed()).toMatchObject([order.expected]);
      const tickets = rig.kitchen.tickets.filter(({ body }) => body.includes(call.callSid));
      expect(new Set(tickets.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
      expect([...call.violations, ...elsewhere.violations]).toEqual([]);
    };
    // Small talk, and the agreement to the order.
    await Promise.all([standsStill(first, -3), standsStill(last, -1)]);
  }, 120_000);
});
