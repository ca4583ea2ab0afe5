import { NOTHING_EARLIER } from './call-parts.js';
import { LongList, MOST_KEPT, PART_ITEMS, type ListRules } from './long-list.js';

interface Item {
  readonly number: number;
}

/** A list with the items from 0 on. */
function listOf(count: number, rules: Partial<ListRules<Item>> = {}): LongList<Item> {
  const all = { most: 1_000, lost: () => undefined, ...rules };
  const list = new LongList<Item>('entries', all, [], NOTHING_EARLIER);
  for (let number = 0; number < count; number += 1) list.add({ number });
  return list;
}

const numbers = (items: readonly unknown[]): readonly number[] =>
  (items as readonly Item[]).map(({ number }) => number);
const upTo = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

describe('A list that grows with a call', () => {
  it('gives nothing away before it is long', () => {
    expect(listOf(MOST_KEPT).parts()).toEqual([]);
  });

  it('gives its oldest items away again and again, until it is told that they are stored', () => {
    const list = listOf(MOST_KEPT + 1);
    const [part] = list.parts();
    expect(part).toMatchObject({ list: 'entries', first: 0 });
    expect(numbers(part?.items ?? [])).toEqual(upTo(0, PART_ITEMS));
    expect(list.parts()).toEqual([part]);
    expect([list.before, list.items.length]).toEqual([0, MOST_KEPT + 1]);
    if (part) list.stored(part);
    expect([list.before, ...numbers(list.items)]).toEqual([
      PART_ITEMS,
      ...upTo(PART_ITEMS, MOST_KEPT + 1),
    ]);
    // A repeated write.
    if (part) list.stored(part);
    expect(list.before).toBe(PART_ITEMS);
  });

  it.each([201, 350, 777, 1_000])('of %d items loses and doubles none', (count) => {
    const list = listOf(count);
    const stored: unknown[] = [];
    for (const part of list.parts()) {
      expect(part.first).toBe(stored.length);
      stored.push(...part.items);
      list.stored(part);
    }
    expect(numbers([...stored, ...list.items])).toEqual(upTo(0, count));
    expect(list.items.length).toBeLessThanOrEqual(MOST_KEPT);
    expect(list.items.length).toBeGreaterThan(MOST_KEPT - PART_ITEMS);
  });

  it('keeps items that may still change, and those behind them', () => {
    let settled = PART_ITEMS - 1;
    const list = listOf(500, { settled: () => settled });
    expect(list.parts()).toEqual([]);
    settled = 2 * PART_ITEMS;
    expect(list.parts().map(({ first }) => first)).toEqual([0, PART_ITEMS]);
  });

  it('keeps a part of which an item has changed meanwhile, and gives it away as it is then', () => {
    const list = listOf(MOST_KEPT + 1);
    const [before] = list.parts();
    list.items[7] = { number: -7 };
    if (before) list.stored(before);
    expect(list.before).toBe(0);
    expect(numbers(list.parts()[0]?.items ?? [])[7]).toBe(-7);
  });

  it('is bounded while nothing is stored, and says what it has given up', () => {
    const lost: number[] = [];
    const list = listOf(1_000, { lost: (count) => lost.push(count) });
    expect(lost).toEqual([]);
    const [late] = list.parts();
    list.add({ number: 1_000 });
    expect(lost).toEqual([200]);
    expect([list.before, list.items.length]).toEqual([200, 801]);
    // What is stored too late leaves only once.
    if (late) list.stored(late);
    expect([list.before, ...numbers(list.items)]).toEqual([200, ...upTo(200, 1_001)]);
    expect(list.parts()[0]).toMatchObject({ first: 200 });
  });
});
