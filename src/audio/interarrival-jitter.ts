/** Weight of one frame in the estimate (RFC 3550, section 6.4.1). */
const GAIN = 1 / 16;
/** A larger difference is a clock set anew, or a hold, and counts as this much. */
const MAX_DIFFERENCE_MS = 1_000;

/**
 * Interarrival jitter (RFC 3550, section 6.4.1): how unevenly frames arrive, against the times at
 * which the sender recorded them. Holes in the audio do not show in it.
 */
export class InterarrivalJitter {
  private estimateMs = 0;
  private sum = 0;
  private transitMs: number | null = null;

  get ms(): number {
    return this.estimateMs;
  }

  /** Sum of the estimates behind each frame, for a mean over some of them. */
  get sumMs(): number {
    return this.sum;
  }

  /**
   * Takes a frame.
   *
   * @param timestampMs by the sender's clock.
   * @param at by a monotonic clock of this process, ms.
   */
  arrived(timestampMs: number, at: number): void {
    const transitMs = at - timestampMs;
    if (this.transitMs !== null) {
      const differenceMs = Math.min(MAX_DIFFERENCE_MS, Math.abs(transitMs - this.transitMs));
      this.estimateMs += (differenceMs - this.estimateMs) * GAIN;
    }
    this.transitMs = transitMs;
    this.sum += this.estimateMs;
  }
}
