import { newOrder } from '../../orders/order-changes.js';
import type { Order } from '../../orders/order.js';
import { MAX_ADDED_MINUTES, minutesOf, ordersAtWork } from './pace.js';

const NOW = new Date('2026-11-18T20:00:00Z');
const BUSINESS = {
  pickup: { leadMinutes: 20 },
  delivery: { leadMinutes: 45, feeCents: 0, minimumCents: 0, feeTaxed: false, area: 'here' },
};

function placed(minutesAgo: number, change: Partial<Order> = {}): Order {
  const placedAt = new Date(NOW.getTime() - minutesAgo * 60_000);
  const order = newOrder({ id: 'O1', callSid: 'CA1', now: placedAt });
  return { ...order, state: 'placed', placedAt: placedAt.toISOString(), ...change };
}

function inMinutes(minutes: number): string {
  return new Date(NOW.getTime() + minutes * 60_000).toISOString();
}

describe('An order that the kitchen works on', () => {
  const delivered = { ...placed(0).customer, fulfilment: 'delivery' } as const;

  it.each<[string, Order, boolean]>([
    ['one that was just placed', placed(0), true],
    ['one before its promised time', placed(19), true],
    ['one that was not touched until then', placed(20), false],
    ['one that is late and was accepted', placed(60, { state: 'accepted' }), true],
    ['one that is late and being made', placed(60, { state: 'preparing' }), true],
    ['a delivery before its promised time', placed(44, { customer: delivered }), true],
    ['a delivery after it', placed(45, { customer: delivered }), false],
    ['one for soon', placed(120, { readyAt: inMinutes(60) }), true],
    ['one for later', placed(0, { readyAt: inMinutes(61) }), false],
    [
      'one for later that was accepted',
      placed(0, { readyAt: inMinutes(61), state: 'accepted' }),
      false,
    ],
  ])('%s', (_, order, counts) => {
    expect(ordersAtWork([order], BUSINESS, NOW)).toBe(counts ? 1 : 0);
  });
});

describe('What open orders add', () => {
  it.each([
    [0, 0],
    [6, 0],
    [7, 5],
    [8, 10],
    [9, 10],
    [16, 30],
    [1_000, MAX_ADDED_MINUTES],
  ])('%i orders: %i minutes', (orders, minutes) => {
    expect(minutesOf(orders, { ordersAtOnce: 6, minutesPerOrder: 3 })).toBe(minutes);
  });

  it('is nothing where the menu does not say', () => {
    expect(minutesOf(100, undefined)).toBe(0);
  });
});
