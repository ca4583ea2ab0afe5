import { RecordedSpans } from '../../../test/support/doubles/recorded-spans.js';
import { callOf, rowOf } from '../state/call-rows.js';
import { Call } from './call.js';
import { packSnapshot, unpackSnapshot } from './snapshot-codec.js';

const CALLER = { callSid: 'CA1', from: '+15551230100', to: '+15551230199' };

describe('The trace of a call', () => {
  let spans: RecordedSpans;
  beforeEach(() => (spans = RecordedSpans.start()));
  afterEach(() => spans.stop());

  it('has the turns of the call, one after the other', () => {
    const call = new Call(CALLER, 'one', 1);
    call.trace.begin();
    call.trace.turnBegan();
    call.trace.turnBegan();
    call.turnCompleted();
    call.trace.turnEnded();
    call.trace.end('finished', call.turns);
    expect(spans.ended.map((span) => spans.pathOf(span))).toEqual([
      'call > turn',
      'call > turn',
      'call',
    ]);
    expect(spans.ended.at(-1)?.attributes).toEqual({
      'voiceplate.call_sid': 'CA1',
      'voiceplate.outcome': 'finished',
      'voiceplate.turns': 1,
    });
    expect(spans.open).toEqual([]);
  });

  it('leaves no span open when the call ends in the middle of a turn', () => {
    const call = new Call(CALLER, 'one', 1);
    call.trace.begin();
    call.trace.turnBegan();
    call.trace.end('lost', 0);
    call.trace.turnBegan();
    expect(spans.open).toEqual([]);
    expect(spans.named('call')[0]?.attributes['error.type']).toBe('lost');
  });

  it('goes on at each replica that takes the call over', () => {
    let snapshot = new Call(CALLER, 'one', 1).snapshot();
    for (const replica of ['one', 'two', 'three']) {
      const call = new Call(CALLER, replica, 1, unpackSnapshot(packSnapshot(snapshot)));
      call.trace.begin();
      snapshot = call.snapshot();
      call.trace.end('moved', 0);
    }
    const [first, ...others] = spans.named('call');
    expect(new Set(spans.ended.map((span) => span.spanContext().traceId)).size).toBe(1);
    expect(others.map(({ parentSpanContext }) => parentSpanContext?.spanId)).toEqual([
      first?.spanContext().spanId,
      first?.spanContext().spanId,
    ]);
  });

  it('goes on from the record of the call as well', () => {
    const call = new Call(CALLER, 'one', 1);
    call.trace.begin();
    const { traceparent } = call.snapshot();
    call.trace.end('moved', 0);
    expect(traceparent).toMatch(/^00-/);
    const row = { ...rowOf(call.snapshot(), 1), forgotten_at: null };
    expect(callOf(row as Parameters<typeof callOf>[0]).traceparent).toBe(traceparent);
  });

  it.each([undefined, null, 'junk'])('begins anew from a snapshot with %j', (traceparent) => {
    const { traceparent: _, ...older } = new Call(CALLER, 'one', 1).snapshot();
    const left = unpackSnapshot(
      packSnapshot({ ...older, ...(traceparent !== undefined && { traceparent }) }),
    );
    expect(left).not.toBeNull();
    const call = new Call(CALLER, 'two', 2, left);
    call.trace.begin();
    call.trace.end('finished', 0);
    expect(spans.named('call')[0]?.parentSpanContext).toBeUndefined();
    expect(call.snapshot().traceparent).toMatch(/^00-/);
  });

  it('tells of events by their codes, and nothing of what was said', () => {
    const call = new Call(CALLER, 'one', 1);
    call.trace.begin();
    call.note('provider-lost', { provider: 'openai-realtime', code: 'socket', said: 'Hello' });
    call.trace.end('finished', 0);
    const [event] = spans.named('call')[0]?.events ?? [];
    expect(event).toMatchObject({
      name: 'provider-lost',
      attributes: { provider: 'openai-realtime', code: 'socket' },
    });
    expect(JSON.stringify(event)).not.toContain('Hello');
  });

  it('costs nothing without an SDK', () => {
    spans.stop();
    const call = new Call(CALLER, 'one', 1);
    call.trace.begin();
    call.trace.turnBegan();
    expect(call.snapshot().traceparent).toBeNull();
    expect(spans.begun).toEqual([]);
  });
});
