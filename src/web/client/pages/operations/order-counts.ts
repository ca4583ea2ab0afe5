import { signal } from '@preact/signals';
import type { OrderPage } from '../../api/operations.js';

/** States of placed orders, in the order in which they pass through them. */
export const ORDER_STATES = [
  'placed',
  'accepted',
  'preparing',
  'ready',
  'completed',
  'cancelled',
] as const;

const DAY_MS = 86_400_000;

/** How many orders of the last 24 hours are in which state. */
export class OrderCounts {
  /** By state. */
  readonly counts = signal<ReadonlyMap<string, number>>(new Map());
  /** There are more orders than the page of them that was read. */
  readonly partial = signal(false);
  private readonly states = new Map<string, string>();

  /** Takes the newest orders. */
  listed({ orders, nextCursor }: OrderPage, now = Date.now()): void {
    const recent = orders.filter(
      ({ placedAt }) => placedAt !== null && now - Date.parse(placedAt) < DAY_MS,
    );
    this.states.clear();
    for (const { id, state } of recent) this.states.set(id, state);
    this.partial.value = nextCursor !== null && recent.length === orders.length;
    this.count();
  }

  /** Takes an event of an order; drafts do not count. */
  told({ orderId, state }: Readonly<Record<string, unknown>>): void {
    if (state === 'draft') return;
    this.states.set(String(orderId), String(state));
    this.count();
  }

  private count(): void {
    const counts = new Map<string, number>();
    for (const state of this.states.values()) counts.set(state, (counts.get(state) ?? 0) + 1);
    this.counts.value = counts;
  }
}
