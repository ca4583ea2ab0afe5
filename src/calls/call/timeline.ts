import type { Earlier } from './call-parts.js';
import { LongList } from './long-list.js';

/** One event of a call's life; further fields depend on the event. */
export interface TimelineEntry {
  readonly at: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

/** What an entry tells beside its time and its event, which no field of it may replace. */
export interface EntryFields {
  readonly at?: never;
  readonly event?: never;
  readonly [field: string]: unknown;
}

/** An entry of this moment. */
export function timelineEntry(event: string, fields: EntryFields): TimelineEntry {
  return { ...fields, at: new Date().toISOString(), event };
}

/** The loss of a rung: ends a call alone, but one that was taken leave of went on after it. */
const RUNG_LOST = 'provider-lost';
/** Events that can end a call. */
const ENDS: ReadonlySet<string> = new Set([
  'rejected',
  'stream-ended',
  'released',
  RUNG_LOST,
  'transfer',
  'transfer-accepted',
]);
/** Entries kept while the database is away. */
const MAX_ENTRIES = 500;

/** What has happened in a call, in order. */
export class Timeline {
  readonly list: LongList<TimelineEntry>;
  private lastEnd: string | null;
  private lastEndAlone: string | null;

  /** @param lost told how many entries had to be given up. */
  constructor(entries: readonly TimelineEntry[], earlier: Earlier, lost: (count: number) => void) {
    this.lastEnd = earlier.lastEnd;
    this.lastEndAlone = earlier.lastEndAlone;
    const rules = {
      most: MAX_ENTRIES,
      left: (left: readonly TimelineEntry[]): void => {
        this.lastEnd = lastEndOf(left) ?? this.lastEnd;
        this.lastEndAlone = lastEndAloneOf(left) ?? this.lastEndAlone;
      },
      lost,
    };
    this.list = new LongList('timeline', rules, entries, earlier);
  }

  note(event: string, fields: EntryFields): void {
    this.list.add(timelineEntry(event, fields));
  }

  /** Whether one of the entries that are kept is such a one. */
  has(isIt: (entry: TimelineEntry) => boolean): boolean {
    return this.list.items.some(isIt);
  }

  /** The last event that can have ended the call. @param isLost no rung could go on with it. */
  endEvent(isLost: boolean): string | null {
    const { items } = this.list;
    return isLost
      ? (lastEndOf(items) ?? this.lastEnd)
      : (lastEndAloneOf(items) ?? this.lastEndAlone);
  }

  /** What is known of entries that are not kept any more. */
  get facts(): Pick<Earlier, 'lastEnd' | 'lastEndAlone'> {
    return { lastEnd: this.lastEnd, lastEndAlone: this.lastEndAlone };
  }
}

function lastEndOf(entries: readonly TimelineEntry[]): string | undefined {
  return entries.findLast(({ event }) => ENDS.has(event))?.event;
}

function lastEndAloneOf(entries: readonly TimelineEntry[]): string | undefined {
  return entries.findLast(({ event }) => ENDS.has(event) && event !== RUNG_LOST)?.event;
}
