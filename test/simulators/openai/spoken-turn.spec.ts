import { jest } from '@jest/globals';
import { silence } from '../speech/mulaw.js';
import { speak } from '../speech/speak.js';
import { OpenAiStandIn, type StandInOptions } from './open-ai-stand-in.js';
import { RawClient, type SeenEvent } from './raw-client.js';
import { SAMPLE } from './sample-scenario.js';

/** The first run synthesises every sentence. */
jest.setTimeout(30_000);

const TOOLS = ['add_item', 'read_back_order', 'place_order'];

interface ResponseBody {
  readonly id: string;
  readonly status: string;
  readonly status_details: object;
  readonly output: readonly (Record<string, unknown> & { readonly id: string })[];
  readonly usage: Record<string, unknown>;
}

function responseOf(event: SeenEvent): ResponseBody {
  return event.response as ResponseBody;
}

/** Types of events without the deltas' repetitions. */
function order(events: readonly SeenEvent[]): string[] {
  const types = events.map((event) => event.type);
  return types.filter((type, i) => !(type.endsWith('.delta') && types.indexOf(type) !== i));
}

describe('a spoken turn', () => {
  let openai: OpenAiStandIn;
  let client: RawClient;

  async function start(options: StandInOptions = {}): Promise<void> {
    const knobs = { thinkMs: 20, deltaEveryMs: 2, transcriptMs: 60, ...options.knobs };
    openai = await OpenAiStandIn.start({ scenario: SAMPLE, ...options, knobs });
    client = await RawClient.phone(openai.url, TOOLS);
  }

  afterEach(async () => {
    client.close();
    await openai.stop();
  });

  async function answerTool(callId: unknown, output: object): Promise<void> {
    client.send({
      type: 'conversation.item.create',
      item: { type: 'function_call_output', call_id: callId, output: JSON.stringify(output) },
    });
    client.send({ type: 'response.create' });
  }

  it('has its events in the order of the service', async () => {
    await start({ brain: () => ({ say: 'What size would you like?' }) });
    const from = client.mark;
    await client.say('Yes.');
    await client.until('conversation.item.input_audio_transcription.completed', from);
    await client.until('response.done', from);
    const events = client.events.slice(from);
    const isTranscript = (type: string): boolean => type.includes('input_audio_transcription');
    expect(order(events).filter((type) => !isTranscript(type))).toEqual([
      'input_audio_buffer.speech_started',
      'input_audio_buffer.speech_stopped',
      'input_audio_buffer.committed',
      'conversation.item.added',
      'conversation.item.done',
      'response.created',
      'rate_limits.updated',
      'response.output_item.added',
      'conversation.item.added',
      'response.content_part.added',
      'response.output_audio_transcript.delta',
      'response.output_audio.delta',
      'response.output_audio.done',
      'response.output_audio_transcript.done',
      'response.content_part.done',
      'response.output_item.done',
      'conversation.item.done',
      'response.done',
    ]);
    const userItem = events[0]?.item_id;
    expect(events[0]).toMatchObject({ audio_start_ms: 120 });
    expect(events[2]).toMatchObject({ item_id: userItem });
    const transcript = events.find((event) => event.type.endsWith('transcription.completed'));
    expect(transcript).toMatchObject({ item_id: userItem, transcript: 'Yes.' });
    const ids = client.events.map((event) => event.event_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(openai.ears.violations).toEqual([]);
  });

  it('sends the whole answer in deltas of 200 to 400 ms after a smaller first', async () => {
    const text = 'Thank you for calling, what would you like to order today?';
    await start({ brain: () => ({ say: text }) });
    client.send({ type: 'response.create' });
    const done = responseOf(await client.until('response.done'));
    const deltas = client
      .all('response.output_audio.delta')
      .map((event) => Buffer.from(String(event.delta), 'base64'));
    expect(Buffer.concat(deltas).equals(await speak(text, 'assistant'))).toBe(true);
    expect(deltas[0]).toHaveLength(800);
    for (const delta of deltas.slice(1, -1)) {
      expect(delta.length).toBeGreaterThanOrEqual(1600);
      expect(delta.length).toBeLessThanOrEqual(3200);
    }
    expect(done.status).toBe('completed');
    expect(done.output).toMatchObject([
      {
        type: 'message',
        status: 'completed',
        content: [{ type: 'output_audio', transcript: text }],
      },
    ]);
    const audioTokens = Math.ceil(Buffer.concat(deltas).length / 400);
    expect(done.usage).toMatchObject({ output_token_details: { audio_tokens: audioTokens } });
  });

  it.each(SAMPLE.turns.filter(({ caller }) => caller !== '').map(({ caller }) => caller))(
    'understands "%s" from its unchanged audio',
    async (text) => {
      await start();
      await client.say(text);
      const [heard] = await openai.waitFor(
        ({ recognised }) => recognised.length > 0 && recognised,
        3000,
      );
      expect(heard).toMatchObject({ text, exactShare: 1 });
      expect(openai.ears.connections[0]?.appended.includes(await speak(text, 'caller'))).toBe(true);
    },
  );

  it('calls a function and goes on with its result', async () => {
    await start();
    await client.say('Two large pepperoni pizzas, please.');
    const asked = responseOf(await client.until('response.done'));
    const [message, call] = asked.output;
    expect(message).toMatchObject({ type: 'message', status: 'completed' });
    expect(call).toMatchObject({ type: 'function_call', name: 'add_item', status: 'completed' });
    const itemDone = client.all('response.output_item.done').at(-1);
    expect(itemDone).toMatchObject({ output_index: 1, item: { call_id: call?.call_id } });
    const args = await client.until('response.function_call_arguments.done');
    expect(JSON.parse(String(args.arguments))).toEqual({ itemId: 'pepperoni', quantity: 2 });
    const pieces = client.all('response.function_call_arguments.delta').map(({ delta }) => delta);
    expect(pieces.join('')).toBe(args.arguments);

    const from = client.mark;
    await answerTool(call?.call_id, { ok: true, lineId: 'L1' });
    const answer = responseOf(await client.until('response.done', from));
    expect(answer.output).toMatchObject([
      { content: [{ transcript: 'I added line L1. Anything else?' }] },
    ]);
    expect(openai.ears.violations).toEqual([]);
  });

  it('goes on in a new session that is given the history', async () => {
    await start();
    const content = [{ type: 'input_text', text: 'Two large pepperoni pizzas, please.' }];
    for (const item of [
      { type: 'message', role: 'user', content },
      { type: 'function_call', call_id: 'call_1', name: 'add_item', arguments: '{}' },
      { type: 'function_call_output', call_id: 'call_1', output: '{"ok":true,"lineId":"L9"}' },
    ]) {
      client.send({ type: 'conversation.item.create', item });
    }
    client.send({ type: 'response.create' });
    const answer = responseOf(await client.until('response.done'));
    expect(answer.output).toMatchObject([
      { content: [{ transcript: 'I added line L9. Anything else?' }] },
    ]);
  });

  it('reports a template without a value and a tool that is not offered', async () => {
    await start();
    client.send({ type: 'session.update', session: { type: 'realtime', tools: [] } });
    await client.say('Yes.');
    await client.until('response.done');
    expect(openai.ears.violations).toEqual([
      'scenario: the session has no tool place_order',
      'scenario: nothing found for {{read_back_order.confirmationId}}',
    ]);
  });

  it('ends an answer that the caller speaks over', async () => {
    const say = 'This is a rather long sentence about today’s specials, pizza and salad.';
    await start({ brain: () => ({ say }), vocabulary: ['Yes.'], knobs: { deltaEveryMs: 400 } });
    client.send({ type: 'response.create' });
    await client.until('response.output_audio.delta');
    const before = client.mark;
    client.append(Buffer.concat([silence(200), await speak('Yes.', 'caller')]));
    const done = responseOf(await client.until('response.done'));
    expect(done.status).toBe('cancelled');
    expect(done.status_details).toEqual({ type: 'cancelled', reason: 'turn_detected' });
    expect(done.output).toMatchObject([{ type: 'message', status: 'incomplete' }]);
    const after = client.events.slice(before).map((event) => event.type);
    expect(after[after.indexOf('input_audio_buffer.speech_started') + 1]).toMatch(/delta$/);
    expect(after.filter((type) => type === 'response.output_audio.delta')).toHaveLength(2);
    expect(after.slice(-6)).toEqual([
      'response.output_audio.done',
      'response.output_audio_transcript.done',
      'response.content_part.done',
      'response.output_item.done',
      'conversation.item.done',
      'response.done',
    ]);
    const from = client.mark;
    client.append(silence(600));
    expect(await client.until('response.created', from)).toMatchObject({
      type: 'response.created',
    });
    expect(openai.ears.responses.map(({ status }) => status)[0]).toBe('cancelled');
  });

  it('lets the caller speak over an answer where interruption is off', async () => {
    await start({ brain: () => ({ say: 'One, two, three, four.' }), knobs: { deltaEveryMs: 60 } });
    const turn_detection = { type: 'server_vad', interrupt_response: false };
    const audio = { input: { turn_detection } };
    client.send({ type: 'session.update', session: { type: 'realtime', audio } });
    client.send({ type: 'response.create' });
    await client.until('response.output_audio.delta');
    await client.say('Yes.');
    const done = responseOf(await client.until('response.done'));
    expect(done.status).toBe('completed');
    expect(client.all('input_audio_buffer.committed')).toHaveLength(1);
  });

  it('makes one response at a time and cancels only what is there', async () => {
    await start({ knobs: { thinkMs: 300 } });
    client.send({ type: 'response.cancel', event_id: 'early' });
    expect((await client.until('error')).error).toMatchObject({
      code: 'response_cancel_not_active',
      event_id: 'early',
    });
    client.send({ type: 'response.create' });
    client.send({ type: 'response.create', event_id: 'second' });
    await client.until('error', client.mark);
    expect(client.all('error').at(-1)?.error).toMatchObject({
      code: 'conversation_already_has_active_response',
      event_id: 'second',
    });
    client.send({ type: 'response.cancel' });
    const done = responseOf(await client.until('response.done'));
    expect(done.status_details).toEqual({ type: 'cancelled', reason: 'client_cancelled' });
    expect(openai.ears.violations).toEqual([]);
    expect(openai.ears.connections[0]?.errors).toHaveLength(2);
  });

  it('answers beside the conversation when asked to', async () => {
    await start({ brain: ({ items }) => ({ say: `There are ${items.length} items.` }) });
    client.send({
      type: 'response.create',
      response: {
        conversation: 'none',
        metadata: { topic: 'count' },
        output_modalities: ['text'],
        input: [
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Count.' }] },
        ],
      },
    });
    client.send({ type: 'response.create' });
    await client.until('response.output_audio.done');
    await openai.waitFor(({ responses }) => responses.every((r) => r.status === 'completed'), 3000);
    await client.until('response.output_text.done');
    expect(client.all('response.output_text.done')).toMatchObject([{ text: 'There are 1 items.' }]);
    expect(client.all('conversation.item.added')).toHaveLength(1);
    expect(client.all('response.created')).toMatchObject([
      { response: { metadata: { topic: 'count' } } },
      { response: { metadata: null } },
    ]);
  });
});
