import { jest } from '@jest/globals';
import type { Knobs } from './knobs.js';
import { OpenAiStandIn } from './open-ai-stand-in.js';
import { PHONE_SESSION, RawClient } from './raw-client.js';
import {
  likelyTranscriptionRules,
  transcriptionRefusal,
  type TranscriptionSettings,
} from './transcription-rules.js';

/** The first run synthesises every sentence. */
jest.setTimeout(30_000);

const MODEL = 'gpt-transcribe';

describe('the rules of transcription settings', () => {
  it.each<TranscriptionSettings>([
    {},
    { model: MODEL, languages: ['en'] },
    { model: MODEL, languages: ['es', 'yue', 'zh-tw'], keywords: ['jalapeño', 'Luigi’s'] },
    { model: MODEL, language: 'en' },
    { model: 'gpt-4o-transcribe', language: 'en', prompt: 'A phone order.' },
  ])('accept %j', (settings) => {
    expect(transcriptionRefusal(settings, likelyTranscriptionRules())).toBeNull();
  });

  it.each<[TranscriptionSettings, string]>([
    [{ model: MODEL, language: 'en', languages: ['en'] }, 'language'],
    [{ model: MODEL, languages: ['en-US'] }, 'languages'],
    [{ model: MODEL, languages: ['en', 'nn'] }, 'languages'],
    [{ model: 'whisper-1', languages: ['en'] }, 'languages'],
    [{ model: MODEL, keywords: ['pizza', 'a <b> c'] }, 'keywords'],
    [{ model: MODEL, keywords: ['a > b'] }, 'keywords'],
    [{ model: MODEL, keywords: ['two\nlines'] }, 'keywords'],
    [{ model: MODEL, keywords: ['two\rlines'] }, 'keywords'],
    [{ model: 'whisper-1', keywords: ['pizza'] }, 'keywords'],
  ])('refuse %j for its %s', (settings, field) => {
    expect(transcriptionRefusal(settings, likelyTranscriptionRules(), 'session.')).toMatchObject({
      code: 'invalid_value',
      param: `session.${field}`,
    });
  });

  it('leave what is not known to knobs', () => {
    const knobs = { ...likelyTranscriptionRules(), oldLanguageField: 'refused' as const };
    expect(transcriptionRefusal({ model: MODEL, language: 'en' }, knobs)).not.toBeNull();
    const short = { ...likelyTranscriptionRules(), maxPromptLength: 10 };
    expect(transcriptionRefusal({ model: MODEL, prompt: 'Pizza, pasta.' }, short)).toMatchObject({
      param: 'prompt',
    });
  });
});

describe('the transcription of a session', () => {
  let openai: OpenAiStandIn;
  let client: RawClient;

  async function start(transcription: object, knobs: Partial<Knobs> = {}): Promise<void> {
    openai = await OpenAiStandIn.start({
      vocabulary: ['Yes.'],
      knobs: { thinkMs: 5, deltaEveryMs: 1, transcriptMs: 5, ...knobs },
    });
    client = await RawClient.connect(openai.url);
    const input = { ...PHONE_SESSION.audio.input, transcription };
    const session = { ...PHONE_SESSION, audio: { ...PHONE_SESSION.audio, input } };
    client.send({ type: 'session.update', session });
  }

  afterEach(async () => {
    client.close();
    await openai.stop();
  });

  it('costs the whole update when one keyword is wrong', async () => {
    await start({ model: MODEL, keywords: ['Pepper<oni>'] });
    expect((await client.until('error')).error).toMatchObject({
      param: 'session.audio.input.transcription.keywords',
    });
    expect(client.all('session.updated')).toEqual([]);
    expect(openai.ears.violations).toHaveLength(1);
  });

  it('names the languages that it heard, and records what it was told to expect', async () => {
    const transcription = { model: MODEL, languages: ['en', 'es'], keywords: ['pepperoni'] };
    await start(transcription, { detectedLanguages: ['es'] });
    await client.until('session.updated');
    await client.say('Yes.');
    const completed = await client.until('conversation.item.input_audio_transcription.completed');
    expect(completed).toMatchObject({ transcript: 'Yes.', languages: [{ code: 'es' }] });
    expect(openai.ears.recognised).toMatchObject([
      { hints: { languages: ['en', 'es'], keywords: ['pepperoni'] } },
    ]);
  });

  it('accepts the old field without effect', async () => {
    await start({ model: MODEL, language: 'en' });
    await client.until('session.updated');
    await client.say('Yes.');
    const completed = await client.until('conversation.item.input_audio_transcription.completed');
    expect(completed).not.toHaveProperty('languages');
    expect(openai.ears.recognised).toMatchObject([{ hints: { languages: [], keywords: [] } }]);
  });

  it('fails for one turn, and the call goes on', async () => {
    await start({ model: MODEL }, { failTranscripts: ['audio_unintelligible'] });
    await client.until('session.updated');
    await client.say('Yes.');
    const failed = await client.until('conversation.item.input_audio_transcription.failed');
    expect(failed).toMatchObject({ content_index: 0, error: { code: 'audio_unintelligible' } });
    await client.until('response.done');
    const from = client.mark;
    await client.say('Yes.');
    await client.until('conversation.item.input_audio_transcription.completed', from);
  });
});
