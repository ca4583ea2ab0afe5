import type { CallAudio } from '../../api/call-detail.js';
import { shortSpan } from '../../ui/format.js';

/** The faults of a call's audio in words. */
const FAULTS: Readonly<Record<string, string>> = {
  loss: 'Audio of the caller was lost',
  jitter: 'Audio of the caller came unevenly',
  clipping: 'The caller was too loud',
  echo: 'Our own voice came back',
  'one-way-in': 'Nothing was heard of the caller',
  'one-way-out': 'The phone did not confirm what it played',
  unplayed: 'Too much audio waited at the phone',
};

/** One of the audio's measures as it is shown. */
export interface AudioFact {
  readonly name: string;
  readonly value: string;
}

/** A fault of the audio in words. */
export function faultName(fault: string): string {
  return FAULTS[fault] ?? fault;
}

/** What was measured of a call's audio, the most telling first. */
export function audioFacts(audio: CallAudio): readonly AudioFact[] {
  const { frames, lostFrames, lostMs, lateFrames, repeatedFrames, echoDelayMs } = audio;
  const lost = lostFrames === 0 ? 0 : (lostFrames / (frames + lostFrames)) * 100;
  const silent = audio.levelDbfs <= SILENCE_DBFS;
  return [
    { name: 'Loss', value: `${oneDigit(lost)} % (${lostFrames} of ${frames + lostFrames} frames)` },
    { name: 'Holes', value: `${audio.gaps}, together ${shortSpan(lostMs)}` },
    { name: 'Late, twice', value: `${lateFrames}, ${repeatedFrames} frames` },
    {
      name: 'Jitter, worst',
      value: `${oneDigit(audio.jitterMs)} ms, ${oneDigit(audio.maxJitterMs)} ms`,
    },
    {
      name: 'Level, peak',
      value: silent ? 'silent' : `${oneDigit(audio.levelDbfs)}, ${oneDigit(audio.peakDbfs)} dBFS`,
    },
    { name: 'Clipped', value: `${oneDigit(audio.clippedPercent)} %` },
    { name: 'Silence', value: `${oneDigit(audio.silencePercent)} %` },
    {
      name: 'Echo',
      value: `${audio.echoCorrelation.toFixed(2)}${echoDelayMs === null ? '' : ` after ${shortSpan(echoDelayMs)}`}`,
    },
    { name: 'Most unplayed', value: shortSpan(audio.maxBufferedOutMs) },
  ];
}

/** The level of nothing but zeros. */
const SILENCE_DBFS = -100;

function oneDigit(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}
