import { jest } from '@jest/globals';
import { OpenAI } from 'openai';
import { OpenAiStandIn } from '../open-ai-stand-in.js';

/** The first run synthesises the sentence. */
jest.setTimeout(30_000);

describe('speech over REST', () => {
  let openai: OpenAiStandIn;

  beforeEach(async () => {
    openai = await OpenAiStandIn.start();
  });
  afterEach(() => openai.stop());

  async function speak(client: OpenAI, model: string, voice = 'marin'): Promise<number> {
    const body = { model, voice, input: 'Hello there.', response_format: 'pcm' } as const;
    return (await (await client.audio.speech.create(body)).arrayBuffer()).byteLength;
  }

  function clientOf(baseURL: string, apiKey: string): OpenAI {
    return new OpenAI({ apiKey, baseURL, maxRetries: 0 });
  }

  it('ends for every model on a day by the clock of the stand-in', async () => {
    const client = clientOf(openai.baseUrl, 'sk-test');
    openai.rest.knobs.speech.shutDownFrom = '2027-01-06';
    openai.knobs.now = () => Date.UTC(2027, 0, 5, 23, 59);
    expect(await speak(client, 'gpt-4o-mini-tts')).toBeGreaterThan(0);
    openai.knobs.now = () => Date.UTC(2027, 0, 6);
    for (const model of ['gpt-4o-mini-tts', 'tts-1', 'tts-1-hd']) {
      await expect(speak(client, model)).rejects.toMatchObject({
        status: 404,
        code: 'model_not_found',
      });
    }
    openai.rest.knobs.speech.shutDownError = { status: 410, code: 'gone', message: 'Gone.' };
    await expect(speak(client, 'tts-1')).rejects.toMatchObject({ status: 410, code: 'gone' });
    expect(openai.rest.of('speech').map(({ status }) => status)).toEqual([200, 404, 404, 404, 410]);
    expect(openai.ears.violations).toEqual([]);
  });

  it('goes on elsewhere, at an address and with a key and voices of its own', async () => {
    openai.rest.knobs.speech.shutDownFrom = '2020-01-01';
    const { acceptedKey } = openai.rest.knobs.compatibleSpeech;
    const client = clientOf(openai.compatibleSpeechUrl, acceptedKey);
    expect(await speak(client, 'universal-tts', 'amanda')).toBeGreaterThan(0);
    const stranger = clientOf(openai.compatibleSpeechUrl, 'sk-test');
    await expect(speak(stranger, 'universal-tts')).rejects.toMatchObject({ status: 401 });
    const own = clientOf(openai.baseUrl, acceptedKey);
    await expect(speak(own, 'tts-1')).rejects.toMatchObject({ status: 401 });
    expect(openai.rest.of('compatibleSpeech')).toHaveLength(1);
    expect(openai.rest.of('speech')).toEqual([]);
  });
});
