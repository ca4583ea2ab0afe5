import { toFile, type OpenAI } from 'openai';
import { wavOf } from '../../../audio/wav.js';
import { transcriptionFields, type TranscriptionSettings } from '../../transcription-settings.js';
import type { Transcriber } from '../transcriber.js';
import { requested } from './resilient-request.js';

type TranscriptionBody = OpenAI.Audio.TranscriptionCreateParamsNonStreaming<'json'>;

/** Transcription over `POST /v1/audio/transcriptions` (protocol B7.2). */
export class OpenAiTranscriber implements Transcriber {
  constructor(
    private readonly client: OpenAI,
    private readonly settings: TranscriptionSettings,
  ) {}

  async transcribe(audio: Buffer, signal: AbortSignal): Promise<string> {
    const wav = wavOf(audio);
    const { text } = await requested(signal, async (attempt) => {
      // Mu-law is not among the formats that the service promises to read.
      const file = await toFile(wav, 'turn.wav', { type: 'audio/wav' });
      // The types of 6.49 do not know `languages` and `keywords` yet; they are sent as they stand.
      const fields = transcriptionFields(this.settings);
      const body = { file, ...fields, response_format: 'json' } as TranscriptionBody;
      return this.client.audio.transcriptions.create(body, { signal: attempt });
    });
    return text;
  }
}
