import { OpenAI } from 'openai';
import { OpenAiStandIn } from '../open-ai-stand-in.js';
import { MODELS_2027 } from './model-list.js';
import { SERVER_ERROR } from './rest-knobs.js';

describe('the list of models', () => {
  let openai: OpenAiStandIn;
  let client: OpenAI;

  beforeEach(async () => {
    openai = await OpenAiStandIn.start();
    client = new OpenAI({ apiKey: 'sk-test', baseURL: openai.baseUrl, maxRetries: 0 });
  });
  afterEach(() => openai.stop());

  it('is empty unless told', async () => {
    expect((await client.models.list()).data).toEqual([]);
    expect(openai.rest.requests).toEqual([]);
    expect(openai.rest.of('models')).toMatchObject([{ status: 200 }]);
  });

  it('tells the day of their end, one by one too', async () => {
    openai.rest.knobs.models.entries = [...MODELS_2027, { id: 'plain' }];
    const { data } = await client.models.list();
    expect(data.find(({ id }) => id === 'gpt-4o-mini-tts')).toMatchObject({
      object: 'model',
      shutdown_date: '2027-01-06',
    });
    expect(await client.models.retrieve('gpt-realtime-2.1')).toMatchObject({ shutdown_date: null });
    expect(await client.models.retrieve('plain')).not.toHaveProperty('shutdown_date');
    await expect(client.models.retrieve('nothing')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });

  it('can fail', async () => {
    openai.rest.knobs.models.failures.push(SERVER_ERROR, 'drop');
    await expect(client.models.list()).rejects.toMatchObject({ status: 500 });
    await expect(client.models.list()).rejects.toThrow('Connection error');
    expect((await client.models.list()).data).toEqual([]);
  });
});
