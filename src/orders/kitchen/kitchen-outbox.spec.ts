import { RecordedSpans } from '../../../test/support/doubles/recorded-spans.js';
import { standIn } from '../../../test/support/doubles/stand-in.js';
import type { AppConfig } from '../../config/app-config.js';
import { Metrics } from '../../ops/metrics.js';
import { TraceSpan } from '../../ops/tracing/trace-span.js';
import { OrdersMetrics } from '../orders.metrics.js';
import { KitchenOutbox } from './kitchen-outbox.js';
import type { LeasedMessage, OutboxStore } from './outbox.store.js';

/** Nothing listens there. */
const ADDRESS = { url: 'http://127.0.0.1:9/', secret: null };

/** Sends one message as a process does that has not placed the order. */
async function send(message: Partial<LeasedMessage>): Promise<void> {
  const settled: string[] = [];
  const messages: LeasedMessage[] = [
    {
      id: 'm1',
      orderId: 'order-1',
      kind: 'order.placed',
      payload: '{}',
      attempts: 0,
      createdAt: new Date().toISOString(),
      traceparent: null,
      ...message,
    },
  ];
  const store = standIn<OutboxStore>({
    lease: () => Promise.resolve(messages.splice(0)),
    settle: (_, { id }) => Promise.resolve(void settled.push(id)),
  });
  const outbox = new KitchenOutbox(
    standIn<AppConfig>({ orderWebhook: ADDRESS }),
    store,
    new OrdersMetrics(new Metrics()),
  );
  outbox.poke();
  // Waits for what is being sent.
  await outbox.onApplicationShutdown();
  expect(settled).toEqual(['m1']);
}

function placed(secondsAgo: number): string {
  return JSON.stringify({ placedAt: new Date(Date.now() - secondsAgo * 1_000).toISOString() });
}

describe('The trace of a request to the kitchen', () => {
  let spans: RecordedSpans;
  let placing: TraceSpan;

  beforeEach(() => {
    spans = RecordedSpans.start();
    placing = TraceSpan.begin('order place', null);
  });
  afterEach(() => spans.stop());

  it.each([
    ['first attempt', { payload: placed(1) }],
    ['attempt after the sender has died', { payload: placed(35) }],
    ['attempt after the kitchen was away for moments', { payload: placed(20), attempts: 4 }],
  ])('is that of the call: %s', async (_, message) => {
    await send({ ...message, traceparent: placing.traceparent });
    const [request] = spans.named('kitchen request');
    expect(request && spans.pathOf(request)).toBe('order place > kitchen request');
    expect(request?.links).toEqual([]);
  });

  it.each([
    ['attempt minutes later', { payload: placed(90), attempts: 8 }],
    ['an order that waited for the database', { payload: placed(3_600) }],
    ['an order of a caller who was forgotten', { payload: '' }],
  ])('is its own and leads to that of the call: %s', async (_, message) => {
    await send({ ...message, traceparent: placing.traceparent });
    const [request] = spans.named('kitchen request');
    expect(request?.parentSpanContext).toBeUndefined();
    expect(request?.spanContext().traceId).not.toBe(placing.traceparent?.split('-')[1]);
    expect(request?.links.map(({ context: { spanId } }) => spanId)).toEqual([
      placing.traceparent?.split('-')[2],
    ]);
  });

  it.each([null, 'junk'])('is its own where the order has none: %j', async (traceparent) => {
    await send({ payload: placed(1), traceparent });
    const [request] = spans.named('kitchen request');
    expect([request?.parentSpanContext, request?.links]).toEqual([undefined, []]);
  });
});
