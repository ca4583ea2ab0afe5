import { jest } from '@jest/globals';
import { Call } from '../src/calls/call/call.js';
import { emptyCalls } from '../src/calls/state/call-retention.js';
import type { CallsStore } from '../src/calls/state/calls.store.js';
import { RowText } from '../src/calls/state/row-text.js';
import type { Database } from '../src/storage/database.js';
import { DATABASES, openCallsStore, type OpenCallsStore } from './support/calls-store.js';

const FENCE = 1_764_000_000_000;

describe.each(DATABASES)('The record of a call in %s', (kind) => {
  let opened: OpenCallsStore;
  let database: Database;
  let store: CallsStore;
  const noteUnreadable = jest.fn();
  /** Characters of the parameters of each statement. */
  let sent: number[];
  let calls = 0;

  beforeAll(async () => {
    opened = await openCallsStore(kind, noteUnreadable);
    ({ database, store } = opened);
  }, 60_000);
  afterAll(() => opened.close());
  beforeEach(() => {
    sent = [];
    const { kysely } = database;
    const executor = kysely.getExecutor();
    const execute = executor.executeQuery.bind(executor);
    jest.spyOn(executor, 'executeQuery').mockImplementation((query) => {
      sent.push(query.parameters.reduce<number>((sum, value) => sum + String(value).length, 0));
      return execute(query);
    });
    jest.spyOn(kysely, 'getExecutor').mockReturnValue(executor);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    expect(noteUnreadable).not.toHaveBeenCalled();
  });

  function newCall(): Call {
    calls += 1;
    return new Call({ callSid: `CA${calls}`, from: '+15551230100', to: '+1' }, 'one', FENCE);
  }

  function turn(call: Call, number: number): void {
    const [asked, answer] = [`item_${number}_caller`, `item_${number}_answer`];
    call.callerBegan(false);
    call.callerEnded(asked, 300);
    call.callerSaid(asked, `Turn ${number}: jalapeño dip 🍕, please.`);
    call.conversation.assistantAudio(answer, 300);
    call.talk.sent({ id: answer, who: 'assistant', rung: 'openai-realtime' }, 300, 0);
    call.conversation.assistantSaid(answer, 'One dip. "Anything" else?');
    call.talk.heard(answer, 300, false);
    call.spent('openai-realtime', null);
    call.note('tool', { name: 'add_item' });
    call.conversation.turnDone();
    call.turnCompleted();
  }

  it('is whole after each turn, and costs no more at turn 200 than at turn 5', async () => {
    const call = newCall();
    const text = new RowText();
    const perTurn: number[] = [];
    for (let number = 1; number <= 200; number += 1) {
      turn(call, number);
      const snapshot = call.snapshot();
      sent = [];
      await store.upsert(snapshot, FENCE, text);
      perTurn.push(sent.reduce((sum, characters) => sum + characters, 0));
      if (number % 20 === 0) expect(await store.find(call.callSid)).toEqual(snapshot);
    }
    const [early = 0, late = Infinity] = [perTurn[4], perTurn[199]];
    expect(early).toBeGreaterThan(500);
    expect(late).toBeLessThan(early * 1.2);
    const end = { ...call.snapshot(), state: 'ended', outcome: 'hung-up' } as const;
    const ended = { ...end, endedAt: new Date().toISOString() };
    await store.upsert(ended, FENCE, text);
    expect(await store.find(call.callSid)).toEqual(ended);
  });

  it('is written as a whole again when the row is another one', async () => {
    const call = newCall();
    const text = new RowText();
    turn(call, 1);
    await store.upsert(call.snapshot(), FENCE, text);
    await database.kysely.deleteFrom('calls').where('call_sid', '=', call.callSid).execute();
    turn(call, 2);
    const second = call.snapshot();
    await store.upsert(second, FENCE, text);
    expect(await store.find(call.callSid)).toEqual(second);
    await emptyCalls(database.kysely, [call.callSid]);
    turn(call, 3);
    const third = call.snapshot();
    await store.upsert(third, FENCE, text);
    expect(await store.find(call.callSid)).toEqual(third);
  });

  it('is written as a whole after a write that failed', async () => {
    const call = newCall();
    const text = new RowText();
    turn(call, 1);
    await store.upsert(call.snapshot(), FENCE, text);
    turn(call, 2);
    const unwritten = { ...call.snapshot(), turns: Number.NaN };
    await expect(store.upsert(unwritten, FENCE, text)).rejects.toThrow(
      kind === 'PostgreSQL' ? /integer/ : RangeError,
    );
    turn(call, 3);
    const third = call.snapshot();
    await store.upsert(third, FENCE, text);
    expect(await store.find(call.callSid)).toEqual(third);
  });

  it('of a next owner is not changed by the owner before', async () => {
    const [one, two] = [newCall(), new RowText()];
    const text = new RowText();
    turn(one, 1);
    await store.upsert(one.snapshot(), FENCE, text);
    const next = new Call(one, 'two', FENCE + 1, one.snapshot());
    turn(next, 2);
    const theirs = next.snapshot();
    await store.upsert(theirs, FENCE + 1, two);
    turn(one, 2);
    await store.upsert(one.snapshot(), FENCE, text);
    expect(await store.find(one.callSid)).toEqual(theirs);
  });
});
