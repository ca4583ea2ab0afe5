import { jest } from '@jest/globals';
import { Call, ownersNow } from './call.js';

describe('The timeline of a call', () => {
  it.each([
    ['event', 'stream-started'],
    ['at', '1970-01-01T00:00:00.000Z'],
  ])('keeps its own %s over a field of that name', (field, value) => {
    const call = new Call({ callSid: 'CA1', from: '', to: '' }, 'one', 1);
    const fields: Record<string, unknown> = { error: null, [field]: value };
    // As a value that has lost its type would bring it.
    call.note('twilio-stream', fields as { error: unknown });
    const [entry] = call.snapshot().timeline;
    expect(entry).toMatchObject({ event: 'twilio-stream', error: null });
    expect(Date.parse(entry?.at ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });
});

describe('The times of a call', () => {
  const caller = { callSid: 'CA1', from: '', to: '' };
  const start = new Date('2026-11-26T12:00:00.000Z').getTime();

  beforeEach(() => void jest.useFakeTimers({ now: start }));
  afterEach(() => void jest.useRealTimers());

  /** A call of two minutes whose caller was last active 20 s ago. */
  function talked(): Call {
    const call = new Call(caller, 'one', 1);
    jest.advanceTimersByTime(100_000);
    call.callerActive();
    jest.advanceTimersByTime(20_000);
    return call;
  }

  it('are counted here whatever the clock does', () => {
    const call = talked();
    for (const stepMs of [301_000, -301_000, 25 * 86_400_000, -25 * 86_400_000]) {
      jest.setSystemTime(start + stepMs);
      expect([call.ageMs, call.silentMs]).toEqual([120_000, 20_000]);
    }
  });

  it('go along to the next owner, with what has passed meanwhile', () => {
    const snapshot = talked().snapshot();
    jest.advanceTimersByTime(3_000);
    const moved = new Call(caller, 'two', 2, snapshot);
    expect([moved.ageMs, moved.silentMs]).toEqual([123_000, 23_000]);
  });

  it.each([301_000, -301_000, 25 * 86_400_000, -25 * 86_400_000])(
    'are off by ten seconds at most when the next owner has a clock that is off by %d ms',
    (stepMs) => {
      const snapshot = talked().snapshot();
      jest.setSystemTime(Date.now() + stepMs);
      const { ageMs, silentMs } = new Call(caller, 'two', 2, snapshot);
      const believed = stepMs > 0 ? 10_000 : 0;
      expect([ageMs, silentMs]).toEqual([120_000 + believed, 20_000 + believed]);
    },
  );

  it.each([
    [0, 3_500],
    [-301_000, 2_500],
    [-25 * 86_400_000, 2_500],
    [301_000, 12_500],
    [25 * 86_400_000, 12_500],
  ])(
    'tell how much was heard of an answer that broke off, with a clock here that is off by %d ms',
    (stepMs, heardMs) => {
      const call = new Call(caller, 'one', 1);
      call.conversation.assistantAudio('a', 60_000);
      call.conversation.assistantSaid('a', 'A long story.');
      jest.advanceTimersByTime(2_500);
      const snapshot = call.snapshot();
      jest.advanceTimersByTime(1_000);
      jest.setSystemTime(Date.now() + stepMs);
      const { conversation } = new Call(caller, 'two', 2, snapshot);
      conversation.cutOff(ownersNow(snapshot));
      expect(conversation.transcript()).toMatchObject([{ interrupted: true, heardMs }]);
    },
  );

  it('of a snapshot of an older version are told by its clock', () => {
    const { ageMs: _, silentMs: __, ...older } = talked().snapshot();
    const { ageMs, silentMs } = new Call(caller, 'two', 2, older);
    expect([ageMs, silentMs]).toEqual([120_000, 10_000]);
  });
});

describe('The reason why a call ended', () => {
  const { ended, lost } = { ended: 'stream-ended', lost: 'provider-lost' };

  it.each([
    ['lost', [ended, lost], lost],
    ['hung-up', [lost, ended], ended],
    // On the order line, after all rungs with a stream are lost.
    ['hung-up', [ended, lost], ended],
    ['finished', [ended, lost], 'goodbye'],
    ['transferred', [lost, 'transfer', 'transfer-accepted'], 'transfer-accepted'],
    ['hung-up', [], null],
  ] as const)('of one that is %s after %j is %s', (outcome, events, reason) => {
    const call = new Call({ callSid: 'CA1', from: '', to: '' }, 'one', 1);
    for (const event of events) call.note(event);
    expect(call.endReason(outcome)).toBe(reason);
  });
});
