import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { OpenAI } from 'openai';
import { ProviderError } from '../../src/common/provider-error.js';
import { readServerEvent, type OpenAiEvent } from '../../src/openai/openai-events.js';
import { errorOfClose, errorOfHandshake } from '../../src/openai/openai-errors.js';
import { ModelListError, readModelList } from '../../src/openai/models/model-list.js';
import { statedWaitMs } from '../../src/openai/stated-wait.js';
import { ODDITIES } from '../../src/openai/wire.js';
import { readChatChunk } from '../../src/realtime/pipeline/openai/chat-chunk.js';
import { OpenAiChatModel } from '../../src/realtime/pipeline/openai/openai-chat-model.js';
import { ToolCallCollector } from '../../src/realtime/pipeline/openai/tool-call-collector.js';
import { readSpeechEvent } from '../../src/realtime/speech/speech-events.js';
import { fuzz } from './fuzz.js';
import { bytesNear, damaged, jsonNear, valueNear } from './mutations.js';

const USAGE = {
  total_tokens: 300,
  input_token_details: {
    text_tokens: 100,
    audio_tokens: 50,
    cached_tokens_details: { text_tokens: 10, audio_tokens: 5 },
  },
  output_token_details: { text_tokens: 20, audio_tokens: 130 },
};
const RESPONSE = {
  id: 'resp_1',
  status: 'failed',
  status_details: {
    type: 'failed',
    reason: 'turn_detected',
    error: { type: 'rate_limit_error', code: 'rate_limit_exceeded', message: 'try again in 1.5s' },
  },
  metadata: { id: 'reading_1' },
  output: [
    { id: 'i1', type: 'message', role: 'assistant', content: [{ transcript: 'One.' }] },
    {
      id: 'i2',
      type: 'function_call',
      call_id: 'c1',
      name: 'n',
      arguments: '{}',
      status: 'completed',
    },
  ],
  usage: USAGE,
};
const AUDIO = {
  type: 'response.output_audio.delta',
  event_id: 'event_1',
  response_id: 'resp_1',
  item_id: 'item_1',
  output_index: 0,
  content_index: 0,
  delta: '/////w==',
};
const FORMAT = { format: { type: 'audio/pcmu' } };
const TRANSCRIPTION = 'conversation.item.input_audio_transcription';
const ERROR = {
  type: 'invalid_request_error',
  code: 'invalid_value',
  message: 'No.',
  param: 'x',
  event_id: 'e1',
};
const EVENTS = [
  AUDIO,
  { type: 'response.output_audio_transcript.delta', response_id: 'r', item_id: 'i', delta: 'Hi' },
  { type: 'session.created', session: { expires_at: 1_800_000_000 } },
  { type: 'session.updated', session: { audio: { input: FORMAT, output: FORMAT } } },
  { type: 'input_audio_buffer.speech_started', item_id: 'i' },
  { type: 'input_audio_buffer.speech_stopped', item_id: 'i' },
  { type: 'conversation.item.added', item: { type: 'function_call_output' } },
  { type: `${TRANSCRIPTION}.completed`, item_id: 'i', transcript: 'A cola.' },
  { type: `${TRANSCRIPTION}.failed`, item_id: 'i', error: ERROR },
  { type: 'response.created', response: RESPONSE },
  { type: 'response.done', response: RESPONSE },
  { type: 'response.done', response: { ...RESPONSE, status: 'completed', status_details: null } },
  { type: 'error', error: ERROR },
];

/** What a field of an event may hold. */
const isPlain = (value: unknown): boolean =>
  value === null || ['string', 'boolean'].includes(typeof value) || isAmount(value);
const isAmount = (value: unknown): boolean =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;

function expectEvent(event: OpenAiEvent): void {
  const { kind, ...fields } = event;
  if (kind !== 'response-done') {
    if (!Object.values(fields).every(isPlain)) throw new Error(JSON.stringify(event));
    return;
  }
  const { messages, toolCalls, tokens, ...rest } = event;
  const whole =
    Object.values(rest).every(isPlain) &&
    [...messages, ...toolCalls].every((part) => Object.values(part).every(isPlain)) &&
    Object.values(tokens ?? {}).every(isAmount);
  if (!whole) throw new Error(JSON.stringify(event));
}

