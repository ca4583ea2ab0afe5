import type { KitchenOrder, KitchenPace } from '../../api/kitchen.js';
import {
  againstPromise,
  allergyWords,
  LANES,
  promisedAt,
  ticketBeside,
  ticketsIn,
  timeAt,
  urgencyOf,
} from './tickets.js';

const NOW = Date.parse('2026-11-18T20:00:00Z');
const PACE: KitchenPace = {
  mode: 'automatic',
  addedMinutes: 0,
  until: null,
  openOrders: 0,
  pickupMinutes: 20,
  deliveryMinutes: 45,
};

function ticket(id: string, change: Partial<KitchenOrder> = {}): KitchenOrder {
  return {
    id,
    number: '100',
    state: 'placed',
    allergies: [],
    lines: [],
    customer: { name: 'Ben', phone: null, fulfilment: 'pickup', address: null },
    flags: [],
    totalCents: 1000,
    placedAt: new Date(NOW).toISOString(),
    updatedAt: new Date(NOW).toISOString(),
    readyAt: null,
    ...change,
  };
}

const minutes = (count: number): number => NOW + count * 60_000;

describe('The promise of an order', () => {
  it('is the minutes of its way, or the time that was wished for', () => {
    const customer = { ...ticket('a').customer, fulfilment: 'delivery' } as const;
    expect(promisedAt(ticket('a'), PACE)).toBe(minutes(20));
    expect(promisedAt(ticket('a', { customer }), PACE)).toBe(minutes(45));
    expect(promisedAt(ticket('a', { customer }), { ...PACE, deliveryMinutes: null })).toBe(
      minutes(20),
    );
    const readyAt = '2026-11-18T19:00:00-05:00';
    expect(promisedAt(ticket('a', { readyAt }), PACE)).toBe(Date.parse(readyAt));
  });

  it.each([
    [20, 'on-time', '20 min left'],
    [5, 'soon', '5 min left'],
    [0.5, 'soon', '1 min left'],
    [0, 'late', 'due now'],
    [-1, 'late', '1 min late'],
    [-75, 'late', '1 h 15 min late'],
    [120, 'on-time', '2 h left'],
  ])('%d minutes before it: %s, %s', (left, urgency, words) => {
    expect(urgencyOf(ticket('a'), minutes(left), NOW)).toBe(urgency);
    expect(againstPromise(minutes(left), NOW)).toBe(words);
  });

  it('does not hurry what is for later, or ready', () => {
    const readyAt = new Date(minutes(120)).toISOString();
    expect(urgencyOf(ticket('a', { readyAt }), minutes(120), NOW)).toBe('later');
    expect(urgencyOf(ticket('a', { state: 'ready' }), minutes(-10), NOW)).toBe('on-time');
  });
});

describe('The board', () => {
  it('has the earliest promise first', () => {
    const late = ticket('late', { placedAt: new Date(minutes(-10)).toISOString() });
    const ahead = ticket('ahead', { readyAt: new Date(minutes(90)).toISOString() });
    const made = ticket('made', { state: 'preparing' });
    const all = [ahead, ticket('new'), made, late];
    expect(ticketsIn(LANES[0], all, PACE).map(({ id }) => id)).toEqual(['late', 'new', 'ahead']);
    expect(ticketsIn(LANES[2], all, PACE).map(({ id }) => id)).toEqual(['made']);
  });

  it.each([
    ['b', 'ArrowUp', 'a'],
    ['a', 'ArrowUp', null],
    ['a', 'ArrowDown', 'b'],
    ['b', 'ArrowRight', 'c'],
    ['c', 'ArrowLeft', 'a'],
    ['c', 'ArrowRight', null],
    ['a', 'Enter', null],
    ['gone', 'ArrowUp', null],
  ])('leads from %s by %s to %s', (from, key, to) => {
    const lanes = [[ticket('a'), ticket('b')], [], [ticket('c')]];
    expect(ticketBeside(lanes, from, key)).toBe(to);
  });

  it('shouts allergies', () => {
    expect(allergyWords(['tree-nuts', 'kiwi'])).toBe('TREE NUTS, KIWI');
  });
});

describe('A time of day', () => {
  it('is that of the restaurant, with the day when it is another', () => {
    const at = (iso: string) =>
      timeAt(Date.parse(iso), NOW, 'America/New_York').replaceAll(/\s/gu, ' ');
    expect(at('2026-11-18T22:30:00Z')).toBe('5:30 PM');
    expect(at('2026-11-19T04:59:00Z')).toBe('11:59 PM');
    expect(at('2026-11-19T05:00:00Z')).toBe('Thu 12:00 AM');
  });
});
