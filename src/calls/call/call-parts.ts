/** The lists of a call that grow with it, in the order in which its snapshot has them. */
export const LIST_NAMES = ['entries', 'timeline', 'latency', 'spans', 'waits', 'costs'] as const;

/** A list of a call that grows with it. */
export type ListName = (typeof LIST_NAMES)[number];

/** The oldest items of a list, which do not change any more and are stored apart from the call. */
export interface CallPart {
  readonly list: ListName;
  /** Number of the first of them in the whole list, from 0: the same with every owner of the call. */
  readonly first: number;
  readonly items: readonly unknown[];
}

/** What a call knows of items that have left its lists. */
export interface Earlier {
  /** How many they are; a list of which none has left may be absent. */
  readonly items: Readonly<Partial<Record<ListName, number>>>;
  /** How many of them are stored nowhere: the database was away for too long. */
  readonly lost: number;
  /** Times that `place_order` was refused because the read-back had said something else. */
  readonly misread: number;
  /** The newest event that can end a call, and the newest that does so without a rung being lost. */
  readonly lastEnd: string | null;
  readonly lastEndAlone: string | null;
}

/** Of a call whose lists have all their items. */
export const NOTHING_EARLIER: Earlier = {
  items: {},
  lost: 0,
  misread: 0,
  lastEnd: null,
  lastEndAlone: null,
};

/** How many items have left the lists, in the order of `LIST_NAMES`. */
export function countsOf(earlier: Earlier | undefined): readonly number[] {
  return LIST_NAMES.map((list) => earlier?.items[list] ?? 0);
}

/** The counts of `countsOf` by the names of the lists. */
export function byList(counts: readonly number[]): Earlier['items'] {
  return Object.fromEntries(LIST_NAMES.map((list, index) => [list, counts[index] ?? 0]));
}
