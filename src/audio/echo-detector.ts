import { FRAME_MS } from './mulaw-format.js';
import { type PlayedLevels, QUIETEST_DBFS } from './played-levels.js';

/**
 * An echo comes back after at most so long: the way to the phone and back, which is not to exceed
 * 400 ms each way by ITU-T G.114 and rarely is above 150 ms.
 */
const MAX_DELAY_MS = 500;
const LAGS = MAX_DELAY_MS / FRAME_MS + 1;
/** An older comparison weighs less; about 50 of them, 10 s of our voice, weigh in. */
const FORGETTING = 0.98;
/** Fewer comparisons, 5 s of our voice, prove nothing: unlike levels correlate by chance. */
const MIN_COMPARISONS = 25;
/** Levels that vary less, in standard deviation, say nothing about what they follow. */
const MIN_DEVIATION_DB = 3;
/** Frames of the caller kept until they are compared. */
const MAX_PENDING = 64;

/** How much the caller's level follows that of our own voice. */
export interface EchoReport {
  /** 0 to 1, at the delay at which it is highest. */
  readonly correlation: number;
  /** Null while nothing correlates. */
  readonly delayMs: number | null;
}

interface CallerFrame {
  readonly level: number;
  readonly at: number;
}

/**
 * Finds our own voice in the caller's audio: Pearson's correlation of the caller's level with what
 * was played 0 to 500 ms before, over the frames of the caller that were decoded while our voice
 * was played. One comparison costs 26 steps, the report as many.
 */
export class EchoDetector {
  private readonly pending: CallerFrame[] = [];
  /** Our levels before the frame that is being compared, by lag. */
  private readonly ours = new Float64Array(LAGS);
  private comparisons = 0;
  private weight = 0;
  private heard = 0;
  private heardSquares = 0;
  private readonly played = new Float64Array(LAGS);
  private readonly playedSquares = new Float64Array(LAGS);
  private readonly products = new Float64Array(LAGS);

  /** Takes the level of a frame of the caller that came at a time, by the clock of `played`. */
  caller(level: number, at: number): void {
    if (this.pending.length >= MAX_PENDING) this.pending.shift();
    this.pending.push({ level: Math.max(QUIETEST_DBFS, level), at: at - FRAME_MS / 2 });
  }

  /** Compares what the caller sent since the last time with what was played. */
  compare(played: PlayedLevels): void {
    const { ours } = this;
    for (const { level, at } of this.pending) {
      let loudest = QUIETEST_DBFS;
      for (let lag = 0; lag < LAGS; lag += 1) {
        const before = played.levelAt(at - lag * FRAME_MS);
        ours[lag] = before;
        if (before > loudest) loudest = before;
      }
      if (loudest > QUIETEST_DBFS) this.add(level);
    }
    this.pending.length = 0;
  }

  report(): EchoReport {
    let correlation = 0;
    let best = 0;
    if (this.comparisons >= MIN_COMPARISONS) {
      for (let lag = 0; lag < LAGS; lag += 1) {
        const found = this.correlationAt(lag);
        if (found > correlation) [correlation, best] = [found, lag];
      }
    }
    return { correlation, delayMs: correlation > 0 ? best * FRAME_MS : null };
  }

  private add(level: number): void {
    const { ours } = this;
    this.comparisons += 1;
    this.weight = this.weight * FORGETTING + 1;
    this.heard = this.heard * FORGETTING + level;
    this.heardSquares = this.heardSquares * FORGETTING + level * level;
    for (let lag = 0; lag < LAGS; lag += 1) {
      const other = ours[lag] ?? 0;
      this.played[lag] = (this.played[lag] ?? 0) * FORGETTING + other;
      this.playedSquares[lag] = (this.playedSquares[lag] ?? 0) * FORGETTING + other * other;
      this.products[lag] = (this.products[lag] ?? 0) * FORGETTING + level * other;
    }
  }

  private correlationAt(lag: number): number {
    const { weight } = this;
    const caller = this.heard / weight;
    const ours = (this.played[lag] ?? 0) / weight;
    const callerVariance = this.heardSquares / weight - caller * caller;
    const oursVariance = (this.playedSquares[lag] ?? 0) / weight - ours * ours;
    const least = MIN_DEVIATION_DB * MIN_DEVIATION_DB;
    if (callerVariance < least || oursVariance < least) return 0;
    const covariance = (this.products[lag] ?? 0) / weight - caller * ours;
    return covariance / Math.sqrt(callerVariance * oursVariance);
  }
}
