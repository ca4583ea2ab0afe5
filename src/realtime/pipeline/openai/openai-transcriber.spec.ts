import { Logger } from '@nestjs/common';
import { OpenAI } from 'openai';
import { OpenAiTranscriber } from './openai-transcriber.js';

const HINTS = { model: 'gpt-transcribe', languages: ['en', 'es'], keywords: ['Cola', 'Pizza'] };

describe('OpenAiTranscriber', () => {
  let forms: [string, unknown][][];
  beforeEach(() => {
    forms = [];
    Logger.overrideLogger(false);
  });

  /** A transcriber whose requests are refused for these fields, one after the other. */
  function transcriber(...refused: readonly (string | null)[]): OpenAiTranscriber {
    const client = new OpenAI({
      apiKey: 'sk-test',
      maxRetries: 0,
      fetch: (_url, init) => {
        if (!(init?.body instanceof FormData)) throw new TypeError('not a form');
        forms.push([...init.body.entries()].filter(([name]) => name !== 'file'));
        const param = refused[forms.length - 1];
        const error = { type: 'invalid_request_error', code: 'invalid_value', message: '', param };
        return Promise.resolve(
          param === undefined
            ? Response.json({ text: 'One cola.' })
            : Response.json({ error }, { status: 400 }),
        );
      },
    });
    return new OpenAiTranscriber(client, HINTS);
  }

  const transcribed = (one: OpenAiTranscriber) =>
    one.transcribe(Buffer.alloc(800, 0xff), new AbortController().signal);

  it('names languages and keywords, each in a part of its own', async () => {
    expect(await transcribed(transcriber())).toBe('One cola.');
    expect(forms).toEqual([
      [
        ['model', 'gpt-transcribe'],
        ['languages[]', 'en'],
        ['languages[]', 'es'],
        ['keywords[]', 'Cola'],
        ['keywords[]', 'Pizza'],
        ['response_format', 'json'],
      ],
    ]);
  });

  it('does without what is refused, from then on', async () => {
    const one = transcriber('keywords', 'languages');
    expect(await transcribed(one)).toBe('One cola.');
    await transcribed(one);
    const names = forms.map((form) => [...new Set(form.map(([name]) => name))]);
    expect(names).toEqual([
      ['model', 'languages[]', 'keywords[]', 'response_format'],
      ['model', 'languages[]', 'response_format'],
      ['model', 'response_format'],
      ['model', 'response_format'],
    ]);
  });

  it.each(['file', 'model', null])('gives up when %s is refused', async (param) => {
    await expect(transcribed(transcriber(param))).rejects.toMatchObject({ code: 'invalid_value' });
    expect(forms).toHaveLength(1);
  });
});
