import { ChangingText, type TextPiece } from '../call/changing-text.js';
import { charactersOf } from '../call/growing-json.js';
import type { CallSnapshot } from '../call/call.js';

/** The columns of a call's row that grow with it, each as pieces of what it held before. */
export interface RowChange {
  readonly transcript: readonly TextPiece[];
  readonly timeline: readonly TextPiece[];
  readonly latency: readonly TextPiece[];
  readonly audio: readonly TextPiece[];
}

/** What stands before the lists in the column `audio`. */
const BEFORE_LISTS = [',"talk":{"spans":', ',"waits":', '},"costs":'];

/**
 * The growing columns of one call's row, each state told by what is other than in the one before, by
 * the characters that a database counts. Written by one owner of the call.
 */
export class RowText {
  private readonly transcript = new ChangingText([''], '', charactersOf);
  private readonly timeline = new ChangingText([''], '', charactersOf);
  private readonly latency = new ChangingText([''], '', charactersOf);
  private readonly audio = new ChangingText(BEFORE_LISTS, '}', charactersOf);
  /** `updated_at` of the row that the last state was written to; null: it is not known. */
  private writtenAt: string | null = null;

  /** Which row the next state can be told to by what is other; null: it has to be the whole. */
  get stored(): string | null {
    return this.writtenAt;
  }

  /** The next state; the whole of it when it is not known what is stored. */
  change(call: CallSnapshot): RowChange {
    if (this.writtenAt === null) this.columns.forEach((column) => column.forget());
    // Until it is known that this one is stored.
    this.writtenAt = null;
    const { spans, waits } = call.talk ?? { spans: [], waits: [] };
    return {
      transcript: this.transcript.change('', [call.conversation.entries]),
      timeline: this.timeline.change('', [call.timeline]),
      latency: this.latency.change('', [call.latency]),
      audio: this.audio.change(extraOf(call), [spans, waits, call.costs ?? []]),
    };
  }

  /** The last state is in the row of this `updated_at`. */
  written(updatedAt: string): void {
    this.writtenAt = updatedAt;
  }

  private get columns(): readonly ChangingText[] {
    return [this.transcript, this.timeline, this.latency, this.audio];
  }
}

/** What has no column of its own and does not grow, up to where the lists follow. */
function extraOf(call: CallSnapshot): string {
  const extra = {
    audio: call.audio,
    order: call.order,
    resumes: call.resumes,
    leaving: call.leaving,
    transfer: call.transfer,
    wayOut: call.wayOut,
    language: call.language,
    callerActiveAt: call.callerActiveAt,
    silentMs: call.silentMs,
    ageMs: call.ageMs,
    traceparent: call.traceparent,
    earlier: call.earlier,
  };
  return JSON.stringify(extra).slice(0, -1);
}