describe('What the provider sends', () => {
  beforeAll(() => Logger.overrideLogger(false));

  fuzz('events of a realtime session', bytesNear(...EVENTS), (frame) => {
    const event = readServerEvent(frame, (oddity) => expect(ODDITIES).toContain(oddity));
    if (event !== null) expectEvent(event);
    return event === null ? 'bad' : 'good';
  });

  fuzz('events of a session that reads aloud', bytesNear(...EVENTS), (frame) => {
    const event = readSpeechEvent(frame);
    if (event === null) return 'bad';
    const { kind: _, ...fields } = event.kind === 'done' ? { ...event, ...event.end } : event;
    const values = Object.entries(fields).flatMap(([key, value]) => (key === 'end' ? [] : [value]));
    if (!values.every(isPlain)) throw new Error(JSON.stringify(event));
    return 'good';
  });

  const fragment = {
    index: 0,
    id: 'c1',
    type: 'function',
    function: { name: 'n', arguments: '{}' },
  };
  const CHUNKS = [
    {
      id: 'x',
      choices: [
        { index: 0, delta: { content: 'Hi', tool_calls: [fragment] }, finish_reason: null },
      ],
    },
    { choices: [{ delta: { refusal: 'No' }, finish_reason: 'stop' }] },
    {
      choices: [],
      usage: {
        prompt_tokens: 9,
        completion_tokens: 8,
        prompt_tokens_details: { cached_tokens: 2 },
      },
    },
  ];

  fuzz('chunks of a streamed answer', fc.array(valueNear(...CHUNKS), { maxLength: 4 }), (list) => {
    const calls = new ToolCallCollector();
    let odd = false;
    for (const chunk of list) {
      const read = readChatChunk(chunk);
      odd ||= read.odd;
      for (const part of read.fragments) odd = !calls.add(part) || odd;
      expect(typeof read.text).toBe('string');
      expect(isPlain(read.finish)).toBe(true);
      expect(Object.values(read.tokens ?? {}).every(isAmount)).toBe(true);
      for (const call of [...calls.known(false), ...calls.known(true)]) {
        if (!Object.values(call).every(isPlain)) throw new Error(JSON.stringify(call));
      }
    }
    return odd ? 'bad' : 'good';
  });

  const LAST = { choices: [{ delta: {}, finish_reason: 'stop' }] };
  const separators = ['\n\n', '\r\n\r\n', '\n', '\n\n: ping\n\n'];
  const lines = fc
    .tuple(
      fc.array(
        fc
          .tuple(jsonNear(...CHUNKS), fc.constantFrom('data: ', 'data:', 'event: error\ndata: '))
          .map(([text, prefix]) => prefix + text),
        { maxLength: 3 },
      ),
      fc.constantFrom(...separators),
      fc.constantFrom(`data: ${JSON.stringify(LAST)}\n\ndata: [DONE]\n\n`, ''),
    )
    .map(([list, end, last]) => list.map((line) => line + end).join('') + last);

  // Nothing is asked for again once an answer has begun.
  const begun = `data: ${JSON.stringify(CHUNKS[0])}\n\n`;
  fuzz('the stream of an answer', damaged(lines), async (text) => {
    const client = new OpenAI({
      apiKey: 'sk-test',
      maxRetries: 0,
      logLevel: 'off',
      fetch: () =>
        Promise.resolve(
          new Response(begun + text, { headers: { 'content-type': 'text/event-stream' } }),
        ),
    });
    const answer = new OpenAiChatModel(client, 'gpt-test').answer(
      { messages: [], tools: [], mustSpeak: false },
      new AbortController().signal,
    );
    const ends: string[] = [];
    try {
      for await (const event of answer) if (event.kind === 'done') ends.push(event.status);
    } catch (error) {
      expect(error).toBeInstanceOf(ProviderError);
      return 'bad';
    }
    expect(ends).toHaveLength(1);
    return ends[0] === 'completed' ? 'good' : 'bad';
  });

  const MODELS = {
    object: 'list',
    data: [{ id: 'gpt-1', shutdown_date: '2027-01-06' }, { id: 'b' }],
  };
  fuzz('the list of models', jsonNear(MODELS), (text) => {
    try {
      const { ends: days } = readModelList(text);
      for (const [id, day] of days) {
        if (typeof id !== 'string' || (day !== null && !/^\d{4}-\d\d-\d\d$/.test(day))) {
          throw new TypeError(`${id} ${day}`);
        }
      }
      return 'good';
    } catch (error) {
      if (!(error instanceof ModelListError)) throw error;
      return 'bad';
    }
  });

  const texts = fc.oneof(
    fc.constantFrom('insufficient_quota', 'rate_limit_exceeded', 'a.b', '__proto__', ''),
    fc.string({ unit: 'binary', maxLength: 30 }),
  );
  fuzz(
    'codes and reasons',
    fc.tuple(fc.nat({ max: 5_000 }), texts, texts),
    ([status, one, two]) => {
      const errors = [
        errorOfClose(status, `${one}.${two}`),
        errorOfHandshake(status, { code: one, type: two, retryAfterMs: null }),
      ];
      for (const error of errors) expect(error).toBeInstanceOf(ProviderError);
      return errors.some(({ retryable }) => retryable) ? 'good' : 'bad';
    },
  );

  const amounts = ['1.5s', '6m0s', '20ms', '9'.repeat(400), '1e999', '-1', 'NaN', '0', '3 hours '];
  const waits = fc.oneof(
    damaged(fc.constantFrom('Sun, 22 Nov 2026 10:00:00 GMT', 'try again in 1m 2s.', ...amounts)),
    fc.constantFrom(...amounts, 'try again in ' + '1s '.repeat(2_000), '1s'.repeat(2_000)),
  );
  fuzz(
    'waits that are asked for',
    fc.array(waits, { minLength: 6, maxLength: 6 }),
    (values) => {
      const names = [
        'retry-after-ms',
        'retry-after',
        'x-ratelimit-remaining-requests',
        'x-ratelimit-reset-requests',
        'x-ratelimit-reset-tokens',
      ];
      const wait = statedWaitMs({
        status: 429,
        header: (name) => values[names.indexOf(name)] ?? null,
        message: values[5] ?? null,
      });
      if (wait === null) return 'bad';
      if (!isAmount(wait) || wait > 3_600_000) throw new Error(`${wait} ms`);
      return 'good';
    },
    { bad: 0 },
  );
});
