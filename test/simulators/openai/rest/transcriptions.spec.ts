import { OpenAI, toFile } from 'openai';
import { wavOf } from '../../../../src/audio/wav.js';
import { silence } from '../../speech/mulaw.js';
import { OpenAiStandIn } from '../open-ai-stand-in.js';

describe('the fields of a transcription over REST', () => {
  let openai: OpenAiStandIn;

  beforeEach(async () => {
    openai = await OpenAiStandIn.start();
  });
  afterEach(() => openai.stop());

  /** `more` as the client forwards it: fields that it does not know, lists as `name[]`. */
  async function transcribe(more: object, model = 'gpt-transcribe'): Promise<unknown> {
    const client = new OpenAI({ apiKey: 'sk-test', baseURL: openai.baseUrl, maxRetries: 0 });
    const file = await toFile(wavOf(silence(200)), 'turn.wav', { type: 'audio/wav' });
    return client.audio.transcriptions.create({ file, model, ...more } as never);
  }

  it('takes languages and keywords as repeated fields, and names what it heard', async () => {
    openai.rest.knobs.transcriptions.detectedLanguages = ['es'];
    const fields = { languages: ['en', 'es'], keywords: ['pepperoni', 'jalapeño'] };
    expect(await transcribe(fields)).toMatchObject({ text: '', languages: [{ code: 'es' }] });
    expect(openai.rest.of('transcriptions')[0]?.body).toMatchObject(fields);
    expect(openai.ears.recognised).toMatchObject([{ hints: fields }]);
    expect(openai.ears.violations).toEqual([]);
  });

  it('accepts the old field of gpt-transcribe without effect, and uses it elsewhere', async () => {
    expect(await transcribe({ language: 'en' })).not.toHaveProperty('languages');
    await transcribe({ language: 'en' }, 'gpt-4o-transcribe');
    expect(openai.ears.recognised).toMatchObject([
      { hints: { languages: [] } },
      { hints: { languages: ['en'] } },
    ]);
    expect(openai.ears.violations).toEqual([]);
  });

  it.each([
    ['both language fields', { language: 'en', languages: ['en'] }, 'language'],
    ['a code that is none', { languages: ['en-US'] }, 'languages'],
    ['an angle bracket in a keyword', { keywords: ['cheese', 'a<b'] }, 'keywords'],
    ['a line break in a keyword', { keywords: ['cheese\r\nham'] }, 'keywords'],
    ['an unknown field', { hotwords: ['cheese'] }, null],
  ])('refuses %s', async (_what, fields, param) => {
    await expect(transcribe(fields)).rejects.toMatchObject({ status: 400, param });
    expect(openai.ears.violations).toHaveLength(1);
    expect(openai.ears.recognised).toEqual([]);
  });
});
