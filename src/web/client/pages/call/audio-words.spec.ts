import type { CallAudio } from '../../api/call-detail.js';
import { audioFacts, faultName } from './audio-words.js';

const AUDIO: CallAudio = {
  levelDbfs: -23.4,
  peakDbfs: -6,
  clippedPercent: 0.3,
  silencePercent: 61,
  frames: 970,
  gaps: 2,
  lostMs: 1_260,
  lostFrames: 30,
  lateFrames: 4,
  repeatedFrames: 1,
  jitterMs: 3.2,
  maxJitterMs: 41,
  echoCorrelation: 0.4,
  echoDelayMs: 180,
  maxBufferedOutMs: 14_600,
  faults: ['jitter'],
};

const valueOf = (audio: CallAudio, name: string): string | undefined =>
  audioFacts(audio).find((fact) => fact.name === name)?.value;

describe('The audio of a call in words', () => {
  it('tells each measure with its unit', () => {
    expect(audioFacts(AUDIO).map(({ value }) => value)).toEqual([
      '3 % (30 of 1000 frames)',
      '2, together 1.3 s',
      '4, 1 frames',
      '3.2 ms, 41 ms',
      '-23.4, -6 dBFS',
      '0.3 %',
      '61 %',
      '0.40 after 180 ms',
      '14.6 s',
    ]);
  });

  it('does not divide by nothing, and gives silence no level', () => {
    const nothing = { ...AUDIO, frames: 0, lostFrames: 0, levelDbfs: -100, echoDelayMs: null };
    expect(valueOf(nothing, 'Loss')).toBe('0 % (0 of 0 frames)');
    expect(valueOf(nothing, 'Level, peak')).toBe('silent');
    expect(valueOf(nothing, 'Echo')).toBe('0.40');
  });

  it('has words for a fault, and tells one that it does not know by its name', () => {
    expect(faultName('one-way-in')).toBe('Nothing was heard of the caller');
    expect(faultName('wind')).toBe('wind');
  });
});
