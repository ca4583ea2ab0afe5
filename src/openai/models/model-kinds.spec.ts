import { kindOf } from './model-kinds.js';

describe('The kind of a model', () => {
  it.each([
    ['realtime', ['gpt-realtime-2.1', 'gpt-realtime', 'gpt-realtime-mini-2025-12-15']],
    ['realtime', ['gpt-4o-realtime-preview', 'gpt-4o-mini-realtime-preview', 'GPT-Realtime-2']],
    ['live', ['gpt-live-1', 'gpt-live-1.1', 'gpt-live-1-mini']],
    ['transcription', ['gpt-transcribe', 'gpt-live-transcribe', 'gpt-realtime-whisper']],
    ['transcription', ['whisper-1', 'gpt-4o-mini-transcribe', 'gpt-4o-transcribe-diarize']],
    ['speech', ['tts-1', 'tts-1-hd', 'gpt-4o-mini-tts', 'gpt-4o-mini-tts-2025-03-20']],
    ['chat', ['gpt-6-luna', 'gpt-5', 'gpt-4.1-mini', 'o3', 'o4-mini', 'ft:gpt-4.1-mini:us::1']],
    ['audio chat', ['gpt-audio', 'gpt-audio-1.5', 'gpt-4o-audio-preview']],
    ['image', ['gpt-image-1', 'dall-e-3', 'chatgpt-image-latest']],
    ['embedding', ['text-embedding-3-small']],
    ['moderation', ['omni-moderation-latest']],
    ['video', ['sora-2']],
    [null, ['llama-3.1-70b', 'qwen-omni', 'my-realtime', 'claude', '', 'kokoro']],
  ])('is %s for %j', (kind, models) => {
    expect(models.map((model) => [model, kindOf(model)])).toEqual(models.map((m) => [m, kind]));
  });
});
