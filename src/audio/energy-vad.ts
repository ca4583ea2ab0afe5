import { levelDbfs } from './mulaw.js';
import type { VoiceActivityDetector } from './voice-activity-detector.js';

/** How far above the noise a voice is, outside of a turn and in it (protocol C3). */
const ONSET_DB = 10;
const HOLD_DB = 6;
/** In a turn softer sounds than the threshold count. */
const HYSTERESIS_DB = 5;
/** The noise never counts as softer: above digital silence every crackle would be a voice. */
const QUIETEST_DBFS = -70;
/** The noise is the softest frame of 3 s and more: speech has a gap within that time. */
const BLOCK_FRAMES = 25;
const BLOCKS = 7;

/**
 * Voice activity by level above a noise floor that follows the call's background, so that a
 * loud street does not keep a turn open for ever.
 */
export class EnergyVad implements VoiceActivityDetector {
  private readonly softest = Array.from({ length: BLOCKS }, () => QUIETEST_DBFS);
  private frames = 0;

  /** @param thresholdDbfs nothing below this level begins a turn, however soft the noise is. */
  constructor(private readonly thresholdDbfs: number) {}

  voiced(frame: Uint8Array, speaking: boolean): boolean {
    const level = levelDbfs(frame);
    const floor = this.follow(level);
    return speaking
      ? level > Math.max(floor + HOLD_DB, this.thresholdDbfs - HYSTERESIS_DB)
      : level > Math.max(floor + ONSET_DB, this.thresholdDbfs);
  }

  private follow(level: number): number {
    const block = Math.floor(this.frames / BLOCK_FRAMES) % BLOCKS;
    const begins = this.frames % BLOCK_FRAMES === 0;
    this.softest[block] = begins ? level : Math.min(level, this.softest[block] ?? level);
    this.frames += 1;
    return Math.max(QUIETEST_DBFS, Math.min(...this.softest));
  }
}
