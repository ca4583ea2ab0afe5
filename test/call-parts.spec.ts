import { jest } from '@jest/globals';
import { Call, type CallSnapshot } from '../src/calls/call/call.js';
import type { CallPart } from '../src/calls/call/call-parts.js';
import { MOST_KEPT } from '../src/calls/call/long-list.js';
import { emptyCalls } from '../src/calls/state/call-retention.js';
import type { CallsStore } from '../src/calls/state/calls.store.js';
import { RowText } from '../src/calls/state/row-text.js';
import type { Database } from '../src/storage/database.js';
import { DATABASES, openCallsStore, type OpenCallsStore } from './support/calls-store.js';

const FENCE = 1_764_000_000_000;
const EVERYONE = { text: null, outcome: null, from: null, to: null };

describe.each(DATABASES)('The older part of a long call in %s', (kind) => {
  let opened: OpenCallsStore;
  let database: Database;
  let store: CallsStore;
  const noteUnreadable = jest.fn();
  let calls = 0;

  beforeAll(async () => {
    opened = await openCallsStore(kind, noteUnreadable);
    ({ database, store } = opened);
  }, 60_000);
  afterAll(() => opened.close());
  beforeEach(() => noteUnreadable.mockClear());

  function newCall(): Call {
    calls += 1;
    return new Call({ callSid: `CAlong${calls}`, from: '+15551230100', to: '+1' }, 'one', FENCE);
  }

  function talk(call: Call, from: number, to: number): void {
    for (let number = from; number <= to; number += 1) {
      call.callerSaid(`caller_${number}`, `Turn ${number}: jalapeño ${'dip '.repeat(20)}🍕`);
      call.conversation.lineSaid(`line_${number}`, 'One dip. "Anything" else?');
      call.note('turn', { number });
      call.spent('openai-realtime', null);
    }
  }

  /** As the write-behind does it; resolves with how many parts were taken. */
  async function record(call: Call, text = new RowText()): Promise<number> {
    let taken = 0;
    for (const part of call.parts()) {
      if (!(await store.storePart(call.callSid, call.fence, part))) continue;
      call.stored(part);
      taken += 1;
    }
    await store.upsert(call.snapshot(), call.fence, text);
    return taken;
  }

  async function read({ callSid }: Call): Promise<CallSnapshot> {
    const call = await store.find(callSid);
    if (call === null) throw new Error('there is no record');
    return store.whole(call);
  }

  const turnsOf = ({ timeline }: CallSnapshot): readonly unknown[] =>
    timeline.filter(({ event }) => event === 'turn').map(({ number }) => number);
  const upTo = (last: number): readonly number[] =>
    Array.from({ length: last }, (_, index) => index + 1);

  async function ended(call: Call): Promise<void> {
    const endedAt = new Date().toISOString();
    await store.upsert({ ...call.snapshot(), state: 'ended', endedAt }, call.fence);
  }

  it('is read in front of the record, which stays small however long the call is', async () => {
    const call = newCall();
    const text = new RowText();
    let largest = 0;
    for (let number = 1; number <= 1_000; number += 10) {
      talk(call, number, number + 9);
      await record(call, text);
      const { transcript, timeline } = await database.kysely
        .selectFrom('calls')
        .select(['transcript', 'timeline'])
        .where('call_sid', '=', call.callSid)
        .executeTakeFirstOrThrow();
      largest = Math.max(largest, transcript.length + timeline.length);
    }
    expect(largest).toBeLessThan(100_000);
    expect((await store.find(call.callSid))?.conversation.entries.length).toBeLessThanOrEqual(
      MOST_KEPT,
    );
    await ended(call);
    const whole = await read(call);
    expect(whole.state).toBe('ended');
    expect(turnsOf(whole)).toEqual(upTo(1_000));
    expect(whole.costs).toHaveLength(1_000);
    const said = whole.conversation.entries.flatMap((entry) =>
      entry.kind === 'spoken' ? [entry.text] : [],
    );
    expect(said).toHaveLength(2_000);
    expect(said[0]).toBe(`Turn 1: jalapeño ${'dip '.repeat(20)}🍕`);
    expect(noteUnreadable).not.toHaveBeenCalled();
  });

  it('is there once when it is written again, also by the next owner', async () => {
    const call = newCall();
    talk(call, 1, 150);
    const left = call.snapshot();
    // The process ends before it has noted anywhere that these are stored.
    for (const part of [...call.parts(), ...call.parts()]) {
      expect(await store.storePart(call.callSid, FENCE, part)).toBe(true);
    }
    const next = new Call(call, 'two', FENCE + 1, left);
    talk(next, 151, 300);
    expect(await record(next)).toBeGreaterThan(0);
    expect(turnsOf(await read(next))).toEqual(upTo(300));
  });

  it('is not written by an owner whose fence is lower', async () => {
    const call = newCall();
    talk(call, 1, 150);
    const next = new Call(call, 'two', FENCE + 1, call.snapshot());
    await record(next);
    talk(call, 1_001, 1_150);
    expect(call.parts().length).toBeGreaterThan(0);
    expect(await record(call)).toBe(0);
    expect(call.snapshot().earlier).toBeUndefined();
    expect(turnsOf(await read(next))).toEqual(upTo(150));
  });

  it('is found by what was said in it, and not where that was not said', async () => {
    const call = newCall();
    call.callerSaid('first', 'My aunt is called Zenobia.');
    talk(call, 1, 150);
    call.callerSaid('last', 'And my uncle Xaver.');
    await record(call);
    await ended(call);
    expect(JSON.stringify(await store.find(call.callSid))).not.toContain('Zenobia');
    const found = async (text: string): Promise<readonly string[]> => {
      const page = await store.ended(10, null, { ...EVERYONE, text });
      return page.calls.map(({ callSid }) => callSid);
    };
    expect(await found('zenobia xaver')).toEqual([call.callSid]);
    expect(await found('zenobia yolanda')).toEqual([]);
  });

  it('goes with what is personal in the call, and the figures stay', async () => {
    const [call, other] = [newCall(), newCall()];
    call.note('voicemail', { recordingSid: 'RE1' });
    for (const one of [call, other]) {
      talk(one, 1, 250);
      await record(one);
      await ended(one);
    }
    expect(await store.forget([call.callSid])).toEqual({ calls: 1, recordings: 1 });
    const whole = await read(call);
    expect([whole.conversation.entries, whole.timeline]).toEqual([[], []]);
    expect(whole.costs).toHaveLength(250);
    const parts = await database.kysely
      .selectFrom('call_parts')
      .select('list')
      .where('call_sid', '=', call.callSid)
      .execute();
    expect(new Set(parts.map(({ list }) => list))).toEqual(new Set(['costs']));
    expect(turnsOf(await read(other))).toEqual(upTo(250));
    await emptyCalls(database.kysely, [other.callSid]);
    expect(turnsOf(await read(other))).toEqual([]);
  });

  it('is left out where it cannot be read, and that is noted', async () => {
    const call = newCall();
    talk(call, 1, 300);
    await record(call);
    const broken: readonly Pick<CallPart, 'list' | 'first'>[] = [
      { list: 'timeline', first: 0 },
      { list: 'entries', first: 100 },
    ];
    for (const [index, { list, first }] of broken.entries()) {
      await database.kysely
        .updateTable('call_parts')
        .set({ items: ['[{"at":', '[{"kind":"spoken"}]'][index] ?? '' })
        .where('call_sid', '=', call.callSid)
        .where('list', '=', list)
        .where('first_item', '=', first)
        .execute();
    }
    const whole = await read(call);
    expect(turnsOf(whole)).toEqual(upTo(300).slice(100));
    expect(whole.conversation.entries).toHaveLength(500);
    expect(new Set(noteUnreadable.mock.calls.map(([, , place]) => place))).toEqual(
      new Set(broken.map(({ list }) => `table call_parts, list ${list}`)),
    );
  });
});
