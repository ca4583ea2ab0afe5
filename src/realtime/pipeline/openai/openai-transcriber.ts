import { toFile, type OpenAI } from 'openai';
import { wavOf } from '../audio/wav.js';
import type { Transcriber } from '../transcriber.js';
import { requested } from './resilient-request.js';

/** Transcription over `POST /v1/audio/transcriptions` (protocol B7.2). */
export class OpenAiTranscriber implements Transcriber {
  constructor(
    private readonly client: OpenAI,
    private readonly model: string,
  ) {}

  async transcribe(audio: Buffer, signal: AbortSignal): Promise<string> {
    const wav = wavOf(audio);
    const { text } = await requested(signal, async (attempt) => {
      // Mu-law is not among the formats that the service promises to read.
      const file = await toFile(wav, 'turn.wav', { type: 'audio/wav' });
      return this.client.audio.transcriptions.create(
        { file, model: this.model, response_format: 'json' },
        { signal: attempt },
      );
    });
    return text;
  }
}
