import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { VoiceScript } from '../config/voice-script.js';
import { fillerName } from './filler-name.js';

/** Audio is handed to the phone in chunks of 200 ms of mu-law at 8 kHz. */
const CHUNK_BYTES = 1_600;
const FOLDER = join(import.meta.dirname, '../../data/fillers');
/** Two soft notes, for a text nobody has spoken yet. */
const TONE = { frequenciesHz: [440, 554], noteMs: 160, gapMs: 60, amplitude: 2_500 } as const;

/** A piece of audio for the phone: base64 mu-law chunks in order. */
export type AudioClip = readonly string[];

/**
 * Short words that bridge a wait, each time others. A text of the voice script is played from
 * the recording of its name in `data/fillers`; without any recording a soft tone is played.
 */
@Injectable()
export class Fillers {
  private readonly clips: readonly AudioClip[];
  private turn = 0;

  constructor(script: VoiceScript) {
    const recorded = script.fillers.flatMap((text) => {
      const file = join(FOLDER, `${fillerName(text)}.ulaw`);
      return existsSync(file) ? [clip(readFileSync(file))] : [];
    });
    this.clips = recorded.length > 0 ? recorded : [clip(tone())];
  }

  next(): AudioClip {
    this.turn += 1;
    return this.clips[this.turn % this.clips.length] ?? [];
  }
}

function clip(muLaw: Buffer): AudioClip {
  const chunks: string[] = [];
  for (let at = 0; at < muLaw.length; at += CHUNK_BYTES) {
    chunks.push(muLaw.subarray(at, at + CHUNK_BYTES).toString('base64'));
  }
  return chunks;
}

function tone(): Buffer {
  const { frequenciesHz, noteMs, gapMs, amplitude } = TONE;
  const notes = frequenciesHz.flatMap((frequencyHz) => [
    ...Array.from({ length: noteMs * 8 }, (_, sample) => {
      const envelope = Math.sin((Math.PI * sample) / (noteMs * 8));
      const phase = (2 * Math.PI * frequencyHz * sample) / 8_000;
      return muLawOf(Math.round(amplitude * envelope * Math.sin(phase)));
    }),
    ...Array.from({ length: gapMs * 8 }, () => 0xff),
  ]);
  return Buffer.from(notes);
}

/** One sample as mu-law (ITU-T G.711). */
function muLawOf(sample: number): number {
  const biased = Math.min(Math.abs(sample), 32_635) + 132;
  const exponent = Math.floor(Math.log2(biased)) - 7;
  const mantissa = (biased >> (exponent + 3)) & 15;
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}
