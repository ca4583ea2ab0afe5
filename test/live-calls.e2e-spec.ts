import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CallsMetrics } from '../src/calls/calls.metrics.js';
import { UnreadableSnapshots } from '../src/calls/state/unreadable-snapshots.js';
import { standIn } from './support/doubles/stand-in.js';
import { LiveCalls, type Lease } from '../src/calls/state/live-calls.js';
import { Call } from '../src/calls/call/call.js';
import { SnapshotText } from '../src/calls/call/snapshot-text.js';
import { ClusterModule } from '../src/cluster/cluster.module.js';
import { RedisLink } from '../src/cluster/redis-link.js';
import { AppConfigModule } from '../src/config/app-config.module.js';
import { AppConfig } from '../src/config/app-config.js';
import { readEnvironment } from '../src/config/environment.js';
import { OpsModule } from '../src/ops/ops.module.js';
import { startRedis, type RedisServer } from './support/redis.js';

type Owned = Extract<Lease, { kind: 'owned' }>;

describe('The directory of calls', () => {
  let redis: RedisServer;
  const contexts: INestApplicationContext[] = [];
  let calls = 0;

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => {
    await redis.close();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  async function replica(name: string): Promise<LiveCalls> {
    const config = readEnvironment({ REDIS_URL: redis.url, INSTANCE_ID: name });
    const module = await Test.createTestingModule({
      imports: [AppConfigModule, OpsModule, ClusterModule],
      providers: [
        CallsMetrics,
        LiveCalls,
        { provide: UnreadableSnapshots, useValue: standIn<UnreadableSnapshots>({}) },
      ],
    })
      .overrideProvider(AppConfig)
      .useValue(config)
      .compile();
    module.useLogger(false);
    contexts.push(await module.init());
    return module.get(LiveCalls);
  }

  function newCall(instance: string, fence = 0): Call {
    calls += 1;
    return new Call({ callSid: `CA${calls}`, from: '+15551230100', to: '+1' }, instance, fence);
  }

  async function claim(
    directory: LiveCalls,
    call: Call,
    { steal = true, held = false, fresh = true } = {},
  ): Promise<Lease> {
    const { callSid, fence } = call;
    return directory.acquire({
      callSid,
      heldFence: held ? fence : null,
      steal,
      fresh: fresh ? call.snapshot() : null,
    });
  }

  async function owned(directory: LiveCalls, call: Call): Promise<Owned> {
    const answer = await claim(directory, call);
    if (answer.kind !== 'owned') throw new Error(`The call is ${answer.kind}`);
    call.fence = answer.fence;
    return answer;
  }

  it('gives a call to whoever asks first, and shows it to all at once', async () => {
    const [one, two] = [await replica('one'), await replica('two')];
    const call = newCall('one');
    expect(await owned(one, call)).toMatchObject({ from: null });
    // Its ages have grown since.
    const ages = {
      ageMs: expect.any(Number),
      silentMs: expect.any(Number),
      callerActiveAt: expect.any(String),
    };
    expect(await two.find(call.callSid)).toEqual({ ...call.snapshot(), ...ages });
    expect(await two.ownerOf(call.callSid)).toBe('one');
    expect(await two.list()).toMatchObject([{ callSid: call.callSid, instance: 'one' }]);
    await one.put({ ...call.snapshot(), state: 'ended' }, call.fence);
  });

  it('does not take a call from its owner unless it is to be taken', async () => {
    const [one, two] = [await replica('one'), await replica('two')];
    const call = newCall('one');
    const { fence } = await owned(one, call);
    expect(await claim(two, call, { steal: false })).toMatchObject({
      kind: 'elsewhere',
      snapshot: { callSid: call.callSid },
    });
    expect(await claim(one, call, { held: true })).toEqual({
      kind: 'owned',
      fence,
      snapshot: null,
      from: null,
      certain: true,
    });
  });

  it('gives the next owner a higher fence and the state that was put down', async () => {
    const [one, two] = [await replica('one'), await replica('two')];
    const call = newCall('one');
    const { fence } = await owned(one, call);
    call.conversation.callerSaid('1', 'A small Margherita.');
    const snapshot = call.snapshot();
    expect(await one.put(snapshot, fence)).toBe('shared');
    const next = await claim(two, call, { fresh: false });
    expect(next).toMatchObject({ kind: 'owned', from: 'one', snapshot });
    expect((next as Owned).fence).toBeGreaterThan(fence);
  });

  it('refuses what a former owner puts down, also its end of the call', async () => {
    const [one, two] = [await replica('one'), await replica('two')];
    const call = newCall('one');
    const { fence } = await owned(one, call);
    await owned(two, call);
    call.turns = 7;
    expect(await one.put(call.snapshot(), fence)).toBe('moved');
    expect(await one.put({ ...call.snapshot(), state: 'ended' }, fence)).toBe('moved');
    expect(await claim(one, call, { steal: false })).toMatchObject({ kind: 'elsewhere' });
    expect(await two.find(call.callSid)).toMatchObject({ turns: 0 });
    const stale = newCall('one', fence);
    expect(await one.renew([Object.assign(call, { fence })])).toEqual({
      lost: [call],
      unknown: [],
    });
    expect(await one.renew([stale])).toEqual({ lost: [], unknown: [stale] });
  });

  it('remembers how a call ended, whoever asks', async () => {
    const [one, two] = [await replica('one'), await replica('two')];
    const call = newCall('one');
    const { fence } = await owned(one, call);
    const ended = { ...call.snapshot(), state: 'ended', outcome: 'transferred' } as const;
    expect(await one.put(ended, fence)).toBe('shared');
    expect(await claim(two, call)).toEqual({ kind: 'ended', outcome: 'transferred' });
    expect(await two.find(call.callSid)).toBeNull();
    expect(await two.list()).not.toContainEqual(expect.objectContaining({ callSid: call.callSid }));
    expect(await two.put(call.snapshot(), fence + 1)).toBe('moved');
  });

  /** The calls of a row of turns, each put down by what is other than before. */
  async function talk(directory: LiveCalls, call: Call, text: SnapshotText, turns: number) {
    for (let turn = 1; turn <= turns; turn += 1) {
      call.conversation.callerSaid(`${call.turns}`, `Jalapeños 🍕, for the ${call.turns}th time.`);
      call.turnCompleted();
      expect(await directory.put(call.snapshot(), call.fence, text)).toBe('shared');
    }
    return call.snapshot().conversation;
  }

  it('has the whole call when only what is other is told of each turn', async () => {
    const [one, two] = [await replica('one'), await replica('two')];
    const call = newCall('one');
    await owned(one, call);
    const text = new SnapshotText();
    const conversation = await talk(one, call, text, 50);
    expect(await two.find(call.callSid)).toMatchObject({ conversation, turns: 50 });
    const next = (await claim(two, call, { fresh: false })) as Owned;
    expect(next.snapshot).toMatchObject({ conversation, turns: 50 });
    // What the owner before tells of its next turn reaches nobody.
    call.turnCompleted();
    expect(await one.put(call.snapshot(), call.fence, text)).toBe('moved');
    expect(await two.find(call.callSid)).toMatchObject({ conversation, turns: 50 });
  });

  it('has the whole call again when Redis has lost it, or has another state of it', async () => {
    const one = await replica('one');
    const call = newCall('one');
    await owned(one, call);
    const text = new SnapshotText();
    await talk(one, call, text, 3);
    await contexts
      .at(-1)
      ?.get(RedisLink)
      .run((client) => client.flushall());
    expect(await one.renew([call])).toEqual({ lost: [], unknown: [call] });
    let conversation = await talk(one, call, text, 2);
    expect(await one.find(call.callSid)).toMatchObject({ conversation, turns: 5 });
    await one.put({ ...call.snapshot(), turns: 99 }, call.fence);
    conversation = await talk(one, call, text, 2);
    expect(await one.find(call.callSid)).toMatchObject({ conversation, turns: 7 });
  });

  it('lets a process of the same name begin anew', async () => {
    const call = newCall('one');
    const { fence } = await owned(await replica('one'), call);
    await contexts.pop()?.close();
    const again = await owned(await replica('one'), call);
    expect(again.snapshot).toMatchObject({ callSid: call.callSid });
    expect(again.fence).toBeGreaterThan(fence);
  });

  it('goes on alone while Redis is away and gives everything back afterwards', async () => {
    const [one, two] = [await replica('one'), await replica('two')];
    const call = newCall('one');
    const { fence } = await owned(one, call);
    await redis.stop();
    const alone = { kind: 'owned', fence, certain: false };
    expect(await claim(one, call, { held: true, steal: false })).toMatchObject(alone);
    // Somebody else may have had it, so that taking it makes it newer.
    const taken = (await claim(one, call, { held: true })) as Owned;
    expect(taken.fence).toBeGreaterThan(fence);
    expect(await one.put(call.snapshot(), fence)).toBe('alone');
    expect(await one.renew([call])).toBeNull();
    expect(await one.list()).toEqual([]);
    const other = newCall('one');
    expect((await owned(one, other)).fence).toBeGreaterThan(fence);

    await redis.start();
    const up = contexts.map((context) => context.get(RedisLink));
    await Promise.all(up.map((link) => new Promise<void>((done) => link.onUp(done))));
    expect(await one.renew([call, other])).toEqual({ lost: [], unknown: [call, other] });
    await one.put(call.snapshot(), fence);
    expect(await one.renew([call])).toEqual({ lost: [], unknown: [] });
    expect((await owned(two, call)).fence).toBeGreaterThan(fence);
  });
});
