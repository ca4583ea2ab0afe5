import type { AppConfig } from '../../config/app-config.js';
import type { ModelKind } from './model-kinds.js';

/** What a call needs a model for. */
export type ModelUse = 'realtime' | 'transcription' | 'chat' | 'speech';

/** A model that is configured for a use. */
export interface ConfiguredModel {
  readonly use: ModelUse;
  /** The environment variable that names it. */
  readonly variable: string;
  readonly model: string;
  /** Base URL of the service that it is asked of. */
  readonly url: string;
}

/** The kinds of model that can serve each use. */
export const KINDS: Readonly<Record<ModelUse, readonly ModelKind[]>> = {
  realtime: ['realtime'],
  transcription: ['transcription'],
  chat: ['chat'],
  // After 2027-01-06 a text is spoken by a realtime model (openai-2027 S2).
  speech: ['speech', 'realtime'],
};

/** Models without an announced end (openai-2027 S1), one for each use. */
export const RECOMMENDED: Readonly<Record<ModelUse, string>> = {
  realtime: 'gpt-realtime-2.1',
  transcription: 'gpt-transcribe',
  chat: 'gpt-6-luna',
  speech: 'gpt-realtime-2.1-mini',
};

/** The models that calls depend on with these settings; none when OpenAI takes part in no call. */
export function configuredModels({ openai, ladder }: AppConfig): readonly ConfiguredModel[] {
  if (openai.apiKey === null) return [];
  const { providers, realtimeEnabled } = ladder;
  const realtime = realtimeEnabled && providers.includes('openai-realtime');
  const pipeline = realtimeEnabled && providers.includes('openai-pipeline');
  const chat = pipeline || providers.includes('openai-chat');
  const model = (use: ModelUse, variable: string, name: string, url: string): ConfiguredModel => ({
    use,
    variable,
    model: name,
    url,
  });
  const { baseUrl, realtimeUrl, speechUrl, transcriptionModel } = openai;
  return [
    realtime && model('realtime', 'OPENAI_REALTIME_MODEL', openai.realtimeModel, realtimeUrl),
    (realtime || pipeline) &&
      model(
        'transcription',
        'OPENAI_TRANSCRIPTION_MODEL',
        transcriptionModel,
        realtime ? realtimeUrl : baseUrl,
      ),
    chat && model('chat', 'OPENAI_CHAT_MODEL', openai.chatModel, baseUrl),
    pipeline &&
      model('speech', 'OPENAI_SPEECH_MODEL', openai.speechModel, speechUrl ?? realtimeUrl),
  ].filter((entry) => entry !== false);
}
