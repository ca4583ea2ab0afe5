import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { NOTHING_EARLIER } from '../../src/calls/call/call-parts.js';
import { Call } from '../../src/calls/call/call.js';
import { packSnapshot, unpackSnapshot } from '../../src/calls/call/snapshot-codec.js';
import { isLiveSummary } from '../../src/calls/call/snapshot-schema.js';
import { wayOutTo } from '../../src/calls/call/way-out.js';
import { callDetail, callSummary } from '../../src/calls/call-views.js';
import { callOf, rowOf } from '../../src/calls/state/call-rows.js';
import { decode, encode } from '../../src/cluster/bus-message.js';
import { LocalSharedStore } from '../../src/cluster/local-shared-store.js';
import { numberGiven } from '../../src/common/callable-number.js';
import { maskCardsInJson } from '../../src/common/card-numbers.js';
import { readEnvironment } from '../../src/config/environment.js';
import { IvrMemory } from '../../src/ivr/ivr-memory.js';
import { NEW_STATE } from '../../src/ivr/ivr-state.js';
import type { Menu } from '../../src/menu/catalogue/menu.js';
import { MenuMetrics } from '../../src/menu/menu.metrics.js';
import type { MenuService } from '../../src/menu/menu.service.js';
import { LeaveCallbackNoteTool } from '../../src/menu/tools/leave-callback-note.tool.js';
import { ToolBox } from '../../src/menu/tools/tool-box.js';
import { CallerTraces } from '../../src/ops/caller-traces.js';
import { Metrics } from '../../src/ops/metrics.js';
import { addLine, newOrder, setCustomer } from '../../src/orders/order-changes.js';
import { isOrder, summaryOf, type Order } from '../../src/orders/order.js';
import { DurableQueue } from '../../src/storage/durable-queue.js';
import { standIn } from '../support/doubles/stand-in.js';
import { CALZONE, ok, PRICES } from '../support/sample-order.js';
import { fuzz } from './fuzz.js';
import { bytesNear, damaged, jsonNear } from './mutations.js';
import { ENGLISH_SPOKEN } from '../../src/menu/spoken/english.js';

const CALLER = { callSid: 'CA1', from: '+15551230100', to: '+15550000001' };

/** An order with a line and a customer. */
function wholeOrder(): Order {
  const draft = newOrder({ id: 'order-1', callSid: CALLER.callSid, now: new Date() });
  const filled = ok(addLine(draft, CALZONE, { quantity: 1, optionIds: [], note: null }, PRICES));
  return ok(setCustomer(filled, { name: 'Ada', phone: '+15551230100' }, PRICES));
}

/** A call in which all was said and done that a call may have. */
function wholeCall(): Call {
  const call = new Call(CALLER, 'one', 5);
  call.conversation.callerSaid('t1', 'One calzone, and call me back.');
  call.conversation.assistantAudio('i1', 900);
  call.conversation.assistantSaid('i1', 'Sure.');
  call.conversation.toolCalled('c1', 'leave_callback_note', '{"phone":"+15551230100"}');
  call.conversation.toolAnswered('c1', '{"ok":true}');
  call.note('stream-started', { streamSid: 'MZ1' });
  call.measured({
    at: new Date().toISOString(),
    responseMs: 1,
    providerMs: 1,
    toolsMs: 0,
    forwardMs: 0,
  });
  call.order = summaryOf(wholeOrder());
  call.transfer = { reason: 'asked', from: 'stream', state: 'ringing' };
  call.wayOut = wayOutTo('transferred');
  return call;
}

const SNAPSHOT = new Call(CALLER, 'one', 5, {
  ...wholeCall().snapshot(),
  earlier: { ...NOTHING_EARLIER, items: { entries: 100, spans: 200 }, lastEnd: 'transfer' },
}).snapshot([wholeOrder()]);

