import { CallsService } from '../src/calls/calls.service.js';
import { OrphanSweep } from '../src/calls/ownership/orphan-sweep.js';
import { OwnedCalls } from '../src/calls/ownership/owned-calls.js';
import { CallSnapshots } from '../src/calls/state/call-snapshots.js';
import { Database } from '../src/storage/database.js';
import { Retention } from '../src/storage/retention.js';
import { untilCall, viewOf } from './support/call-view.js';
import { eventually } from './support/eventually.js';
import { Kitchen } from './support/kitchen.js';
import { startLine, type Line } from './support/line.js';
import { placeCalzone } from './support/sample-order.js';
import { dataFolder, startOrders } from './support/start-orders.js';
import { DAY_STEPS_MS, MINUTE_STEPS_MS, restoreClock, stepClock } from './support/stepped-clock.js';
import { WebhookCaller } from './support/webhook-caller.js';

const STEPS_MS = [...MINUTE_STEPS_MS, ...DAY_STEPS_MS];
const WORDS = 'Is there a pizza?';

describe('When the clock is set', () => {
  let line: Line;

  beforeAll(async () => {
    line = await startLine({
      brain: ({ items }) => ({
        say: items.at(-1)?.kind === 'user' ? 'Yes, there is.' : 'Hello there.',
      }),
      vocabulary: [WORDS],
    });
  });
  afterEach(restoreClock);
  afterAll(async () => {
    expect(line.violations()).toEqual([]);
    await line.close();
  });

  /** What the timers do that look for callers who are gone, without waiting for them. */
  async function sweep(): Promise<void> {
    const { app } = line.app;
    (app.get(OwnedCalls) as unknown as { sweep(): void }).sweep();
    await app.get(OrphanSweep).sweep();
    await app.get(CallSnapshots).flush();
  }

  it('a call that talks goes on talking', async () => {
    const call = await line.phone.dial();
    await call.hearsSpeech();
    await call.untilQuiet(300);
    for (const stepMs of STEPS_MS) {
      const { turns: before } = await viewOf(line, call.callSid);
      stepClock(stepMs);
      await sweep();
      await call.say(WORDS);
      const what = `an answer after ${stepMs} ms`;
      await untilCall(line, call.callSid, ({ turns }) => turns > before, { what });
      await call.untilQuiet(300);
    }
    await call.hangUp();
    await call.untilEnded();
  });

  it.each(STEPS_MS)('by %d ms, calls that wait are waited for', async (stepMs) => {
    const { app } = line.app;
    // One whose stream is on its way, one on the keypad line.
    const coming = new WebhookCaller();
    await coming.step(line.app);
    const onKeys = new WebhookCaller();
    onKeys.next = '/voice/gather';
    await onKeys.tell(line.app);
    stepClock(stepMs);
    await sweep();
    stepClock(0);
    await sweep();
    for (const { callSid } of [coming, onKeys]) {
      expect(await viewOf(line, callSid)).toMatchObject({ endedAt: null });
      expect(app.get(OwnedCalls).get(callSid)).toBeDefined();
    }
    stepClock(stepMs);
    const told = await onKeys.tell(line.app, { Digits: '0' });
    expect(told.next).not.toBeNull();
    for (const { callSid } of [coming, onKeys]) {
      app.get(CallsService).finish(callSid, 'finished');
    }
  });

  it.each(STEPS_MS)('by %d ms, a call that ends has lasted as long as it has', async (stepMs) => {
    const call = new WebhookCaller();
    await call.step(line.app);
    stepClock(stepMs);
    line.app.app.get(CallsService).finish(call.callSid, 'finished');
    await line.app.app.get(CallSnapshots).flush();
    const { startedAt, endedAt, durationMs } = await viewOf(line, call.callSid);
    expect(durationMs).toBeLessThan(30_000);
    expect(Date.parse(endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(startedAt));
    // A late webhook finds it ended, on either clock.
    for (const at of [stepMs, 0]) {
      stepClock(at);
      expect((await call.send(line.app, '/voice/next')).next).toBeNull();
    }
  });

  it.each(STEPS_MS)('by %d ms, a call that has lost its stream resumes', async (stepMs) => {
    const call = await line.phone.dial();
    await call.hearsSpeech();
    await call.untilQuiet(300);
    call.cutLine();
    stepClock(stepMs);
    await call.untilStreaming();
    await sweep();
    await untilCall(line, call.callSid, (view) => view.state === 'active', {});
    await call.say(WORDS);
    await untilCall(line, call.callSid, (view) => view.turns >= 2, {});
    await call.hangUp();
    await call.untilEnded();
  });

  it('nothing young is forgotten', async () => {
    const call = new WebhookCaller();
    await call.step(line.app);
    line.app.app.get(CallsService).finish(call.callSid, 'finished');
    await line.app.app.get(CallSnapshots).flush();
    stepClock(40 * 24 * 60 * 60_000);
    expect(await line.app.app.get(Retention).run()).toBe('done');
    const rows = await line.app.app
      .get(Database)
      .kysely.selectFrom('calls')
      .select('from_number')
      .where('call_sid', '=', call.callSid)
      .execute();
    expect(rows).toEqual([{ from_number: expect.stringMatching(/^\+1/) }]);
  });
});

describe('The kitchen', () => {
  afterEach(restoreClock);

  it('gets its orders within moments, however the clock is set meanwhile', async () => {
    const kitchen = await Kitchen.open();
    const folder = await dataFolder();
    const replica = await startOrders({ DATA_DIR: folder.path, ORDER_WEBHOOK_URL: kitchen.url });
    const sent = (orderId: string): Promise<void> =>
      eventually(() => {
        replica.outbox.poke();
        const taken = kitchen.tickets.filter(({ status }) => status === 204);
        expect(taken.map(({ headers }) => headers['idempotency-key'])).toContain(orderId);
      });
    try {
      for (const stepMs of STEPS_MS) {
        // The first attempt fails: the next is planned by a clock that is put right meanwhile.
        kitchen.answerNext(500);
        stepClock(stepMs);
        const before = kitchen.tickets.length;
        const order = await placeCalzone(replica.orders, `CA${stepMs}`);
        await kitchen.received(before + 1);
        await eventually(async () => {
          const row = await replica.database.kysely
            .selectFrom('outbox')
            .select(['attempts', 'failed_at'])
            .where('order_id', '=', order.id)
            .executeTakeFirstOrThrow();
          expect(row).toEqual({ attempts: 1, failed_at: null });
        });
        stepClock(0);
        await sent(order.id);
        // And the other way round: it fails after the step.
        kitchen.answerNext(500);
        const second = await placeCalzone(replica.orders, `CA-after${stepMs}`);
        stepClock(stepMs);
        await sent(second.id);
        stepClock(0);
      }
    } finally {
      await replica.close();
      await kitchen.close();
      await folder.remove();
    }
  });
});
