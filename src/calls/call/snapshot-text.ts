import { randomUUID } from 'node:crypto';
import { ChangingText, type TextPiece } from './changing-text.js';
import { byList, countsOf, NOTHING_EARLIER } from './call-parts.js';
import { bytesOf } from './growing-json.js';
import type { CallSnapshot } from './call.js';

/** Raised when an older replica could misread what a newer one has written. */
export const SNAPSHOT_VERSION = 1;
/** Larger ones lose their oldest parts: a call of half an hour has about 100 kB. */
const MAX_SNAPSHOT_BYTES = 256 * 1024;
/** What a snapshot that was too large has at most, so that it is not too large again at once. */
const ROOMY_BYTES = (MAX_SNAPSHOT_BYTES * 3) / 4;
/** What is left of timeline, latencies, talk and costs when a snapshot is too large. */
const KEPT_EVENTS = 50;
/** Share of the oldest entries that a snapshot which is still too large loses in one go. */
const LOST_ENTRIES = 1 / 4;

/** What stands before each of the lists of `listsOf`, behind the rest of the call. */
const BEFORE_LISTS = [
  ',"conversation":{"entries":',
  '},"timeline":',
  ',"latency":',
  ',"talk":{"spans":',
  ',"waits":',
  '},"costs":',
];

/** How a snapshot's text comes about of the one before. */
export interface TextChange {
  /** Names the text before, which has to be the one that is stored. */
  readonly of: string;
  /** Names the text that results. */
  readonly to: string;
  /** Nothing of the text before is in it. */
  readonly isWhole: boolean;
  /** By bytes. */
  readonly pieces: readonly TextPiece[];
}

/**
 * The snapshots of one call as text, each one told by what is other than in the one before: what a
 * call of half an hour has said is neither built nor sent again at each turn. Every text is whole
 * JSON, which any replica reads without knowing how it came about.
 */
export class SnapshotText {
  private readonly text = new ChangingText(BEFORE_LISTS, '}', bytesOf);
  /** The first items that are in the text, of lists that have lost older ones for its size. */
  private firsts: readonly unknown[] = [];
  /** Names the texts of this object, with their number, as no others are named. */
  private readonly id = randomUUID();
  private number = 0;

  /** The next text, by what is other than in the last one that this has told. */
  change(call: CallSnapshot): TextChange {
    const change = this.changeTo(call, this.kept(call));
    return this.text.length <= MAX_SNAPSHOT_BYTES ? change : this.slimmed(call);
  }

  /** It is not known which text is stored: the next one is told as a whole. */
  forget(): void {
    this.text.forget();
  }

  private changeTo(call: CallSnapshot, lists: readonly (readonly unknown[])[]): TextChange {
    const of = `${this.id}:${this.number}`;
    this.number += 1;
    const pieces = this.text.change(headOf(call, lists), lists);
    return { of, to: `${this.id}:${this.number}`, isWhole: this.text.isWhole, pieces };
  }

  /** A text that is too large begins anew, without its oldest parts. */
  private slimmed(call: CallSnapshot): TextChange {
    const [all = [], ...others] = this.kept(call);
    const newest = others.map((list) => list.slice(-KEPT_EVENTS));
    let entries = all;
    for (;;) {
      this.forget();
      const change = this.changeTo(call, [entries, ...newest]);
      if (this.text.length <= ROOMY_BYTES || entries.length <= 1) {
        this.firsts = [entries, ...newest].map(([first]) => first);
        return change;
      }
      entries = entries.slice(Math.ceil(entries.length * LOST_ENTRIES));
    }
  }

  /** The lists, from the first items on that the text still has. */
  private kept(call: CallSnapshot): readonly (readonly unknown[])[] {
    return listsOf(call).map((list, index) => {
      const first = this.firsts[index];
      const from = first === undefined ? 0 : list.indexOf(first);
      return from <= 0 ? list : list.slice(from);
    });
  }
}

function listsOf(call: CallSnapshot): readonly (readonly unknown[])[] {
  const { conversation, timeline, latency, talk, costs } = call;
  const { spans, waits } = talk ?? { spans: [], waits: [] };
  return [conversation.entries, timeline, latency, spans, waits, costs ?? []];
}

/** All but the lists, up to where they follow. @param lists without what the text has lost. */
function headOf(call: CallSnapshot, lists: readonly (readonly unknown[])[]): string {
  const without = { conversation: undefined, timeline: undefined, latency: undefined };
  const head = {
    version: SNAPSHOT_VERSION,
    ...call,
    ...earlierOf(call, lists),
    ...without,
    talk: undefined,
    costs: undefined,
  };
  return JSON.stringify(head).slice(0, -1);
}

/** What is before the lists of a text: what the call has lost the text has lost as well. */
function earlierOf(
  call: CallSnapshot,
  lists: readonly (readonly unknown[])[],
): Pick<CallSnapshot, 'earlier'> {
  const before = countsOf(call.earlier);
  const counts = listsOf(call).map(
    ({ length }, index) => (before[index] ?? 0) + length - (lists[index]?.length ?? 0),
  );
  if (counts.every((count) => count === 0)) return {};
  return { earlier: { ...NOTHING_EARLIER, ...call.earlier, items: byList(counts) } };
}
