import { OpenAI, toFile } from 'openai';
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import { wavOf } from '../../../../src/audio/wav.js';
import { decodeSample, silence } from '../../speech/mulaw.js';
import { speak } from '../../speech/speak.js';
import { toTelephoneRate } from '../../speech/telephone-audio.js';
import { OpenAiStandIn } from '../open-ai-stand-in.js';
import { RATE_LIMITED } from './rest-knobs.js';

const SENTENCE = 'Two large pepperoni pizzas, please.';
const TOOL = { type: 'function', function: { name: 'add_item', parameters: {} } } as const;
const CALL = {
  role: 'assistant',
  content: null,
  tool_calls: [{ id: 'c1', type: 'function', function: { name: 'add_item', arguments: '{}' } }],
} as const;

describe('The REST endpoints of the stand-in', () => {
  let openai: OpenAiStandIn;
  let client: OpenAI;

  const chat = (
    messages: ChatCompletionCreateParamsStreaming['messages'],
    more: Partial<ChatCompletionCreateParamsStreaming> = {},
  ) => client.chat.completions.create({ model: 'gpt-6-luna', messages, stream: true, ...more });

  beforeEach(async () => {
    openai = await OpenAiStandIn.start({
      vocabulary: [SENTENCE],
      brain: ({ items, trigger }) =>
        trigger === 'turn'
          ? { say: 'One moment.', tools: [{ name: 'add_item', arguments: { quantity: 2 } }] }
          : { say: `You said ${items.length} things.` },
    });
    client = new OpenAI({
      apiKey: openai.knobs.acceptedKey,
      baseURL: openai.baseUrl,
      maxRetries: 0,
      logLevel: 'off',
    });
  });
  afterEach(() => openai.stop());

  const upload = async (bytes: Buffer, name = 'turn.wav', type = 'audio/wav') =>
    client.audio.transcriptions.create({
      file: await toFile(bytes, name, { type }),
      model: 'gpt-transcribe',
      response_format: 'json',
    });

  it('let nobody in without the key', async () => {
    const stranger = new OpenAI({ apiKey: 'sk-other', baseURL: openai.baseUrl, maxRetries: 0 });
    const speech = { model: 'm', voice: 'marin', input: 'Hello.', response_format: 'pcm' } as const;
    await expect(stranger.audio.speech.create(speech)).rejects.toMatchObject({
      status: 401,
      code: 'invalid_api_key',
    });
  });

  it('recognise what really is in the file', async () => {
    const said = Buffer.concat([silence(300), await speak(SENTENCE, 'caller'), silence(500)]);
    expect(await upload(wavOf(said))).toMatchObject({ text: SENTENCE });
    expect(openai.ears.recognised).toMatchObject([{ text: SENTENCE, exactShare: 1 }]);
    expect(await upload(wavOf(silence(800)))).toMatchObject({ text: '' });
  });

  it.each([
    ['that is no WAV file', Buffer.from('junk'), 'turn.wav', 'audio/wav'],
    ['with another name', wavOf(silence(100)), 'turn.ulaw', 'audio/wav'],
    ['with another type', wavOf(silence(100)), 'turn.wav', 'audio/basic'],
    ['that is cut short', wavOf(silence(100)).subarray(0, 200), 'turn.wav', 'audio/wav'],
  ])('refuse a file %s', async (_what, bytes, name, type) => {
    await expect(upload(bytes, name, type)).rejects.toMatchObject({ status: 400 });
    expect(openai.ears.violations).toHaveLength(1);
  });

  it('stream an answer with its calls and its usage as the service does', async () => {
    const tools = [TOOL];
    const options = { tools, stream_options: { include_usage: true } };
    const stream = await chat([{ role: 'user', content: 'Two.' }], options);
    let text = '';
    let args = '';
    const ids: (string | undefined)[] = [];
    const finishes: (string | null)[] = [];
    let tokens = 0;
    for await (const chunk of stream) {
      const choice = chunk.choices[0];
      text += choice?.delta.content ?? '';
      for (const call of choice?.delta.tool_calls ?? []) {
        if (call.id !== undefined) ids.push(call.id);
        args += call.function?.arguments ?? '';
      }
      if (choice?.finish_reason) finishes.push(choice.finish_reason);
      tokens = chunk.usage?.completion_tokens ?? tokens;
    }
    expect([text, args, finishes]).toEqual(['One moment.', '{"quantity":2}', ['tool_calls']]);
    expect(ids).toHaveLength(1);
    expect(tokens).toBeGreaterThan(0);
    expect(openai.ears.violations).toEqual([]);
  });

  it.each([
    ['an unknown field', [{ role: 'user', content: 'Hi' }], { temperature: 1 }],
    ['a tool choice without tools', [{ role: 'user', content: 'Hi' }], { tool_choice: 'auto' }],
    ['a call without its reply', [CALL, { role: 'user', content: 'Hi' }], {}],
    ['a call whose reply is missing at the end', [CALL], {}],
    ['a reply without its call', [{ role: 'tool', tool_call_id: 'c1', content: '{}' }], {}],
    ['a message without content', [{ role: 'user' }], {}],
  ] as const)('refuse a chat with %s', async (_what, messages, more) => {
    const request = chat(messages as never, more);
    await expect(request).rejects.toMatchObject({ status: 400 });
    expect(openai.ears.violations).toHaveLength(1);
  });

  it('notice a tool that was never offered', async () => {
    for await (const _ of await chat([{ role: 'user', content: 'Hi' }])) continue;
    expect(openai.ears.violations).toEqual(['scenario: the request has no tool add_item']);
  });

  it('speak at 24 kHz, as it would sound on the telephone', async () => {
    const response = await client.audio.speech.create({
      model: 'gpt-4o-mini-tts',
      voice: 'marin',
      input: 'Hello there.',
      response_format: 'pcm',
    });
    const pcm = Buffer.from(await response.arrayBuffer());
    const original = await speak('Hello there.', 'assistant');
    expect(pcm).toHaveLength(original.length * 6);
    const samples = new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length / 2);
    const back = toTelephoneRate({ rate: 24_000, samples });
    const power = (values: ArrayLike<number>) =>
      Array.from(values).reduce((sum, value) => sum + value * value, 0);
    const heard = Float64Array.from(original, decodeSample);
    const error = heard.map((value, i) => value - (back[i] ?? 0));
    expect(power(error)).toBeLessThan(0.05 * power(heard));
  });

  it.each([{ voice: 'nobody' }, { response_format: 'mp3' }, { input: '' }, { pitch: 1 }])(
    'refuse speech with %j',
    async (wrong) => {
      const request = {
        model: 'm',
        voice: 'marin',
        input: 'Hi.',
        response_format: 'pcm',
        ...wrong,
      };
      await expect(client.audio.speech.create(request as never)).rejects.toMatchObject({
        status: 400,
      });
    },
  );

  it('fail as a knob says, and tell how long to wait', async () => {
    openai.rest.knobs.chat.failures.push(RATE_LIMITED, 'drop');
    const failed: unknown = await chat([{ role: 'system', content: 'Hi' }]).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    expect((failed as { headers: Headers }).headers.get('retry-after')).toBe('0.3');
    await expect(chat([{ role: 'system', content: 'Hi' }])).rejects.toThrow('Connection error');
    for await (const _ of await chat([{ role: 'system', content: 'Hi' }])) continue;
    expect(openai.rest.of('chat').map(({ status }) => status)).toEqual([429, null, 200]);
  });
});