describe('What comes back from Redis, the disk and the database', () => {
  beforeAll(() => Logger.overrideLogger(false));

  fuzz('snapshots of calls', jsonNear({ version: 1, ...SNAPSHOT }), (text) => {
    const snapshot = unpackSnapshot(text);
    if (snapshot === null) return 'bad';
    // As a replica does that takes the call over.
    const call = new Call(CALLER, 'two', 6, snapshot);
    callDetail({ call: call.snapshot(), history: 'whole' });
    packSnapshot(call.snapshot(snapshot.unsavedOrders));
    call.conversation.cutOff(Date.now());
    call.conversation.replay();
    return 'good';
  });

  const summary = Object.assign(callSummary(SNAPSHOT), { putAt: 1 });
  fuzz('summaries of live calls', jsonNear(summary), (text) => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return 'bad';
    }
    if (!isLiveSummary(value)) return 'bad';
    callSummary(value);
    return 'good';
  });

  const row = { ...rowOf(SNAPSHOT, 1), fence: '1' };
  const damagedColumns = fc.record({
    transcript: jsonNear(SNAPSHOT.conversation.entries),
    timeline: jsonNear(SNAPSHOT.timeline),
    latency: jsonNear(SNAPSHOT.latency),
    usage: jsonNear(SNAPSHOT.usage),
    audio: jsonNear(JSON.parse(String(row.audio))),
  });
  // As five columns are damaged at once, hardly a row would be whole.
  const columns = fc.oneof(
    { weight: 4, arbitrary: damagedColumns },
    { weight: 1, arbitrary: fc.constant({}) },
  );
  fuzz('rows of calls', columns, (texts) => {
    const unreadable: string[] = [];
    const call = callOf({ ...row, ...texts } as Parameters<typeof callOf>[0], (column) =>
      unreadable.push(column),
    );
    callDetail({ call, history: 'whole' });
    new Call(CALLER, 'two', 6, call).conversation.replay();
    return unreadable.length === 0 ? 'good' : 'bad';
  });

  const messages = [
    { kind: 'tell', from: 'a', topic: 'event', body: { type: 'call', at: '', data: {} } },
    { kind: 'ask', from: 'a', topic: 'streams', id: '1' },
    { kind: 'answer', from: 'a', id: '1', body: [] },
  ];
  fuzz('messages of replicas', jsonNear(...messages), (text) => {
    const message = decode(text);
    if (message === null) return 'bad';
    expect(typeof message.from).toBe('string');
    encode(message);
    return 'good';
  });

  const RECORD = {
    schema: 2,
    turn: 3,
    order: summaryOf(wholeOrder()),
    state: { ...NEW_STATE, step: { kind: 'items', categoryId: 'pizzas', page: 0 }, choices: ['a'] },
    prompt: 'Anything else?',
    expects: 'speech dtmf',
    end: null,
  };
  const store = new LocalSharedStore();
  const memory = new IvrMemory(store, readEnvironment({}), new CallerTraces());
  fuzz('dialogues', jsonNear(RECORD), async (text) => {
    await store.set('ivr:CA1', text, 60_000);
    const record = await memory.load('CA1');
    if (record === null) return 'bad';
    JSON.stringify(record);
    if (record.prompt === '' || !Number.isSafeInteger(record.turn)) throw new Error(text);
    expect(typeof record.state.step.kind).toBe('string');
    return 'good';
  });

  fuzz('orders', jsonNear(wholeOrder()), (text) => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return 'bad';
    }
    return isOrder(value) && summaryOf(value).id === value.id ? 'good' : 'bad';
  });

  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'voiceplate-fuzz-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const files = fc.array(bytesNear(wholeOrder()), { minLength: 1, maxLength: 3 });
  fuzz('files of a durable queue', files, async (bodies) => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    await Promise.all(bodies.map((body, index) => writeFile(join(folder, `o${index}.json`), body)));
    let aside = 0;
    const queue = new DurableQueue<Order>({
      what: 'Orders',
      folder,
      capacity: 10,
      retryMs: 60_000,
      isEntry: isOrder,
      deliver: () => Promise.resolve(true),
      setAside: (entries) => (aside = entries.length),
      logger: new Logger(),
    });
    await queue.start();
    expect(queue.values().every(isOrder)).toBe(true);
    expect(queue.size + aside).toBe(bodies.length);
    await queue.stop();
    return aside === 0 ? 'good' : 'bad';
  });
});

describe('What the model asks for', () => {
  const menu = standIn<Menu>({ business: standIn<Menu['business']>({ phone: '+12125550100' }) });
  const tool = new LeaveCallbackNoteTool(standIn<MenuService>({ current: () => menu }));
  const box = new ToolBox([tool], new MenuMetrics(new Metrics()));
  const context = { callSid: 'CA1', callerNumber: 'anonymous', spoken: ENGLISH_SPOKEN };
  const asked = jsonNear({ phone: '+12125550142', message: 'About 4111 1111 1111 1111.' });
  fuzz('arguments of a tool', asked, async (text) => {
    const { result, callback } = await box.run('leave_callback_note', text, context);
    maskCardsInJson(text);
    if (!result.ok) {
      expect(result.error).not.toBe('internal');
      return 'bad';
    }
    expect(typeof callback?.phone).toBe('string');
    return 'good';
  });

  const numbers = damaged(
    fc.constantFrom('+12125550142', '(212) 555-0142', '1 212 555 0142', '4111111111111111', '+'),
  );
  fuzz('numbers to call back', numbers, (text) => {
    const given = numberGiven(text, menu.business.phone);
    if (given.kind !== 'callable') return 'bad';
    expect(given.e164).toMatch(/^\+\d{7,15}$/);
    return 'good';
  });
});
