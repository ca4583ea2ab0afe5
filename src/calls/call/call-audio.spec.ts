import { type CallAudio, readAudio, withStream } from './call-audio.js';

function audio(values: Partial<CallAudio>): CallAudio {
  const read = readAudio(values);
  if (read === null) throw new Error('unreachable: there are values');
  return read;
}

describe('The audio of a call over its streams', () => {
  it('is that of its first stream', () => {
    const first = audio({ frames: 10, levelDbfs: -20 });
    expect(withStream(null, first)).toBe(first);
  });

  it('sums what is counted, weights shares by frames, and keeps the worst', () => {
    const before = audio({
      frames: 300,
      levelDbfs: -20,
      peakDbfs: -2,
      clippedPercent: 4,
      silencePercent: 20,
      gaps: 2,
      lostMs: 60,
      lostFrames: 3,
      lateFrames: 1,
      repeatedFrames: 1,
      jitterMs: 9,
      maxJitterMs: 40,
      echoCorrelation: 0.8,
      echoDelayMs: 120,
      maxBufferedOutMs: 4_000,
      faults: ['echo', 'jitter'],
    });
    const stream = audio({
      frames: 100,
      levelDbfs: -20,
      peakDbfs: -6,
      silencePercent: 60,
      gaps: 1,
      lostMs: 20,
      lostFrames: 1,
      jitterMs: 2,
      maxJitterMs: 5,
      echoCorrelation: 0.2,
      echoDelayMs: 20,
      maxBufferedOutMs: 9_000,
      faults: ['jitter', 'loss'],
    });
    expect(withStream(before, stream)).toEqual({
      frames: 400,
      levelDbfs: -20,
      peakDbfs: -2,
      clippedPercent: 3,
      silencePercent: 30,
      gaps: 3,
      lostMs: 80,
      lostFrames: 4,
      lateFrames: 1,
      repeatedFrames: 1,
      jitterMs: 2,
      maxJitterMs: 40,
      echoCorrelation: 0.8,
      echoDelayMs: 120,
      maxBufferedOutMs: 9_000,
      faults: ['echo', 'jitter', 'loss'],
    });
  });

  it('adds levels as powers', () => {
    const loud = audio({ frames: 100, levelDbfs: -10 });
    expect(withStream(loud, audio({ frames: 100 })).levelDbfs).toBe(-13);
  });

  it('is untouched by a stream without a frame', () => {
    const before = audio({ frames: 100, levelDbfs: -25.5, silencePercent: 40 });
    expect(withStream(before, audio({}))).toEqual(before);
  });

  it('that an older version has written has all values', () => {
    const older = { levelDbfs: -20, peakDbfs: -3, clippedPercent: 0, silencePercent: 40 };
    expect(readAudio(older)).toMatchObject({ ...older, lostFrames: 0, jitterMs: 0, faults: [] });
    expect(readAudio(null)).toBeNull();
  });
});
