import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { encodeMulaw } from '../../audio/mulaw.js';
import { type AudioChunk, bytesIn, SAMPLE_RATE_HZ, silence } from '../../audio/mulaw-format.js';
import { chunksOf } from '../../audio/payload-chunks.js';
import { PRIVATE_FILE } from '../../common/private-modes.js';
import { errorKind } from '../../common/error-fields.js';
import { AppConfig } from '../../config/app-config.js';
import { VoiceScript } from '../../config/voice-script.js';
import { RealtimeService } from '../../realtime/realtime.service.js';
import { fillerName } from './filler-name.js';

const FOLDER = join(import.meta.dirname, '../../../data/fillers');
/** Two soft notes, for a text without a recording. */
const TONE = { frequenciesHz: [440, 554], noteMs: 160, gapMs: 60, amplitude: 2_500 } as const;

/** A piece of audio for the phone, in order. */
type AudioClip = readonly AudioChunk[];

/**
 * Short words that bridge a wait, each time others. They are spoken in the voice of the calls
 * where a provider can render it, kept under `DATA_DIR`; until then, and otherwise, played from
 * the recordings in `data/fillers`, and without any recording a soft tone is played.
 */
@Injectable()
export class Fillers implements OnApplicationBootstrap {
  private readonly logger = new Logger(Fillers.name);
  /** By the code of the language. */
  private readonly clips: Map<string, readonly AudioClip[]>;
  private turn = 0;

  constructor(
    private readonly script: VoiceScript,
    private readonly config: AppConfig,
    private readonly realtime: RealtimeService,
  ) {
    this.clips = new Map(script.inAllLanguages.map((one) => [one.code, recordingsOf(one)]));
  }

  onApplicationBootstrap(): void {
    // Calls do not wait for it; a failure leaves the recordings in place.
    this.renderAll().catch((error: unknown) =>
      this.logger.warn('Fillers not rendered', { reason: errorKind(error) }),
    );
  }

  /** @param language code of the one that the call speaks; null: that of the voice file. */
  next(language: string | null = null): AudioClip {
    this.turn += 1;
    const clips = this.clips.get(this.script.in(language).code) ?? [];
    return clips[this.turn % clips.length] ?? [];
  }

  private async renderAll(): Promise<void> {
    const voice = this.realtime.rendersAs;
    if (voice === null) return;
    await Promise.all(
      this.script.inAllLanguages.map(async ({ code, fillers }) => {
        const rendered = await Promise.all(fillers.map((text) => this.rendered(text, voice)));
        const audible = rendered.filter((audio) => audio !== null);
        if (audible.length < rendered.length) return;
        this.clips.set(code, audible.map(chunksOf));
        this.logger.log('Fillers rendered', { count: audible.length, language: code });
      }),
    );
  }

  private async rendered(text: string, voice: string): Promise<Buffer | null> {
    const name = createHash('sha256').update(`${voice}\n${text}`);
    const folder = join(this.config.storage.dataDir, 'fillers');
    const file = join(folder, `${name.digest('hex').slice(0, 32)}.ulaw`);
    const kept = await readFile(file).catch(() => null);
    if (kept) return kept;
    const audio = await this.realtime.render(text);
    if (audio === null || audio.length === 0) return null;
    await mkdir(folder, { recursive: true });
    await writeFile(file, audio, { mode: PRIVATE_FILE });
    return audio;
  }
}

function recordingsOf({ fillers }: VoiceScript): readonly AudioClip[] {
  const recorded = fillers.flatMap((text) => {
    const file = join(FOLDER, `${fillerName(text)}.ulaw`);
    return existsSync(file) ? [chunksOf(readFileSync(file))] : [];
  });
  return recorded.length > 0 ? recorded : [chunksOf(tone())];
}

function tone(): Buffer {
  const { frequenciesHz, gapMs } = TONE;
  return Buffer.concat(frequenciesHz.flatMap((hz) => [encodeMulaw(note(hz)), silence(gapMs)]));
}

/** A sine that swells and fades, as 16-bit samples. */
function note(frequencyHz: number): Int16Array {
  const length = bytesIn(TONE.noteMs);
  return Int16Array.from({ length }, (_, sample) => {
    const envelope = Math.sin((Math.PI * sample) / length);
    const phase = (2 * Math.PI * frequencyHz * sample) / SAMPLE_RATE_HZ;
    return Math.round(TONE.amplitude * envelope * Math.sin(phase));
  });
}
