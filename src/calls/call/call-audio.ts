import type { AudioFault } from '../../audio/audio-faults.js';
import type { AudioQualityReport } from '../../audio/audio-quality.js';

/** What the caller's frames showed. */
export interface InboundQuality extends AudioQualityReport {
  /** Frames that came. */
  readonly frames: number;
  /** Holes in the timestamps, and how long they were together. */
  readonly gaps: number;
  readonly lostMs: number;
  /** By the numbers of the frames. */
  readonly lostFrames: number;
  readonly lateFrames: number;
  readonly repeatedFrames: number;
  /** Interarrival jitter of RFC 3550 as it stands. */
  readonly jitterMs: number;
}

/**
 * Quality of a call's audio over all its streams: counters are sums, levels and shares are
 * weighted by frames, `jitterMs` is the newest stream's, the rest is the worst.
 */
export interface CallAudio extends InboundQuality {
  /** The highest of the values that `jitterMs` had at each second. */
  readonly maxJitterMs: number;
  /** How closely the caller's level followed our own voice at worst, 0 to 1. */
  readonly echoCorrelation: number;
  /** How much later it did so; null while there is no correlation. */
  readonly echoDelayMs: number | null;
  /** The most audio that waited at the phone. */
  readonly maxBufferedOutMs: number;
  /** What was ever wrong. */
  readonly faults: readonly AudioFault[];
}

/** Before the first frame. */
const NO_AUDIO: CallAudio = {
  levelDbfs: -100,
  peakDbfs: -100,
  clippedPercent: 0,
  silencePercent: 0,
  frames: 0,
  gaps: 0,
  lostMs: 0,
  lostFrames: 0,
  lateFrames: 0,
  repeatedFrames: 0,
  jitterMs: 0,
  maxJitterMs: 0,
  echoCorrelation: 0,
  echoDelayMs: null,
  maxBufferedOutMs: 0,
  faults: [],
};

/** Audio that may have been written by an older version, which had a few of the values. */
export function readAudio(written: Partial<CallAudio> | null): CallAudio | null {
  return written && { ...NO_AUDIO, ...written };
}

/** The audio of a call after one more stream. */
export function withStream(before: CallAudio | null, stream: CallAudio): CallAudio {
  if (before === null) return stream;
  const { frames } = before;
  const all = frames + stream.frames;
  const mean = (one: number, other: number): number =>
    all === 0 ? other : (one * frames + other * stream.frames) / all;
  const power = mean(10 ** (before.levelDbfs / 10), 10 ** (stream.levelDbfs / 10));
  const echoed = stream.echoCorrelation >= before.echoCorrelation ? stream : before;
  return {
    levelDbfs: tenths(10 * Math.log10(power)),
    peakDbfs: Math.max(before.peakDbfs, stream.peakDbfs),
    clippedPercent: tenths(mean(before.clippedPercent, stream.clippedPercent)),
    silencePercent: tenths(mean(before.silencePercent, stream.silencePercent)),
    frames: all,
    gaps: before.gaps + stream.gaps,
    lostMs: before.lostMs + stream.lostMs,
    lostFrames: before.lostFrames + stream.lostFrames,
    lateFrames: before.lateFrames + stream.lateFrames,
    repeatedFrames: before.repeatedFrames + stream.repeatedFrames,
    jitterMs: stream.jitterMs,
    maxJitterMs: Math.max(before.maxJitterMs, stream.maxJitterMs),
    echoCorrelation: echoed.echoCorrelation,
    echoDelayMs: echoed.echoDelayMs,
    maxBufferedOutMs: Math.max(before.maxBufferedOutMs, stream.maxBufferedOutMs),
    faults: [...new Set([...before.faults, ...stream.faults])],
  };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
