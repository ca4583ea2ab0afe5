import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { errorText } from '../../common/error-text.js';
import { AppConfig } from '../../config/app-config.js';
import { VoiceScript } from '../../config/voice-script.js';
import { RealtimeService } from '../../realtime/realtime.service.js';
import { fillerName } from './filler-name.js';

/** Audio is handed to the phone in chunks of 200 ms of mu-law at 8 kHz. */
const CHUNK_BYTES = 1_600;
const FOLDER = join(import.meta.dirname, '../../../data/fillers');
/** Two soft notes, for a text nobody has spoken yet. */
const TONE = { frequenciesHz: [440, 554], noteMs: 160, gapMs: 60, amplitude: 2_500 } as const;

/** A piece of audio for the phone: base64 mu-law chunks in order. */
export type AudioClip = readonly string[];

/**
 * Short words that bridge a wait, each time others. They are spoken in the voice of the calls
 * where a provider can render it, kept under `DATA_DIR`; until then, and otherwise, played from
 * the recordings in `data/fillers`, and without any recording a soft tone is played.
 */
@Injectable()
export class Fillers implements OnApplicationBootstrap {
  private readonly logger = new Logger(Fillers.name);
  private clips: readonly AudioClip[];
  private turn = 0;

  constructor(
    private readonly script: VoiceScript,
    private readonly config: AppConfig,
    private readonly realtime: RealtimeService,
  ) {
    const recorded = script.fillers.flatMap((text) => {
      const file = join(FOLDER, `${fillerName(text)}.ulaw`);
      return existsSync(file) ? [clip(readFileSync(file))] : [];
    });
    this.clips = recorded.length > 0 ? recorded : [clip(tone())];
  }

  onApplicationBootstrap(): void {
    // Calls do not wait for it; a failure leaves the recordings in place.
    this.renderAll().catch((error: unknown) =>
      this.logger.warn('Fillers not rendered', { reason: errorText(error) }),
    );
  }

  next(): AudioClip {
    this.turn += 1;
    return this.clips[this.turn % this.clips.length] ?? [];
  }

  private async renderAll(): Promise<void> {
    const rendered: AudioClip[] = [];
    for (const text of this.script.fillers) {
      const audio = await this.rendered(text);
      if (audio === null) return;
      rendered.push(clip(audio));
    }
    this.clips = rendered;
    this.logger.log('Fillers rendered', { count: rendered.length });
  }

  private async rendered(text: string): Promise<Buffer | null> {
    const { speechModel, realtimeVoice } = this.config.openai;
    const name = createHash('sha256').update(`${speechModel}\n${realtimeVoice}\n${text}`);
    const folder = join(this.config.storage.dataDir, 'fillers');
    const file = join(folder, `${name.digest('hex').slice(0, 32)}.ulaw`);
    const kept = await readFile(file).catch(() => null);
    if (kept) return kept;
    const audio = await this.realtime.render(text);
    if (audio === null || audio.length === 0) return null;
    await mkdir(folder, { recursive: true });
    await writeFile(file, audio);
    return audio;
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
