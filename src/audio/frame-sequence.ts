/** Numbers behind the newest one of which it is known whether they have come. */
const WINDOW = 32;
/** A number so far behind, or ahead, is no loss: the sender counts anew (RFC 3550, A.1). */
const MAX_MISORDER = 100;
const MAX_DROPOUT = 3_000;

/** How a frame came: `late` behind a later one, `repeated` a second time. */
export type FrameArrival = 'in-order' | 'late' | 'repeated';

/**
 * Lost, late and repeated frames by the number that the sender gives each one
 * (`media.chunk`, protocol A4.1). A late frame is not lost.
 */
export class FrameSequence {
  lost = 0;
  late = 0;
  repeated = 0;
  private newest: number | null = null;
  /** Bit n tells whether the number `newest - n` has come. */
  private seen = 0;

  /** Takes the number of a frame that has come. */
  take(number: number): FrameArrival {
    const ahead = this.newest === null ? null : number - this.newest;
    if (ahead === null || ahead > MAX_DROPOUT || ahead < -MAX_MISORDER) {
      this.seen = 1;
      this.newest = number;
      return 'in-order';
    }
    if (ahead <= 0) return this.behind(-ahead);
    this.seen = ahead < WINDOW ? (this.seen << ahead) | 1 : 1;
    this.newest = number;
    this.lost += ahead - 1;
    return 'in-order';
  }

  private behind(distance: number): FrameArrival {
    const bit = distance < WINDOW ? 1 << distance : 0;
    if ((this.seen & bit) !== 0) {
      this.repeated += 1;
      return 'repeated';
    }
    this.seen |= bit;
    this.late += 1;
    if (this.lost > 0) this.lost -= 1;
    return 'late';
  }
}
