const FRAME_MS = 20;
/** A longer hole is closed only so far; more silence would say nothing more. */
const MAX_FILL_MS = 2_000;

/**
 * Notices holes in the caller's audio by its timestamps (protocol A4.3), so that they can be
 * filled and the provider's clock keeps the caller's time.
 */
export class FrameClock {
  private nextMs: number | null = null;
  gaps = 0;
  lostMs = 0;

  /**
   * Takes the timestamp of a frame and returns how many ms of silence belong before it:
   * whole frames, 0 when nothing is missing.
   */
  missingBefore(timestampMs: number, durationMs: number): number {
    const expectedMs = this.nextMs ?? timestampMs;
    this.nextMs = Math.max(expectedMs, timestampMs + durationMs);
    const missingMs = timestampMs - expectedMs;
    if (missingMs < FRAME_MS) return 0;
    this.gaps += 1;
    this.lostMs += missingMs;
    return Math.min(Math.floor(missingMs / FRAME_MS) * FRAME_MS, MAX_FILL_MS);
  }
}

/** One frame of mu-law silence (0xFF), base64. */
export const SILENT_FRAME = Buffer.alloc(FRAME_MS * 8, 0xff).toString('base64');
/** Duration of `SILENT_FRAME`. */
export const SILENT_FRAME_MS = FRAME_MS;
