/** Seconds that a share is taken over, as long as the shortest fault that is worth a look. */
const WINDOW_S = 10;
/** Of less audio no share is taken. */
const MIN_AUDIO_MS = 3_000;
const MIN_VOICE_SAMPLES = 800;

/** Counters that only grow, as they stand. */
export interface QualityTotals {
  readonly receivedMs: number;
  readonly lostMs: number;
  readonly frames: number;
  readonly lostFrames: number;
  /** Samples of voice that were looked at. */
  readonly voiceSamples: number;
  readonly clippedSamples: number;
}

/** Shares of the last ten seconds, percent, and their mean jitter. */
export interface RecentQuality {
  /** The larger of the loss by timestamps and by numbers of frames. */
  readonly lossPercent: number;
  /** Share of the caller's voice. */
  readonly clippedPercent: number;
  readonly jitterMs: number;
}

/** The quality of the last ten seconds, from counters that are put in once a second. */
export class QualityWindow {
  private readonly kept: { totals: QualityTotals; jitterMs: number }[] = [];

  add(totals: QualityTotals, jitterMs: number): RecentQuality {
    const { kept } = this;
    kept.push({ totals, jitterMs });
    if (kept.length > WINDOW_S + 1) kept.shift();
    const oldest = kept[0]?.totals ?? totals;
    const grown = (name: keyof QualityTotals): number => totals[name] - oldest[name];

    // A late frame takes back what its absence counted.
    const lostMs = Math.max(0, grown('lostMs'));
    const lostFrames = Math.max(0, grown('lostFrames'));
    const expectedMs = grown('receivedMs') + lostMs;
    const voice = grown('voiceSamples');
    const enough = expectedMs >= MIN_AUDIO_MS;
    const byTime = percent(lostMs, expectedMs);
    const byNumber = percent(lostFrames, grown('frames') + lostFrames);
    return {
      lossPercent: enough ? Math.max(byTime, byNumber) : 0,
      clippedPercent: voice < MIN_VOICE_SAMPLES ? 0 : percent(grown('clippedSamples'), voice),
      jitterMs: enough ? kept.reduce((sum, one) => sum + one.jitterMs, 0) / kept.length : 0,
    };
  }
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (part / whole) * 100;
}
