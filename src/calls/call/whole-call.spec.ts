import { Call } from './call.js';
import { MOST_KEPT } from './long-list.js';
import { readBackReport } from './read-back.js';
import { unpackSnapshot, packSnapshot } from './snapshot-codec.js';
import type { CallPart } from './call-parts.js';
import type { CallSnapshot } from './call.js';
import { wholeCall } from './whole-call.js';

const CALLER = { callSid: 'CA1', from: '+15551230100', to: '+15550000001' };
/** Nothing is ever moved away from it. */
const OTHER = { ...CALLER, callSid: 'CA2' };

function turn(call: Call, number: number): void {
  const [asked, answer] = [`item_${number}_caller`, `item_${number}_answer`];
  call.callerBegan(false);
  call.callerEnded(asked, 300);
  call.callerSaid(asked, `Turn ${number}`);
  call.conversation.toolCalled(`call_${number}`, 'add_item', '{}');
  call.conversation.toolAnswered(`call_${number}`, '{"ok":true}');
  call.conversation.assistantAudio(answer, 300);
  call.talk.sent({ id: answer, who: 'assistant', rung: 'openai-realtime' }, 300, 0);
  call.conversation.assistantSaid(answer, `Answer ${number}`);
  call.conversation.heard(answer, 300, false);
  call.talk.heard(answer, 300, false);
  const at = new Date().toISOString();
  call.measured({ at, responseMs: number, providerMs: 790, toolsMs: 5, forwardMs: 5 });
  call.spent('openai-realtime', null);
  call.note('tool', { number });
  call.conversation.turnDone();
  call.turnCompleted();
}

/** Stores what is to be stored, as it is read again. */
function store(call: Call, stored: CallPart[]): void {
  for (const part of call.parts()) {
    const { list, first } = part;
    const old = stored.findIndex((one) => one.list === list && one.first === first);
    if (old >= 0) stored.splice(old, 1);
    stored.push(JSON.parse(JSON.stringify(part)) as CallPart);
    call.stored(part);
  }
}

/** What a reader sees of the lists. */
function listsOf({ conversation, timeline, latency, talk, costs }: CallSnapshot) {
  return {
    said: conversation.entries.map((entry) =>
      entry.kind === 'ran' ? entry.callId : `${entry.role} ${entry.text} ${entry.heardMs}`,
    ),
    events: timeline.map(({ event, number }) => ({ event, number })),
    latency: latency.map(({ responseMs }) => responseMs),
    spans: talk?.spans.map(({ id, who, state }) => `${who} ${id} ${state}`),
    waits: talk?.waits.map(({ turn, id }) => `${turn} ${id}`),
    costs: costs?.length,
  };
}

function longestOf(call: CallSnapshot): number {
  const { conversation, timeline, latency, talk, costs = [] } = call;
  const { spans, waits } = talk ?? { spans: [], waits: [] };
  const lists = [conversation.entries, timeline, latency, spans, waits, costs];
  return Math.max(...lists.map(({ length }) => length));
}

describe('A call of 2,000 entries whose parts are stored', () => {
  it('keeps few of them, is the whole call when it is read, and goes on with the next owner', () => {
    const [whole, parts] = [new Call(OTHER, 'one', 1), [] as CallPart[]];
    let call = new Call(CALLER, 'one', 1);
    let longest = 0;
    for (let number = 1; number <= 666; number += 1) {
      turn(call, number);
      // A call whose items stay is bounded too; it has the newest ones.
      turn(whole, number);
      if (number % 5 === 0) store(call, parts);
      longest = Math.max(longest, longestOf(call.snapshot()));
      if (number % 150 !== 0) continue;
      const moved = unpackSnapshot(packSnapshot(call.snapshot()));
      if (moved === null) throw new Error('the snapshot cannot be read');
      call = new Call(CALLER, `replica-${number}`, number, moved);
    }
    expect(longest).toBeLessThanOrEqual(MOST_KEPT + 20);
    expect(Buffer.byteLength(packSnapshot(call.snapshot()))).toBeLessThan(150_000);
    const read = listsOf(wholeCall(call.snapshot(), parts));
    expect(read.said).toEqual(listsOf(whole.snapshot()).said);
    expect(read.said).toHaveLength(1_998);
    expect(read.latency).toEqual(Array.from({ length: 666 }, (_, index) => index + 1));
    expect(read.events).toEqual(
      Array.from({ length: 666 }, (_, index) => ({ event: 'tool', number: index + 1 })),
    );
    expect(new Set(read.spans).size).toBe(2 * 666);
    expect(read.waits?.map((wait) => Number.parseInt(wait, 10))).toEqual(
      Array.from({ length: 666 }, (_, index) => index + 1),
    );
    expect(read.costs).toBe(666);
  });

  it('is not doubled by an owner who has stored more than the next one knows of', () => {
    const parts: CallPart[] = [];
    const first = new Call(CALLER, 'one', 1);
    for (let number = 1; number <= 100; number += 1) turn(first, number);
    const left = first.snapshot();
    // Stopped before it was put down that the parts are stored, and went on alone for a while.
    store(first, parts);
    for (let number = 901; number <= 1_000; number += 1) turn(first, number);
    store(first, parts);
    const next = new Call(CALLER, 'two', 2, left);
    for (let number = 101; number <= 120; number += 1) turn(next, number);
    const said = Array.from({ length: 120 }, (_, index) => `caller Turn ${index + 1} 0`);
    const callers = (call: CallSnapshot): readonly string[] =>
      listsOf(call).said.filter((text) => text.startsWith('caller'));
    expect(callers(wholeCall(next.snapshot(), parts))).toEqual(said);
    store(next, parts);
    expect(next.snapshot().conversation.entries.length).toBeLessThanOrEqual(MOST_KEPT);
    expect(callers(wholeCall(next.snapshot(), parts))).toEqual(said);
  });

  it('says once that its beginning is lost while nothing can be stored', () => {
    const call = new Call(CALLER, 'one', 1);
    const lostAt: number[] = [];
    for (let number = 1; number <= 1_500; number += 1) {
      turn(call, number);
      if (call.hasNoted(({ event }) => event === 'history-lost')) lostAt.push(number);
    }
    const snapshot = call.snapshot();
    expect(snapshot.earlier?.lost).toBeGreaterThan(1_000);
    expect(longestOf(snapshot)).toBeLessThanOrEqual(2_000);
    const firstAt = lostAt[0] ?? Infinity;
    expect(firstAt).toBeGreaterThan(490);
    // It is there from then on until it is lost itself, and does not come back.
    expect(lostAt).toEqual(lostAt.map((_, index) => firstAt + index));
  });
});

