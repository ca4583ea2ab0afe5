import { OrderCounts } from './order-counts.js';

const NOW = Date.parse('2026-11-27T12:00:00.000Z');
const order = (id: string, state: string, placedAt = '2026-11-27T11:00:00.000Z') => ({
  id,
  state,
  placedAt,
  totalCents: 900,
});

describe('Orders by state', () => {
  it('are those of the last 24 hours, and what is told since', () => {
    const orders = new OrderCounts();
    const list = [
      order('1', 'placed'),
      order('2', 'ready'),
      order('3', 'ready', '2026-11-26T11:59:00.000Z'),
    ];
    orders.listed({ orders: list, nextCursor: 'more' }, NOW);
    expect(Object.fromEntries(orders.counts.value)).toEqual({ placed: 1, ready: 1 });
    expect(orders.partial.value).toBe(false);
    orders.told({ orderId: '1', state: 'accepted' });
    orders.told({ orderId: '4', state: 'draft' });
    orders.told({ orderId: '5', state: 'placed' });
    expect(Object.fromEntries(orders.counts.value)).toEqual({ accepted: 1, ready: 1, placed: 1 });
  });

  it('are said to be a part when a day has more than one page', () => {
    const orders = new OrderCounts();
    orders.listed({ orders: [order('1', 'placed')], nextCursor: 'more' }, NOW);
    expect(orders.partial.value).toBe(true);
  });
});
