import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { WebSocketServer, type WebSocket } from 'ws';
import { RefusalMemory } from '../../openai/refusal-memory.js';
import { TurnState } from '../turn-state.js';
import type { VoiceSessionListener } from '../voice-provider.js';
import { OpenAiRealtimeSession } from './openai-realtime-session.js';
import type { Oddity } from '../../openai/wire.js';

const pcmu = { format: { type: 'audio/pcmu' } };
const usage = { input_token_details: { text_tokens: 5 }, output_token_details: { text_tokens: 5 } };
const ids = { response_id: 'r', item_id: 'i' };
const message = {
  id: 'i',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_audio', transcript: 'Hello.' }],
};
const call = {
  id: 'j',
  type: 'function_call',
  status: 'completed',
  call_id: 'c',
  name: 'view_order',
  arguments: '{}',
};
/** One of each event that is acted on, and of some that are not. */
const EVENTS: readonly object[] = [
  { type: 'session.created', session: { id: 's', expires_at: 1_900_000_000 } },
  { type: 'session.updated', session: { audio: { input: pcmu, output: pcmu } } },
  { type: 'input_audio_buffer.speech_started', item_id: 'u', audio_start_ms: 10 },
  { type: 'input_audio_buffer.speech_stopped', item_id: 'u', audio_end_ms: 20 },
  { type: 'input_audio_buffer.committed', item_id: 'u' },
  { type: 'conversation.item.added', item: { type: 'function_call_output', call_id: 'c' } },
  { type: 'conversation.item.input_audio_transcription.completed', item_id: 'u', transcript: 'A' },
  {
    type: 'conversation.item.input_audio_transcription.failed',
    item_id: 'u',
    error: { code: 'audio_unintelligible' },
  },
  { type: 'response.created', response: { id: 'r', status: 'in_progress', output: [] } },
  { type: 'response.output_audio.delta', event_id: 'e', ...ids, delta: '////' },
  { type: 'response.output_audio_transcript.delta', ...ids, delta: 'Hello' },
  ...['completed', 'cancelled', 'incomplete', 'failed'].map((status) => ({
    type: 'response.done',
    response: {
      id: 'r',
      status,
      status_details: { type: status, reason: 'turn_detected', error: { code: 'server_error' } },
      output: [message, call],
      usage,
    },
  })),
  {
    type: 'error',
    error: { type: 'invalid_request_error', code: 'item_truncate_invalid_item_id', event_id: 'x' },
  },
  { type: 'rate_limits.updated', rate_limits: [{ name: 'tokens', remaining: 3 }] },
];
const completed = () => ({
  type: 'response.done',
  response: { id: randomUUID(), status: 'completed', output: [] },
});

type Mutation = (parent: Record<string, unknown>, key: string) => void;
const put =
  (value: unknown): Mutation =>
  (parent, key) => {
    parent[key] = structuredClone(value);
  };
const MUTATIONS: readonly Mutation[] = [
  (parent, key) => Reflect.deleteProperty(parent, key),
  (parent, key) => Object.assign(parent, { [`x_${key}`]: { more: [1] } }),
  ...[null, true, -7, '', [], [null], {}, { type: 7 }].map(put),
];

/** Every object or list in the value, with each of its keys. */
function places(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    [value as Record<string, unknown>, key] as [Record<string, unknown>, string],
    ...places(part),
  ]);
}

const mutated = fc
  .tuple(
    fc.constantFrom(...EVENTS),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...MUTATIONS)), { minLength: 1, maxLength: 3 }),
  )
  .map(([event, mutations]) => {
    const copy = structuredClone(event);
    for (const [at, mutate] of mutations) {
      const all = places(copy);
      const place = all[at % Math.max(1, all.length)];
      if (place) mutate(...place);
    }
    return JSON.stringify(copy);
  });

describe('A session with OpenAI', () => {
  let server: WebSocketServer;
  let socket: WebSocket;
  let session: OpenAiRealtimeSession;
  let lost: string[];
  let odd: Oddity[];
  /** Emits what the call's listener is told, by the name of the method. */
  let told: EventEmitter;

  beforeEach(async () => {
    jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    jest.spyOn(Logger.prototype, 'log').mockReturnValue(undefined);
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    lost = [];
    odd = [];
    told = new EventEmitter();
    session = new OpenAiRealtimeSession(
      {
        provider: 'openai-realtime',
        url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
        apiKey: 'sk-test',
        model: 'gpt-realtime-2.1',
      },
      {
        instructions: '',
        tools: [],
        voice: 'marin',
        transcription: null,
        turnDetection: { kind: 'server_vad', threshold: 0.5, silenceMs: 500 },
        reasons: true,
        reasoningEffort: 'low',
        noiseReduction: null,
        retentionRatio: null,
      },
      new RefusalMemory(),
      new Logger('test'),
      { configured: () => undefined, ended: () => undefined, odd: (kind) => odd.push(kind) },
    );
    told.on('lost', ({ code }: { code: string }) => lost.push(code));
    session.assign(
      {
        callSid: 'CA1',
        instructions: '',
        tools: [],
        vocabulary: [],
        languages: [],
        history: [],
        opening: { kind: 'listen' },
        turn: new TurnState(false),
      },
      new Proxy(
        {},
        {
          get:
            (_target, name) =>
            (...args: unknown[]) =>
              told.emit(name, ...args),
        },
      ) as VoiceSessionListener,
    );
    const ready = once(told, 'ready');
    [socket] = (await once(server, 'connection')) as [WebSocket];
    send({ type: 'session.updated', session: { audio: { input: pcmu, output: pcmu } } });
    await ready;
  });
  afterEach(() => {
    session.close();
    server.close();
  });

  const send = (event: object) => socket.send(JSON.stringify(event));

  it('is not lost by any event that is not as its type says', async () => {
    fc.assert(
      fc.property(mutated, (text) => {
        socket.send(text);
        // Two failed responses in a row are no matter of the wire.
        send(completed());
      }),
      { numRuns: 3_000 },
    );
    const over = new Promise<void>((resolve) => {
      told.on('callerSaid', (_turnId, text) => text === 'That was all.' && resolve());
    });
    send({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: 'u',
      transcript: 'That was all.',
    });
    await over;
    expect(lost).toEqual([]);
    expect(session.state).toBe('ready');
    expect(new Set(odd).size).toBeGreaterThan(4);
  });
});
