import { toFile, type OpenAI } from 'openai';
import { wavOf } from '../../../audio/wav.js';
import type { Transcriber } from '../transcriber.js';
import { requested } from './resilient-request.js';

/** Transcription over `POST /v1/audio/transcriptions` (protocol B7.2). */
export class OpenAiTranscriber implements Transcriber {
  /** `language`: ISO 639-1 code of what the caller speaks, such as `en`. */
  constructor(
    private readonly client: OpenAI,
    private readonly model: string,
    private readonly language: string,
  ) {}

  async transcribe(audio: Buffer, signal: AbortSignal): Promise<string> {
    const wav = wavOf(audio);
    const { text } = await requested(signal, async (attempt) => {
      // Mu-law is not among the formats that the service promises to read.
      const file = await toFile(wav, 'turn.wav', { type: 'audio/wav' });
      return this.client.audio.transcriptions.create(
        { file, model: this.model, language: this.language, response_format: 'json' },
        { signal: attempt },
      );
    });
    return text;
  }
}
