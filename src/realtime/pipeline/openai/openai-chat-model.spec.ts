import { Logger } from '@nestjs/common';
import { OpenAI } from 'openai';
import type { ChatCall, ChatDone } from '../chat-model.js';
import { OpenAiChatModel } from './openai-chat-model.js';

const TOOL = { name: 'add_item', description: '', parameters: { type: 'object' } };

/** What a model made of the chunks of a stream. */
interface Heard {
  text: string;
  calls: readonly ChatCall[];
  done: ChatDone | null;
}

const chunk = (delta: unknown, finish: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason: finish }],
  usage: null,
});
const said = (content: unknown) => chunk({ content });
const call = (fields: object) => chunk({ tool_calls: [fields] });
const begun = (args: string, index = 0) =>
  call({ index, id: `c${index}`, function: { name: 'add_item', arguments: args } });
const end = (finish: string) => chunk({}, finish);

describe('OpenAiChatModel', () => {
  let bodies: Record<string, unknown>[];
  let warnings: unknown[][];
  beforeEach(() => {
    bodies = [];
    warnings = [];
    const warn = (...args: unknown[]) => void warnings.push(args);
    Logger.overrideLogger({ log: () => undefined, error: () => undefined, warn });
  });
  afterEach(() => Logger.overrideLogger(false));

  /** The answer that is made of these events; texts are sent as they stand, an error breaks off. */
  async function answered(
    events: readonly unknown[],
    { mustSpeak = false, signal = new AbortController().signal } = {},
  ): Promise<Heard> {
    const encoder = new TextEncoder();
    const client = new OpenAI({
      apiKey: 'sk-test',
      maxRetries: 0,
      logLevel: 'off',
      fetch: (_url, init) => {
        bodies.push(JSON.parse(init?.body as string) as Record<string, unknown>);
        const left = [...events];
        const stream = new ReadableStream<Uint8Array>({
          pull(controller) {
            const event = left.shift();
            if (event === undefined) controller.close();
            else if (event instanceof Error) controller.error(event);
            else {
              const data = typeof event === 'string' ? event : JSON.stringify(event);
              controller.enqueue(encoder.encode(`data: ${data}\n\n`));
            }
          },
        });
        const headers = { 'content-type': 'text/event-stream' };
        return Promise.resolve(new Response(stream, { headers }));
      },
    });
    const model = new OpenAiChatModel(client, 'gpt-test');
    const heard: Heard = { text: '', calls: [], done: null };
    const messages = [{ role: 'user', text: 'Two colas.' } as const];
    for await (const event of model.answer({ messages, tools: [TOOL], mustSpeak }, signal)) {
      if (event.kind === 'text') heard.text += event.text;
      else if (event.kind === 'calls') heard.calls = event.calls;
      else heard.done = event;
    }
    return heard;
  }

  it.each([
    ['stop', 'completed', null],
    ['tool_calls', 'completed', null],
    ['length', 'incomplete', 'length'],
    ['content_filter', 'incomplete', 'content_filter'],
    ['a_new_one', 'completed', 'a_new_one'],
  ])('takes the finish %s for %s, because of %s', async (finish, status, reason) => {
    const heard = await answered([said('Two'), said(' colas.'), end(finish)]);
    expect(heard).toMatchObject({ text: 'Two colas.', done: { status, reason } });
  });

  it('does not say the words of a refusal, and tells of it', async () => {
    const refusal = chunk({ refusal: 'I cannot help with that.' });
    const heard = await answered([chunk({ role: 'assistant' }), refusal, end('stop')]);
    expect(heard).toMatchObject({ text: '', done: { status: 'incomplete', reason: 'refusal' } });
  });

  it.each([
    ['breaks off', [said('Two colas'), new Error('reset')], 'connection'],
    ['ends without an end', [said('Two colas'), '[DONE]'], 'incomplete_answer'],
    ['has an event that is no JSON', [said('Two colas'), '{"choices"'], 'connection'],
    [
      'reports an error that passes',
      [said('Two colas'), { error: { type: 'server_error', code: 'server_error', message: '' } }],
      'server_error',
    ],
  ])('keeps what there is of a stream that %s', async (_what, events, reason) => {
    const heard = await answered(events);
    expect(heard).toMatchObject({ text: 'Two colas', done: { status: 'incomplete', reason } });
  });

  it.each([
    ['before its first chunk', [new Error('reset')], 'connection'],
    [
      'for good',
      [said('Two'), { error: { code: 'insufficient_quota', message: '' } }],
      'insufficient_quota',
    ],
  ])('is given up when the stream fails %s', async (_what, events, code) => {
    await expect(answered(events)).rejects.toMatchObject({ name: 'ProviderError', code });
  });

  it.each([
    ['length', [end('length')]],
    ['content_filter', [end('content_filter')]],
    ['an aborted stream', [new Error('reset')]],
    ['no end', []],
  ])('tells by %s which calls of the answer are whole', async (_what, ends) => {
    const { calls, done } = await answered([begun('{"quantity":2}'), begun('{"quan', 1), ...ends]);
    expect(done?.status).toBe('incomplete');
    expect(calls).toEqual([
      { callId: 'c0', name: 'add_item', arguments: '{"quantity":2}', finished: true },
      { callId: 'c1', name: 'add_item', arguments: '{"quan', finished: false },
    ]);
  });

  it.each([
    ['no object', 7],
    ['null', null],
    ['a list', []],
    ['no choices', { id: 'x' }],
    ['choices that are no list', { choices: { index: 0 } }],
    ['a choice that is null', { choices: [null] }],
    ['a delta that is null', chunk(null)],
    ['no delta', { choices: [{ index: 0 }] }],
    ['content in parts', said([{ type: 'text', text: 'x' }])],
    ['calls that are no list', chunk({ tool_calls: {} })],
    ['a call that is null', chunk({ tool_calls: [null] })],
    ['a call of nothing', call({})],
  ])('skips and counts a chunk with %s, and uses the others', async (_what, odd) => {
    const heard = await answered([said('Two'), odd, said(' colas.'), odd, end('stop')]);
    expect(heard).toMatchObject({ text: 'Two colas.', calls: [], done: { status: 'completed' } });
    expect(warnings).toEqual([
      ['Odd chunks in an answer', { model: 'gpt-test', count: 2 }, 'OpenAiChatModel'],
    ]);
  });

  it.each([
    ['no choices at its end', { choices: [] }],
    ['fields that are not known', { ...said(''), obfuscation: 'x7', choices: [] }],
    ['null everywhere', chunk({ content: null, refusal: null, tool_calls: null, audio: null })],
  ])('finds nothing odd in a chunk with %s', async (_what, usual) => {
    expect((await answered([said('Two.'), usual, end('stop')])).text).toBe('Two.');
    expect(warnings).toEqual([]);
  });

  it('uses the finish of a chunk whose delta is null', async () => {
    const heard = await answered([said('Two'), chunk(null, 'length')]);
    expect(heard.done).toMatchObject({ status: 'incomplete', reason: 'length' });
  });

  it.each([
    [{ prompt_tokens: 9, completion_tokens: 4, prompt_tokens_details: null }, [9, 0, 4]],
    [{ prompt_tokens: 9, prompt_tokens_details: { cached_tokens: 6 } }, [3, 6, 0]],
    [{ prompt_tokens: null, completion_tokens: 'many' }, [0, 0, 0]],
  ])('counts of the usage %j what there is', async (usage, counted) => {
    const { done } = await answered([said('Two.'), end('stop'), { choices: [], usage }]);
    const { inputTextTokens, cachedTokens, outputTextTokens } = done?.usage ?? {};
    expect([inputTextTokens, cachedTokens, outputTextTokens]).toEqual(counted);
  });

  it('knows no usage where there is none', async () => {
    const { done } = await answered([said('Two.'), end('stop'), { choices: [], usage: null }]);
    expect(done?.usage).toBeNull();
  });

  it('tells of a call that has no name, whose words may have been said already', async () => {
    const nameless = call({ index: 0, id: 'c0', function: { arguments: '{}' } });
    const heard = await answered([said('I have added that.'), nameless, end('tool_calls')]);
    expect(heard).toMatchObject({
      calls: [],
      done: { status: 'incomplete', reason: 'unusable_call' },
    });
  });

  it('offers the tools, but lets none be called when the model has to speak', async () => {
    for (const mustSpeak of [false, true])
      await answered([said('Two.'), end('stop')], { mustSpeak });
    expect(bodies.map((body) => body['tool_choice'])).toEqual(['auto', 'none']);
    expect(bodies.map((body) => (body['tools'] as unknown[]).length)).toEqual([1, 1]);
  });
});
