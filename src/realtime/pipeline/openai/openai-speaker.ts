import type { OpenAI } from 'openai';
import { TelephoneSpeech } from '../../../audio/telephone-speech.js';
import type { Speaker } from '../speaker.js';
import { streamed } from '../../../openai/resilient-request.js';

/** Speech over `POST /v1/audio/speech`, 24 kHz PCM as it is made (protocol B7.4). */
export class OpenAiSpeaker implements Speaker {
  constructor(
    private readonly client: OpenAI,
    private readonly model: string,
    private readonly voice: string,
  ) {}

  async *speak(text: string, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    const speech = new TelephoneSpeech();
    for await (const bytes of streamed(signal, (attempt) => this.open(text, attempt))) {
      yield speech.push(bytes);
    }
    yield speech.flush();
  }

  private async open(text: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const { model, voice } = this;
    const response = await this.client.audio.speech.create(
      { model, voice, input: text, response_format: 'pcm' },
      { signal },
    );
    return response.body ?? none();
  }
}

async function* none(): AsyncGenerator<Uint8Array, void, undefined> {
  // An answer without a body is an utterance without sound.
}
