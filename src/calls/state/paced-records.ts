import type { CallPart } from '../call/call-parts.js';
import type { Call, CallSnapshot } from '../call/call.js';
import type { CallWriteBehind } from './call-write-behind.js';
import { PerLease } from './per-lease.js';
import { RowText } from './row-text.js';

/** Pause between two records of a live call, ms. */
const PAUSE_MS = 5_000;

/**
 * Puts live calls on record seldom: a replica that goes on with a call reads the snapshot, and the
 * record stands in for it where Redis has lost that, or there is none and the process was killed.
 */
export class PacedRecords {
  /** When each live call was last put on record, by `performance.now()`. */
  private readonly recordedAt = new Map<Call, number>();
  /** Calls that have changed since then. */
  private readonly waiting = new Map<Call, NodeJS.Timeout>();

  /** What has been written of each call. */
  private readonly texts = new PerLease(() => new RowText());

  /** @param snapshotOf the call as it is now. */
  constructor(
    private readonly records: Pick<CallWriteBehind, 'save'>,
    private readonly snapshotOf: (call: Call) => CallSnapshot,
  ) {}

  /** Puts the call on record now. @param written as of `CallWriteBehind.save`. */
  now(call: Call, snapshot: CallSnapshot, written?: () => void): void {
    this.forget(call);
    if (snapshot.state !== 'ended') this.recordedAt.set(call, performance.now());
    // Of a call that is over nothing is kept here for longer than until its record is written.
    const parts = snapshot.state === 'ended' ? [] : call.parts();
    const stored = (part: CallPart): void => call.stored(part);
    this.records.save(snapshot, call.fence, written, { text: this.texts.of(call), parts, stored });
  }

  /** Puts the call on record when its last record is old enough, as it is then. */
  soon(call: Call): void {
    if (this.waiting.has(call)) return;
    const recordedAt = this.recordedAt.get(call) ?? -Infinity;
    const leftMs = recordedAt + PAUSE_MS - performance.now();
    if (leftMs <= 0) return this.now(call, this.snapshotOf(call));
    const timer = setTimeout(() => this.now(call, this.snapshotOf(call)), leftMs);
    this.waiting.set(call, timer.unref());
  }

  /** The call is on record as it is, or another replica's now. */
  forget(call: Call): void {
    clearTimeout(this.waiting.get(call));
    this.waiting.delete(call);
    this.recordedAt.delete(call);
  }

  /** Puts everything on record that waits. */
  flush(): void {
    for (const call of this.waiting.keys()) this.now(call, this.snapshotOf(call));
  }
}
