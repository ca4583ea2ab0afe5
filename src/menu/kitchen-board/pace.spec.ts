import type { OpenOrder } from '../../orders/orders.store.js';
import { MAX_ADDED_MINUTES, minutesOf, ordersAtWork } from './pace.js';

const NOW = new Date('2026-11-18T20:00:00Z');
const BUSINESS = { pickup: { leadMinutes: 20 } };

/** One that was promised in 20 minutes. */
function placed(minutesAgo: number, change: Partial<OpenOrder> = {}): OpenOrder {
  return {
    state: 'placed',
    placedAt: inMinutes(-minutesAgo),
    promisedAt: inMinutes(20 - minutesAgo),
    readyAt: null,
    ...change,
  };
}

/** One for a wished time, placed two hours ago. */
function wished(minutes: number, state: OpenOrder['state'] = 'placed'): OpenOrder {
  return placed(120, { state, readyAt: inMinutes(minutes), promisedAt: inMinutes(minutes) });
}

function inMinutes(minutes: number): string {
  return new Date(NOW.getTime() + minutes * 60_000).toISOString();
}

describe('An order that the kitchen works on', () => {
  it.each<[string, OpenOrder, boolean]>([
    ['one that was just placed', placed(0), true],
    ['one before its promised time', placed(19), true],
    ['one that was not touched until then', placed(20), false],
    ['one that is late and was accepted', placed(60, { state: 'accepted' }), true],
    ['one that is late and being made', placed(60, { state: 'preparing' }), true],
    ['one that was promised for long', placed(0, { promisedAt: inMinutes(90) }), true],
    ['one that was promised for long, on the way', placed(80, { promisedAt: inMinutes(10) }), true],
    ['one for soon', wished(60), true],
    ['one for later', wished(61), false],
    ['one for later that was accepted', wished(61, 'accepted'), false],
    ['one of an earlier version, just placed', placed(19, { promisedAt: null }), true],
    ['one of an earlier version, not touched', placed(20, { promisedAt: null }), false],
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
