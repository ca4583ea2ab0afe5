/** Seconds that a share is taken over, as long as the shortest fault that is worth a look. */
const WINDOW_S = 10;
/** Jitter is a running mean already, over less. */
const JITTER_S = 5;
/** Of less audio no share is taken. */
const MIN_AUDIO_MS = 3_000;
const MIN_VOICE_SAMPLES = 800;

/** Counters that only grow, as they stand. */
export interface QualityTotals {
  readonly receivedMs: number;
  readonly lostMs: number;
  readonly frames: number;
  readonly lostFrames: number;
  /** Of the jitter behind each frame. */
  readonly jitterSumMs: number;
  /** Samples of voice that were looked at. */
  readonly voiceSamples: number;
  readonly clippedSamples: number;
}

/** What the last seconds were like. */
export interface RecentQuality {
  /** Of the last ten seconds: the larger of the loss by timestamps and by numbers of frames. */
  readonly lossPercent: number;
  /** Of the last ten seconds, as a share of the caller's voice. */
  readonly clippedPercent: number;
  /** The mean of the last five seconds. */
  readonly jitterMs: number;
}

/** The quality of the last seconds, from counters that are put in once a second. */
export class QualityWindow {
  private readonly kept: QualityTotals[] = [];

  add(totals: QualityTotals): RecentQuality {
    const { kept } = this;
    kept.push(totals);
    if (kept.length > WINDOW_S + 1) kept.shift();
    const [oldest = totals] = kept;
    const grown = (name: keyof QualityTotals, from = oldest): number => totals[name] - from[name];

    // A late frame takes back what its absence counted.
    const lostMs = Math.max(0, grown('lostMs'));
    const lostFrames = Math.max(0, grown('lostFrames'));
    const expectedMs = grown('receivedMs') + lostMs;
    const voice = grown('voiceSamples');
    const lately = kept.at(-JITTER_S - 1) ?? oldest;
    const frames = grown('frames', lately);
    const enough = expectedMs >= MIN_AUDIO_MS;
    const byTime = percent(lostMs, expectedMs);
    const byNumber = percent(lostFrames, grown('frames') + lostFrames);
    return {
      lossPercent: enough ? Math.max(byTime, byNumber) : 0,
      clippedPercent: voice < MIN_VOICE_SAMPLES ? 0 : percent(grown('clippedSamples'), voice),
      jitterMs: enough && frames > 0 ? grown('jitterSumMs', lately) / frames : 0,
    };
  }
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (part / whole) * 100;
}
