import type { KitchenOrder } from '../../api/kitchen.js';
import {
  againstPromise,
  allergyWords,
  elapsed,
  LANES,
  promisedAt,
  ticketBeside,
  ticketsIn,
  timeAt,
  urgencyOf,
} from './tickets.js';

const NOW = Date.parse('2026-11-18T20:00:00Z');
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
    promisedAt: new Date(minutes(20)).toISOString(),
    ...change,
  };
}

const minutes = (count: number): number => NOW + count * 60_000;

describe('The promise of an order', () => {
  it.each([
    [20, 'on-time', '20 min left'],
    [5, 'soon', '5 min left'],
    [0.5, 'soon', '1 min left'],
    [0, 'late', 'due now'],
    [-1, 'late', '1 min late'],
    [-75, 'late', '1 h 15 min late'],
    [120, 'on-time', '2 h left'],
  ])('%d minutes before it: %s, %s', (left, urgency, words) => {
    const promised = new Date(minutes(left)).toISOString();
    expect(urgencyOf(ticket('a', { promisedAt: promised }), NOW)).toBe(urgency);
    expect(againstPromise(minutes(left), NOW)).toBe(words);
  });

  it('does not hurry what is for later, or ready', () => {
    const later = new Date(minutes(120)).toISOString();
    const ahead = ticket('a', { readyAt: later, promisedAt: later });
    expect(urgencyOf(ahead, NOW)).toBe('later');
    expect(urgencyOf(ticket('a', { state: 'ready' }), minutes(30))).toBe('on-time');
  });

  it('hurries nothing where none was kept', () => {
    expect(promisedAt(ticket('a', { promisedAt: null }))).toBeNull();
    expect(urgencyOf(ticket('a', { promisedAt: null }), minutes(90))).toBe('on-time');
  });

  it.each([
    [0.9, 'just now'],
    [8.9, '8 min ago'],
    [60, '1 h ago'],
    [125, '2 h 5 min ago'],
    [-1, 'just now'],
  ])('stands beside the time since it was placed: %d minutes, %s', (since, words) => {
    expect(elapsed(ticket('a'), minutes(since))).toBe(words);
  });
});

describe('The board', () => {
  it('has the earliest promise first', () => {
    const due = (id: string, at: number) =>
      ticket(id, { promisedAt: new Date(minutes(at)).toISOString() });
    const unpromised = ticket('unpromised', { promisedAt: null });
    const made = ticket('made', { state: 'preparing' });
    const all = [due('ahead', 90), ticket('new'), made, unpromised, due('late', -10)];
    expect(ticketsIn(LANES[0], all).map(({ id }) => id)).toEqual([
      'late',
      'unpromised',
      'new',
      'ahead',
    ]);
    expect(ticketsIn(LANES[2], all).map(({ id }) => id)).toEqual(['made']);
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
