import type { CallPart, Earlier, ListName } from './call-parts.js';

/** Items of a part. */
export const PART_ITEMS = 100;
/** A list with more items gives away its oldest ones. */
export const MOST_KEPT = 200;
/** Part of a full list that is given up at once. */
const ROOM = 1 / 5;

/** What holds for a list beside its name. */
export interface ListRules<T> {
  /** Items at most, while none can be stored. */
  readonly most: number;
  /** How many of the oldest items neither change any more nor are looked at again; absent: all. */
  readonly settled?: (items: readonly T[]) => number;
  /** Told of the oldest items when they leave. */
  readonly left?: (items: readonly T[]) => void;
  /** Told how many have left that are stored nowhere. */
  readonly lost: (count: number) => void;
}

/**
 * A list that grows for as long as a call lasts and keeps its newest items. The oldest ones are given
 * away as parts and leave once those are stored, many at a time: the text of a list whose beginning
 * changes is built again as a whole, which must not be at each item.
 */
export class LongList<T> {
  /** The newest items, which may be changed and taken out here. */
  readonly items: T[];
  private gone: number;

  /** @param earlier what has left the list before. */
  constructor(
    readonly name: ListName,
    private readonly rules: ListRules<T>,
    items: readonly T[],
    earlier: Earlier,
  ) {
    this.items = [...items];
    this.gone = earlier.items[name] ?? 0;
  }

  /** How many items have left the list. */
  get before(): number {
    return this.gone;
  }

  /** Adds the newest item. A full list loses its oldest ones. */
  add(item: T): void {
    const { most, lost } = this.rules;
    const surplus = this.items.length < most ? 0 : Math.ceil(most * ROOM);
    if (surplus > 0) this.leave(surplus);
    this.items.push(item);
    if (surplus > 0) lost(surplus);
  }

  /** The items that are to be stored, the oldest first. They stay until it is told that they are. */
  parts(): readonly CallPart[] {
    const { items, name, gone } = this;
    const parts: CallPart[] = [];
    if (items.length <= MOST_KEPT) return parts;
    const settled = this.rules.settled?.(items) ?? items.length;
    for (let from = 0; items.length - from > MOST_KEPT; from += PART_ITEMS) {
      const end = from + PART_ITEMS;
      if (end > settled) break;
      parts.push({ list: name, first: gone + from, items: items.slice(from, end) });
    }
    return parts;
  }

  /** A part is stored: its items leave, unless one of them has changed meanwhile. */
  stored({ first, items }: CallPart): void {
    const isSame = items.every((item, index) => item === this.items[index]);
    if (first === this.gone && isSame) this.leave(items.length);
  }

  private leave(count: number): void {
    const items = this.items.splice(0, count);
    this.gone += items.length;
    this.rules.left?.(items);
  }
}
