/** What a model of OpenAI is for, as its name tells. */
export type ModelKind =
  | 'realtime'
  | 'live'
  | 'transcription'
  | 'speech'
  | 'chat'
  | 'audio chat'
  | 'image'
  | 'video'
  | 'embedding'
  | 'moderation';

/** The first pattern that fits decides: `gpt-live-transcribe` transcribes, `gpt-live-1` talks. */
const NAMES: readonly (readonly [RegExp, ModelKind])[] = [
  [/^whisper-|^gpt-realtime-whisper|transcribe/, 'transcription'],
  [/^tts-|-tts(-|$)/, 'speech'],
  [/^gpt-live-/, 'live'],
  [/^gpt-(4o-)?(mini-)?realtime/, 'realtime'],
  [/^gpt-audio|^gpt-.*-audio(-|$)/, 'audio chat'],
  [/^(gpt|chatgpt)-image|^dall-e-/, 'image'],
  [/^sora-/, 'video'],
  [/^text-embedding-/, 'embedding'],
  [/moderation/, 'moderation'],
  [/^(gpt|chatgpt)-\d|^o\d/, 'chat'],
];

/**
 * The kind of a model by OpenAI's way of naming (openai-2027 S1, L0); null for a name that is not
 * one of OpenAI's. A fine-tuned model (`ft:gpt-…:…`) is of the kind of its base.
 */
export function kindOf(model: string): ModelKind | null {
  const name = model.toLowerCase().replace(/^ft:/, '');
  return NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
