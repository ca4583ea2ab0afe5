import { Logger } from '@nestjs/common';
import { APIError, toFile, type OpenAI } from 'openai';
import { durationOf } from '../../../audio/mulaw-format.js';
import { wavOf } from '../../../audio/wav.js';
import { transcriptionCostUsd } from '../../../openai/openai-prices.js';
import {
  transcriptionFields,
  withoutRefusedField,
  type TranscriptionSettings,
} from '../../../openai/transcription-settings.js';
import { RefusalMemory } from '../../../openai/refusal-memory.js';
import { CostSum } from '../../cost-sum.js';
import type { Transcriber } from '../transcriber.js';
import { requested } from '../../../openai/resilient-request.js';

type TranscriptionBody = OpenAI.Audio.TranscriptionCreateParamsNonStreaming<'json'>;

/** Transcription over `POST /v1/audio/transcriptions` (protocol B7.2). */
export class OpenAiTranscriber implements Transcriber {
  private readonly logger = new Logger(OpenAiTranscriber.name);

  /** @param refusals what the service has refused of any transcriber's settings. */
  constructor(
    private readonly client: OpenAI,
    private settings: TranscriptionSettings,
    /** Where the cost of what was transcribed is added. */
    private readonly costs = new CostSum(),
    private readonly refusals = new RefusalMemory<TranscriptionSettings>(),
  ) {}

  expect(languages: readonly string[]): void {
    this.settings = { ...this.settings, languages };
  }

  async transcribe(audio: Buffer, signal: AbortSignal): Promise<string> {
    const wav = wavOf(audio);
    const text = await requested(signal, (attempt) => this.request(wav, attempt));
    const { model } = this.refusals.recall(this.settings);
    this.costs.add(transcriptionCostUsd(model, durationOf(audio.length)));
    return text;
  }

  private async request(wav: Buffer, signal: AbortSignal): Promise<string> {
    // Mu-law is not among the formats that the service promises to read.
    const file = await toFile(wav, 'turn.wav', { type: 'audio/wav' });
    // The types of 6.49 do not know `languages` and `keywords` yet; they are sent as they stand.
    const settings = this.refusals.recall(this.settings);
    const fields = transcriptionFields(settings);
    const body = { file, ...fields, response_format: 'json' } as TranscriptionBody;
    try {
      const { text } = await this.client.audio.transcriptions.create(body, { signal });
      return text;
    } catch (error) {
      // A refused setting costs itself and not what the caller said.
      const { code, param } = error instanceof APIError ? error : {};
      const less = withoutRefusedField(settings, param ?? '');
      if (less === null) throw error;
      this.logger.warn('Provider error', { code, param });
      this.refusals.remember(settings, less);
      return this.request(wav, signal);
    }
  }
}
