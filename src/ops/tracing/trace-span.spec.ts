import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { RecordedSpans } from '../../../test/support/doubles/recorded-spans.js';
import { TraceSpan } from './trace-span.js';

describe('TraceSpan', () => {
  it('records nothing and has no name for other processes without an SDK', () => {
    const span = TraceSpan.begin('call', null, { attributes: { a: 1 } });
    const inner = TraceSpan.begin('turn', span);
    span.set({ b: 2 });
    span.event('moment');
    inner.end('lost');
    span.end();
    expect([span.traceparent, inner.traceparent]).toEqual([null, null]);
  });

  describe('with an SDK', () => {
    let spans: RecordedSpans;
    beforeEach(() => (spans = RecordedSpans.start()));
    afterEach(() => spans.stop());

    it('is a part of what it is given, whatever else is open', () => {
      const call = TraceSpan.begin('call', null);
      const other = TraceSpan.begin('call', null);
      const turn = TraceSpan.begin('turn', call, { kind: 'client', startedAt: 5 });
      for (const span of [turn, other, call]) span.end();
      const [ended] = spans.named('turn');
      expect(ended?.parentSpanContext?.spanId).toBe(call.traceparent?.split('-')[2]);
      expect(ended?.kind).toBe(SpanKind.CLIENT);
      const [from = 0, to = 0] = [ended?.startTime, ended?.endTime].map(
        ([seconds, nanos] = [0, 0]) => seconds + nanos / 1e9,
      );
      expect(from * 1000 - performance.timeOrigin).toBeCloseTo(5, -1);
      expect(to).toBeGreaterThan(from);
    });

    it('goes on with the span of another process', () => {
      const there = TraceSpan.begin('call', null);
      const here = TraceSpan.begin('call', TraceSpan.remote(there.traceparent));
      there.end();
      here.end();
      const [one, two] = spans.named('call');
      expect(two?.spanContext().traceId).toBe(one?.spanContext().traceId);
      expect(two?.parentSpanContext).toMatchObject({
        spanId: one?.spanContext().spanId,
        isRemote: true,
      });
    });

    it.each([
      null,
      '',
      'junk',
      `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`,
      `00-${'1'.repeat(32)}-${'0'.repeat(16)}-01`,
      `01-${'1'.repeat(32)}-${'1'.repeat(16)}-01`,
      `00-${'A'.repeat(32)}-${'1'.repeat(16)}-01`,
      `00-${'1'.repeat(32)}-${'1'.repeat(16)}-01-more`,
    ])('takes %j for no span of another process', (text) => {
      expect(TraceSpan.remote(text)).toBeNull();
    });

    it('ends once, in the way it ended first', () => {
      const span = TraceSpan.begin('tool', null);
      span.end('timeout');
      span.end();
      expect(spans.ended).toHaveLength(1);
      expect(spans.ended[0]).toMatchObject({
        status: { code: SpanStatusCode.ERROR },
        attributes: { 'error.type': 'timeout' },
      });
    });
  });
});
