import type { EnvironmentVariables } from './environment-variables.js';

/** Voices of OpenAI's `/audio/speech` that Realtime models do not have (openai-2027 S2). */
const SPEECH_ONLY_VOICES = ['fable', 'nova', 'onyx'];
/** The models of OpenAI's `/audio/speech`, with and without a date (openai-2027 S1). */
const SPEECH_ENDPOINT_MODEL = /^(?:tts-1|gpt-4o-mini-tts)/i;
const REALTIME_MODEL = /^gpt-realtime/i;

/** What is wrong with the settings of the voices, each with the variable to change. */
export function unusableSpeech(env: EnvironmentVariables): [name: string, line: string][] {
  const found: [string, string][] = [];
  const { OPENAI_SPEECH_MODEL: model, OPENAI_REALTIME_VOICE: voice } = env;
  if (SPEECH_ONLY_VOICES.includes(voice.toLowerCase())) {
    found.push([
      'OPENAI_REALTIME_VOICE',
      `"${voice}" is not a voice of Realtime models; use another, such as marin or cedar`,
    ]);
  }
  if (env.OPENAI_SPEECH_URL === null) {
    if (SPEECH_ENDPOINT_MODEL.test(model)) {
      found.push([
        'OPENAI_SPEECH_MODEL',
        `"${model}" is not allowed: OpenAI ends all models of /audio/speech on 2027-01-06; ` +
          'use gpt-realtime-2.1-mini, or set OPENAI_SPEECH_URL to a service that has it',
      ]);
    }
    if (env.OPENAI_SPEECH_API_KEY !== null) {
      const line = 'missing; set it together with OPENAI_SPEECH_API_KEY, or neither';
      found.push(['OPENAI_SPEECH_URL', line]);
    }
  } else if (REALTIME_MODEL.test(model)) {
    found.push([
      'OPENAI_SPEECH_MODEL',
      `"${model}" is not a model of /audio/speech; use one of the service at OPENAI_SPEECH_URL`,
    ]);
  }
  return found;
}
