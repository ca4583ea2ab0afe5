import type { TraceSpan } from '../ops/tracing/trace-span.js';

/**
 * How callers place orders: with a model on the media stream, with a chat model on the order line,
 * or on the line without AI.
 */
export const ORDER_CHANNELS = ['stream', 'chat-line', 'ivr'] as const;

/** One of `ORDER_CHANNELS`. */
export type OrderChannel = (typeof ORDER_CHANNELS)[number];

/** How an order came about. */
export interface OrderOrigin {
  readonly channel: OrderChannel;
  /** What of the call's trace it is a part of; null: nothing. */
  readonly trace: TraceSpan | null;
}

/** On the line without AI, traced by itself. */
export const ON_ORDER_LINE: OrderOrigin = { channel: 'ivr', trace: null };