describe('What looks back over a whole call', () => {
  const confirmation = '{"ok":true,"confirmationId":"c0ffee"}';

  function tool(call: Call, callId: string, name: string, output: string): void {
    call.conversation.toolCalled(callId, name, '{}');
    call.conversation.toolAnswered(callId, output);
  }

  function talk(call: Call, from: number, parts: CallPart[]): void {
    for (let number = from; number < from + 150; number += 1) turn(call, number);
    store(call, parts);
  }

  it('counts read-backs that said something else, also with the next owner', () => {
    const [call, parts] = [new Call(CALLER, 'one', 1), [] as CallPart[]];
    tool(call, 'a', 'place_order', '{"ok":false,"error":"misread"}');
    tool(call, 'b', 'place_order', '{"ok":false,"error":"not_confirmed"}');
    talk(call, 1, parts);
    tool(call, 'c', 'place_order', '{"ok":false,"error":"read_aloud"}');
    const next = new Call(CALLER, 'two', 2, call.snapshot());
    expect(next.snapshot().earlier?.items.entries).toBeGreaterThan(0);
    expect(next.conversation.readBack('x').misread).toBe(2);
  });

  it('has all of a read-back until its order is placed', () => {
    const [call, parts] = [new Call(CALLER, 'one', 1), [] as CallPart[]];
    tool(call, 'a', 'read_back_order', confirmation);
    call.conversation.assistantAudio('read', 900);
    call.conversation.assistantSaid('read', 'One Margherita, nine dollars.');
    call.conversation.heard('read', 900, false);
    call.conversation.turnDone();
    tool(call, 'b', 'read_back_order', confirmation);
    talk(call, 1, parts);
    const all = wholeCall(call.snapshot(), parts).conversation.entries;
    const report = call.conversation.readBack('c0ffee');
    expect(report.heard).toContain('One Margherita, nine dollars. Answer 1 ');
    expect(report).toEqual(readBackReport(all, 'c0ffee'));
    tool(call, 'c', 'place_order', '{"ok":true}');
    store(call, parts);
    expect(call.snapshot().conversation.entries.length).toBeLessThanOrEqual(MOST_KEPT);
  });

  it('has what is still to be filled in: a running tool and words that have not come', () => {
    for (const wait of ['tool', 'words'] as const) {
      const [call, parts] = [new Call(CALLER, 'one', 1), [] as CallPart[]];
      if (wait === 'tool') call.conversation.toolCalled('slow', 'add_item', '{}');
      else call.callerEnded('slow', 300);
      talk(call, 1, parts);
      expect(call.snapshot().earlier?.items.entries).toBe(0);
      if (wait === 'tool') call.conversation.toolAnswered('slow', '{"ok":true}');
      else call.callerSaid('slow', 'At last.');
      store(call, parts);
      expect(call.snapshot().conversation.entries.length).toBeLessThanOrEqual(MOST_KEPT);
      const [first] = wholeCall(call.snapshot(), parts).conversation.entries;
      expect(first).toMatchObject(
        wait === 'tool' ? { output: '{"ok":true}' } : { text: 'At last.' },
      );
    }
  });

  it.each([
    ['lost', 'provider-lost'],
    ['hung-up', 'stream-ended'],
  ] as const)('knows why a call is %s after long: %s', (outcome, reason) => {
    const [call, parts] = [new Call(CALLER, 'one', 1), [] as CallPart[]];
    call.note('stream-ended');
    call.note('provider-lost');
    for (const from of [1, 201]) talk(call, from, parts);
    expect(call.hasNoted(({ event }) => event === 'stream-ended')).toBe(false);
    expect(call.endReason(outcome)).toBe(reason);
    expect(new Call(CALLER, 'two', 2, call.snapshot()).endReason(outcome)).toBe(reason);
  });

  it('knows that a conversation has begun', () => {
    const [call, parts] = [new Call(CALLER, 'one', 1), [] as CallPart[]];
    talk(call, 1, parts);
    call.conversation.list.items.length = 0;
    expect(call.conversation.begun).toBe(true);
  });
});
