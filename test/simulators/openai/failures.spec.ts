import { jest } from '@jest/globals';
import { silence } from '../speech/mulaw.js';
import { OpenAiStandIn } from './open-ai-stand-in.js';
import { RawClient } from './raw-client.js';
import { SAMPLE } from './sample-scenario.js';

/** The first run synthesises every sentence. */
jest.setTimeout(30_000);

const QUICK = { thinkMs: 5, deltaEveryMs: 2, transcriptMs: 5 };

describe('what can go wrong with the stand-in', () => {
  let openai: OpenAiStandIn;
  const clients: RawClient[] = [];

  beforeEach(async () => {
    openai = await OpenAiStandIn.start({ scenario: SAMPLE, knobs: QUICK });
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await openai.stop();
  });

  async function connect(headers?: Record<string, string>): Promise<RawClient> {
    const client = await RawClient.connect(openai.url, headers);
    clients.push(client);
    return client;
  }

  async function phone(): Promise<RawClient> {
    const client = await RawClient.phone(openai.url, ['add_item']);
    clients.push(client);
    return client;
  }

  it('refuses a wrong key with 401, over WebSocket and HTTP', async () => {
    await expect(connect({ authorization: 'Bearer sk-wrong' })).rejects.toThrow('401');
    const headers = { authorization: 'Bearer sk-test' };
    expect((await fetch(`${openai.baseUrl}/models`)).status).toBe(401);
    expect((await fetch(`${openai.baseUrl}/models`, { headers })).status).toBe(200);
    expect((await fetch(`${openai.baseUrl}/nothing`, { headers })).status).toBe(404);
    await connect();
    expect(JSON.stringify(openai.ears.connections)).not.toContain('sk-');
  });

  it('refuses the beta header by event and close code', async () => {
    const client = await connect({ 'OpenAI-Beta': 'realtime=v1' });
    expect((await client.until('error')).error).toMatchObject({ code: 'beta_api_shape_disabled' });
    expect(await client.untilClosed()).toEqual({
      code: 4000,
      reason: 'invalid_request_error.beta_api_shape_disabled',
    });
    expect(client.all('session.created')).toEqual([]);
    expect(openai.ears.violations).toHaveLength(1);
  });

  it('refuses the next upgrades only', async () => {
    openai.nextConnections(2, { refuseUpgrade: 503 });
    await expect(connect()).rejects.toThrow('503');
    await expect(connect()).rejects.toThrow('503');
    await (await connect()).until('session.created');
    expect(openai.ears.connections.map(({ closed }) => closed?.code)).toEqual([
      503,
      503,
      undefined,
    ]);
  });

  it('accepts and then closes with a reason', async () => {
    const type = 'insufficient_quota';
    openai.nextConnections(1, {
      closeOnOpen: { code: 'insufficient_quota', closeCode: 1008, type },
    });
    const client = await connect();
    expect((await client.until('error')).error).toMatchObject({ type, code: 'insufficient_quota' });
    expect((await client.untilClosed()).code).toBe(1008);
  });

  it('expires a session', async () => {
    const client = await phone();
    openai.connections[0]?.expire();
    expect((await client.until('error')).error).toMatchObject({ code: 'session_expired' });
    expect((await client.untilClosed()).code).toBe(1001);
  });

  it.each([
    ['dropAfterEvents', 4],
    ['dropAfterBytes', 3000],
  ] as const)('drops the socket by %s', async (knob, limit) => {
    openai.nextConnections(1, { [knob]: limit });
    const client = await phone();
    client.send({ type: 'response.create' });
    expect((await client.untilClosed()).code).toBe(1006);
    const bytes = client.events.reduce((sum, event) => sum + JSON.stringify(event).length, 0);
    expect(knob === 'dropAfterBytes' ? bytes : client.events.length).toBeLessThanOrEqual(limit);
  });

  it.each([
    ['during-answer', 'response.output_audio.delta', 'response.done'],
    ['after-speech-stopped', 'input_audio_buffer.speech_stopped', 'input_audio_buffer.committed'],
    ['tool-running', 'response.done', 'error'],
  ] as const)('drops the socket %s', async (moment, seen, unseen) => {
    const client = await phone();
    const [connection] = openai.connections;
    if (connection !== undefined) connection.knobs.dropAt = moment;
    await client.say('Two large pepperoni pizzas, please.');
    expect((await client.untilClosed()).code).toBe(1006);
    expect(client.all(seen).length).toBeGreaterThan(0);
    expect(client.all(unseen)).toEqual([]);
    expect(openai.knobs.dropAt).toBeNull();
  });

  it('goes silent, with or without answers to pings', async () => {
    const client = await phone();
    const [connection] = openai.connections;
    openai.knobs.stalled = 'events';
    const pong = new Promise((resolve) => client.socket.once('pong', resolve));
    client.send({ type: 'response.create' });
    client.socket.ping();
    await pong;
    await openai.waitFor(({ responses }) => responses.length === 1, 2000);
    openai.knobs.stalled = 'everything';
    const pings: string[] = [];
    client.socket.on('pong', () => pings.push('pong'));
    client.socket.ping();
    client.send({ type: 'input_audio_buffer.clear' });
    await openai.waitFor(
      () => connection?.ears.ofType('input_audio_buffer.clear').length === 1,
      2000,
    );
    openai.knobs.stalled = null;
    client.send({ type: 'input_audio_buffer.clear' });
    await client.until('input_audio_buffer.cleared');
    expect(pings).toEqual([]);
    expect(client.all('response.created')).toEqual([]);
  });

  it('stalls from a moment of the call on', async () => {
    const client = await phone();
    const [connection] = openai.connections;
    if (connection !== undefined) connection.knobs.stallAt = 'after-speech-stopped';
    await client.say('Yes.');
    await openai.waitFor(({ responses }) => responses[0]?.status === 'completed', 3000);
    expect(client.events.at(-1)?.type).toBe('input_audio_buffer.speech_stopped');
  });

  it('fails the next responses, one by one', async () => {
    const client = await phone();
    openai.knobs.failResponses.push('rate_limit_exceeded', 'server_error');
    for (const code of ['rate_limit_exceeded', 'server_error']) {
      const from = client.mark;
      client.send({ type: 'response.create' });
      expect((await client.until('response.done', from)).response).toMatchObject({
        status: 'failed',
        status_details: { type: 'failed', error: { code } },
        output: [],
      });
    }
    const from = client.mark;
    client.send({ type: 'response.create' });
    const { response } = await client.until('response.done', from);
    expect(response).toMatchObject({ status: 'completed' });
  });

  it('refuses caller transcripts and does without them', async () => {
    openai.nextConnections(1, { refuseTranscription: true });
    const client = await connect();
    const update = { type: 'session.update', session: { type: 'realtime' } };
    const audio = { input: { transcription: { model: 'gpt-transcribe' } } };
    client.send({ ...update, session: { ...update.session, audio } });
    expect((await client.until('error')).error).toMatchObject({
      param: 'session.audio.input.transcription.model',
    });
    client.send({
      ...update,
      session: { type: 'realtime', audio: { input: { transcription: null } } },
    });
    await client.until('session.updated');
    expect(openai.ears.violations).toEqual([]);
  });

  it('mixes in garbage without losing what matters', async () => {
    openai.nextConnections(1, { garbage: true });
    const client = await phone();
    client.send({ type: 'response.create' });
    await client.until('response.content_part.done');
    await openai.waitFor(({ responses }) => responses[0]?.status === 'completed', 3000);
    expect(client.junk.length + client.all('response.hologram.delta').length).toBeGreaterThan(1);
    expect(client.all('response.output_audio_transcript.done')).toMatchObject([
      { transcript: SAMPLE.greeting },
    ]);
  });

  it('takes noise for speech: an answer is cut and an empty turn follows', async () => {
    openai.knobs.deltaEveryMs = 300;
    const client = await phone();
    client.append(silence(500));
    client.send({ type: 'response.create' });
    await client.until('response.output_audio.delta');
    openai.talking?.falseSpeechStart();
    expect((await client.until('response.done')).response).toMatchObject({ status: 'cancelled' });
    client.append(silence(1000));
    const completed = await client.until('conversation.item.input_audio_transcription.completed');
    expect(completed.transcript).toBe('');
    expect(openai.ears.recognised).toMatchObject([{ text: null, exactShare: 0 }]);
  });

  it('names the connection that carries the call', async () => {
    expect(openai.talking).toBeNull();
    const first = await phone();
    const second = await phone();
    expect(openai.talking).toBeNull();
    second.append(silence(20));
    await openai.waitFor(() => openai.talking === openai.connections[1], 2000);
    second.close();
    first.append(silence(20));
    await openai.waitFor(() => openai.talking === openai.connections[0], 2000);
    expect(openai.talking?.ears.appendedBytes).toBe(160);
  });

  it('says what it heard when a wait is in vain', async () => {
    await expect(openai.waitFor(() => false, 10)).rejects.toThrow('no connection was made');
    await phone();
    await expect(openai.waitFor(() => null, 10)).rejects.toThrow('last heard: session.update');
  });
});
