import { jest } from '@jest/globals';
import { silence } from '../speech/mulaw.js';
import { OpenAiStandIn } from './open-ai-stand-in.js';
import { PHONE_SESSION, RawClient, type SeenEvent } from './raw-client.js';
import { SAMPLE } from './sample-scenario.js';

/** The first run synthesises every sentence. */
jest.setTimeout(30_000);

function field(event: SeenEvent, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], event);
}

describe('a session of the stand-in', () => {
  let openai: OpenAiStandIn;
  let client: RawClient;

  beforeEach(async () => {
    openai = await OpenAiStandIn.start({
      scenario: SAMPLE,
      knobs: { thinkMs: 5, deltaEveryMs: 1 },
    });
  });

  afterEach(async () => {
    client.close();
    await openai.stop();
  });

  async function refused(event: Record<string, unknown>): Promise<SeenEvent> {
    const from = client.mark;
    client.send({ event_id: 'mine', ...event });
    const error = await client.until('error', from);
    expect(field(error, 'error.event_id')).toBe('mine');
    return error;
  }

  async function created(item: Record<string, unknown>): Promise<SeenEvent> {
    const from = client.mark;
    client.send({ type: 'conversation.item.create', item });
    return client.until('conversation.item.done', from);
  }

  async function greeted(): Promise<string> {
    client.send({ type: 'response.create' });
    const done = await client.until('response.done');
    return field(done, 'response.output.0.id') as string;
  }

  it('begins with its defaults and answers an update with what is then in force', async () => {
    client = await RawClient.connect(openai.url);
    const begun = await client.until('session.created');
    expect(field(begun, 'session')).toMatchObject({
      object: 'realtime.session',
      type: 'realtime',
      model: 'gpt-realtime-2.1',
      audio: { input: { format: { type: 'audio/pcm', rate: 24000 } } },
    });
    expect(field(begun, 'session.id')).toMatch(/^sess_/);
    expect(field(begun, 'session.expires_at')).toBeGreaterThan(Date.now() / 1000 + 3500);

    client.send({ type: 'session.update', session: PHONE_SESSION });
    const first = await client.until('session.updated');
    expect(field(first, 'session.audio.input.turn_detection')).toEqual({
      type: 'server_vad',
      threshold: 0.5,
      prefix_padding_ms: 300,
      silence_duration_ms: 400,
      create_response: true,
      interrupt_response: true,
      idle_timeout_ms: null,
    });
    const from = client.mark;
    client.send({ type: 'session.update', session: { type: 'realtime', instructions: 'New.' } });
    const second = await client.until('session.updated', from);
    expect(field(second, 'session.instructions')).toBe('New.');
    expect(field(second, 'session.audio')).toEqual(field(first, 'session.audio'));
    expect(openai.ears.violations).toEqual([]);
  });

  it('refuses a whole update for one bad field', async () => {
    client = await RawClient.phone(openai.url);
    const session = { ...PHONE_SESSION, instructions: 'Changed.', modalities: ['audio'] };
    const error = await refused({ type: 'session.update', session });
    expect(field(error, 'error.code')).toBe('unknown_parameter');
    const from = client.mark;
    client.send({ type: 'session.update', session: { type: 'realtime' } });
    const updated = await client.until('session.updated', from);
    expect(field(updated, 'session.instructions')).toBe(PHONE_SESSION.instructions);
    expect(openai.ears.violations).toHaveLength(1);
  });

  it.each([
    [{ output_modalities: ['audio', 'text'] }, 'invalid_value'],
    [{ model: 'gpt-realtime-1.5' }, 'invalid_value'],
    [
      { audio: { input: { turn_detection: { type: 'server_vad', threshold: 2 } } } },
      'invalid_value',
    ],
  ])('refuses %j', async (change, code) => {
    client = await RawClient.phone(openai.url);
    const error = await refused({
      type: 'session.update',
      session: { type: 'realtime', ...change },
    });
    expect(field(error, 'error.code')).toBe(code);
  });

  it('keeps its voice once it has spoken', async () => {
    client = await RawClient.phone(openai.url);
    const session = { type: 'realtime', audio: { output: { voice: 'cedar' } } };
    client.send({ type: 'session.update', session });
    await greeted();
    session.audio.output.voice = 'ash';
    expect(field(await refused({ type: 'session.update', session }), 'error.code')).toBe(
      'cannot_update_voice',
    );
  });

  it('takes history in order and says where each item stands', async () => {
    client = await RawClient.phone(openai.url);
    const text = (type: string): object[] => [{ type, text: 'Hello.' }];
    const first = await created({ type: 'message', role: 'user', content: text('input_text') });
    const second = await created({
      type: 'message',
      role: 'assistant',
      content: text('output_text'),
    });
    expect(field(first, 'previous_item_id')).toBeNull();
    expect(field(second, 'previous_item_id')).toBe(field(first, 'item.id'));
    const from = client.mark;
    client.send({
      type: 'conversation.item.create',
      previous_item_id: 'root',
      item: { id: 'mine_1', type: 'message', role: 'system', content: text('input_text') },
    });
    const root = await client.until('conversation.item.added', from);
    expect(root).toMatchObject({ previous_item_id: null, item: { id: 'mine_1' } });
    expect(client.all('response.created')).toEqual([]);
  });

  it('refuses items that the service refuses', async () => {
    client = await RawClient.phone(openai.url);
    const create = (item: object, more: object = {}): Promise<SeenEvent> =>
      refused({ type: 'conversation.item.create', item, ...more });
    const audio = { type: 'message', role: 'assistant', content: [{ type: 'output_audio' }] };
    expect(field(await create(audio), 'error')).toMatchObject({
      code: 'missing_required_parameter',
      param: 'item.content[0].text',
    });
    const output = { type: 'function_call_output', call_id: 'call_x', output: '{}' };
    expect(field(await create(output), 'error.code')).toBe('invalid_tool_call_id');
    const message = {
      type: 'message',
      role: 'user',
      content: [{ type: 'input_text', text: 'Hi' }],
    };
    expect(field(await create(message, { previous_item_id: 'nowhere' }), 'error.param')).toBe(
      'previous_item_id',
    );
    await created({ ...message, id: 'once' });
    expect(field(await create({ ...message, id: 'once' }), 'error.param')).toBe('item.id');
  });

  it('truncates spoken items of the assistant and nothing else', async () => {
    client = await RawClient.phone(openai.url);
    const itemId = await greeted();
    const truncate = { type: 'conversation.item.truncate', item_id: itemId, content_index: 0 };
    const spokenMs = (openai.ears.responses[0]?.spoken[0]?.audio.length ?? 0) / 8;
    const far = await refused({ ...truncate, audio_end_ms: Math.ceil(spokenMs) + 1 });
    expect(field(far, 'error.message')).toMatch(/^Audio content of \d+ms is already shorter than/);

    client.send({ ...truncate, audio_end_ms: 500 });
    expect(await client.until('conversation.item.truncated')).toMatchObject({
      item_id: itemId,
      content_index: 0,
      audio_end_ms: 500,
    });
    client.send({ type: 'conversation.item.retrieve', item_id: itemId });
    const kept = await client.until('conversation.item.retrieved');
    const content = field(kept, 'item.content.0') as { audio: string; transcript?: string };
    expect(Buffer.from(content.audio, 'base64')).toHaveLength(4000);
    expect(content.transcript).toBeUndefined();
    const again = await refused({ ...truncate, audio_end_ms: 501 });
    expect(field(again, 'error.message')).toContain('500ms is already shorter than 501ms');

    const lost = await refused({ ...truncate, item_id: 'item_gone', audio_end_ms: 1 });
    expect(field(lost, 'error.code')).toBe('item_truncate_invalid_item_id');
    const content1 = [{ type: 'input_text', text: 'Hi' }];
    const user = await created({ type: 'message', role: 'user', content: content1 });
    const other = await refused({ ...truncate, item_id: field(user, 'item.id'), audio_end_ms: 1 });
    expect(field(other, 'error.code')).toBe('invalid_value');
    expect(openai.ears.connections[0]?.truncations).toMatchObject([
      { itemId, audioEndMs: 500, generatedMs: spokenMs },
    ]);
    expect(openai.ears.violations).toHaveLength(4);
  });

  it('deletes items, once', async () => {
    client = await RawClient.phone(openai.url);
    const itemId = await greeted();
    client.send({ type: 'conversation.item.delete', item_id: itemId });
    expect(await client.until('conversation.item.deleted')).toMatchObject({ item_id: itemId });
    const again = await refused({ type: 'conversation.item.delete', item_id: itemId });
    expect(field(again, 'error.code')).toBe('item_delete_invalid_item_id');
    const gone = await refused({ type: 'conversation.item.retrieve', item_id: itemId });
    expect(field(gone, 'error.code')).toBe('item_retrieve_invalid_item_id');
    expect(openai.ears.connections[0]?.deletions).toMatchObject([{ itemId }]);
  });

  it('leaves the end of turns to a client that wants it so', async () => {
    client = await RawClient.phone(openai.url);
    const audio = { input: { turn_detection: null } };
    client.send({ type: 'session.update', session: { type: 'realtime', audio } });
    expect(field(await refused({ type: 'input_audio_buffer.commit' }), 'error.code')).toBe(
      'input_audio_buffer_commit_empty',
    );
    client.append(silence(200));
    client.send({ type: 'input_audio_buffer.clear' });
    await client.until('input_audio_buffer.cleared');
    await client.say('Yes.');
    client.send({ type: 'input_audio_buffer.commit' });
    const committed = await client.until('input_audio_buffer.committed');
    const completed = await client.until('conversation.item.input_audio_transcription.completed');
    expect(completed).toMatchObject({ item_id: committed.item_id, transcript: 'Yes.' });
    expect(client.all('input_audio_buffer.speech_started')).toEqual([]);
    expect(client.all('response.created')).toEqual([]);
    expect(openai.ears.violations).toEqual([]);
  });

  it('reports audio in a format that was not agreed, and audio that is no base64', async () => {
    client = await RawClient.connect(openai.url);
    client.append(silence(40));
    await openai.waitFor((ears) => ears.violations.length === 1, 2000);
    client.send({ type: 'session.update', session: PHONE_SESSION });
    await client.until('session.updated');
    const error = await refused({ type: 'input_audio_buffer.append', audio: '?' });
    expect(field(error, 'error.param')).toBe('audio');
  });

  it('speaks into a silence of the configured length', async () => {
    client = await RawClient.phone(openai.url);
    const turn_detection = { type: 'server_vad', idle_timeout_ms: 5000 };
    const audio = { input: { turn_detection } };
    client.send({ type: 'session.update', session: { type: 'realtime', audio } });
    await greeted();
    const answeredAt = performance.now();
    const spokenMs = (openai.ears.responses[0]?.spoken[0]?.audio.length ?? 0) / 8;
    const from = client.mark;
    const timeout = await client.until('input_audio_buffer.timeout_triggered', from);
    expect(performance.now() - answeredAt).toBeGreaterThan(spokenMs + 4900);
    const committed = await client.until('input_audio_buffer.committed', from);
    expect(committed.item_id).toBe(timeout.item_id);
    await client.until('response.output_audio_transcript.done', from);
    expect(client.all('response.output_audio_transcript.done').at(-1)).toMatchObject({
      transcript: 'Are you still there?',
    });
  });
});
