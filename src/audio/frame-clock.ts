import { FRAME_MS, silence } from './mulaw-format.js';

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

  /** A frame that counted as lost has come after a later one. */
  cameLate(durationMs: number): void {
    this.lostMs = Math.max(0, this.lostMs - durationMs);
  }
}

/** `FRAME_MS` of silence, base64: what a hole is filled with. */
export const SILENT_FRAME = silence(FRAME_MS).toString('base64');
