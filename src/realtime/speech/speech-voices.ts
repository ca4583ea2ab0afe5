import type { AppConfig } from '../../config/app-config.js';
import { OpenAiSpeaker } from '../pipeline/openai/openai-speaker.js';
import { restClient } from '../../openai/rest-client.js';
import type { Speaker } from '../pipeline/speaker.js';
import { RealtimeSpeaker } from './realtime-speaker.js';
import { SpeechSockets } from './speech-sockets.js';

/**
 * What speaks a given text. With `OPENAI_SPEECH_URL` it is `/audio/speech` there; otherwise
 * `OPENAI_SPEECH_MODEL` over Realtime, and where that fails twice `OPENAI_REALTIME_MODEL`, in the
 * same voice.
 */
export class SpeechVoices {
  private readonly sockets: readonly SpeechSockets[];

  constructor(private readonly openai: AppConfig['openai']) {
    const { speechUrl, speechModel, realtimeModel } = openai;
    const models = speechUrl === null ? new Set([speechModel, realtimeModel]) : [];
    this.sockets = [...models].map(
      (model) =>
        new SpeechSockets({
          url: openai.realtimeUrl,
          apiKey: openai.apiKey ?? '',
          model,
          voice: openai.realtimeVoice,
        }),
    );
  }

  /** Service, model and voice: another name sounds different. */
  get name(): string {
    const { speechUrl, speechModel, realtimeVoice } = this.openai;
    return [speechUrl ?? 'realtime', speechModel, realtimeVoice].join(' ');
  }

  /** Something will be spoken soon. */
  prepare(): void {
    this.sockets[0]?.prepare();
  }

  /** Keeps a connection open between calls. */
  keepWarm(): void {
    this.sockets[0]?.keepWarm();
  }

  /** @param names words that must be spoken as they are written. */
  speaker(names: readonly string[]): Speaker {
    const [first, next] = this.sockets;
    if (first !== undefined) return new RealtimeSpeaker(first, next ?? null, names);
    const { speechUrl, speechApiKey, speechModel, realtimeVoice } = this.openai;
    return new OpenAiSpeaker(restClient(speechUrl ?? '', speechApiKey), speechModel, realtimeVoice);
  }

  /** Closes all connections. */
  stop(): void {
    for (const sockets of this.sockets) sockets.stop();
  }
}
