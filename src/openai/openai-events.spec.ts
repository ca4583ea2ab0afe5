import fc from 'fast-check';
import { historyEvents, readServerEvent, type OpenAiEvent } from './openai-events.js';
import type { Oddity } from './wire.js';

const delta = (fields: Record<string, unknown> = {}) => ({
  type: 'response.output_audio.delta',
  event_id: 'event_1',
  response_id: 'resp_1',
  item_id: 'item_1',
  output_index: 0,
  content_index: 0,
  delta: '/////w==',
  ...fields,
});
const frame = (value: unknown) => Buffer.from(JSON.stringify(value));

/** The event, and what was odd about it. */
const read = (value: unknown): readonly [OpenAiEvent | null, readonly Oddity[]] => {
  const odd: Oddity[] = [];
  return [readServerEvent(frame(value), (kind) => odd.push(kind)), odd];
};

describe('readServerEvent', () => {
  it('reads an audio delta in the usual shape', () => {
    expect(readServerEvent(frame(delta()))).toEqual({
      kind: 'audio',
      responseId: 'resp_1',
      itemId: 'item_1',
      payload: '/////w==',
      durationMs: 0.5,
    });
  });

  it('reads an audio delta the same by the fast and by the parsed path', () => {
    const id = fc.string({ minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), id, id, (bytes, response_id, item_id) => {
        const event = delta({ response_id, item_id, delta: Buffer.from(bytes).toString('base64') });
        const { type, delta: audio, ...rest } = event;
        // Another order of keys never takes the fast path.
        const reordered = frame({ delta: audio, ...rest, type });
        expect(readServerEvent(frame(event))).toEqual(readServerEvent(reordered));
      }),
    );
  });

  it('never throws, whatever arrives', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          readServerEvent(Buffer.from(bytes));
        },
      ),
    );
  });

  it('has no event for junk and for known events without their fields', () => {
    for (const junk of [
      '',
      '[]',
      'null',
      '{"type":1}',
      '{"type":"response.done"}',
      '{"type":"error"}',
    ]) {
      expect(readServerEvent(Buffer.from(junk))).toBeNull();
    }
  });

  it.each([
    ['no base64', '*** no base64 ***'],
    ['half a base64', 'AAAA='],
    ['an unpadded end', 'AAAAA'],
    ['nothing', ''],
    ['null', null],
    ['an object', {}],
  ])('drops and tells an audio delta that holds %s, by either path', (_what, audio) => {
    const { type, delta: _, ...rest } = delta();
    for (const event of [delta({ delta: audio }), { delta: audio, ...rest, type }]) {
      expect(read(event)).toEqual([{ kind: 'other' }, ['audio']]);
    }
  });

  it('uses the rest of an event whose ids are missing', () => {
    const audio = { kind: 'audio', payload: '/////w==', durationMs: 0.5 };
    expect(read(delta({ item_id: null }))).toEqual([
      { ...audio, responseId: 'resp_1', itemId: '' },
      ['id'],
    ]);
    expect(read({ type: 'response.created', response: {} })).toEqual([
      { kind: 'response-created', responseId: '' },
      ['id'],
    ]);
    expect(
      read({
        type: 'conversation.item.input_audio_transcription.completed',
        transcript: 'A cola please.',
      }),
    ).toEqual([{ kind: 'caller-text', turnId: '', text: 'A cola please.', billedMs: 0 }, ['id']]);
  });

  it.each([
    ['seconds', { type: 'duration', seconds: 2.5 }, 2_500],
    [
      'tokens',
      { type: 'tokens', input_token_details: { audio_tokens: 25, text_tokens: 9 } },
      2_500,
    ],
    ['tokens without details', { type: 'tokens', input_tokens: 34, total_tokens: 40 }, 0],
    ['nothing', undefined, 0],
    ['less than nothing', { type: 'duration', seconds: -4 }, 0],
    ['a text', '2.5', 0],
    ['null', null, 0],
  ])('tells how much audio a transcript was billed for: %s', (_what, usage, billedMs) => {
    const type = 'conversation.item.input_audio_transcription.completed';
    expect(read({ type, item_id: 'i', transcript: 'Hi.', usage })).toEqual([
      { kind: 'caller-text', turnId: 'i', text: 'Hi.', billedMs },
      [],
    ]);
  });

  it.each([
    ['null', null, 'item'],
    ['of unknown type', { id: 'x', type: 'hologram' }, 'item'],
    ['a message without an id', { type: 'message', content: [] }, 'item'],
    ['a message whose content is null', { type: 'message', id: 'x', content: null }, 'item'],
    ['a message of the caller', { type: 'message', id: 'x', role: 'user', content: [] }, 'item'],
    ['a call without its id', { type: 'function_call', name: 'n', arguments: '{}' }, 'item'],
    ['a call without its id’s text', { type: 'function_call', call_id: 7 }, 'item'],
    ['a list', [], 'item'],
    ['a text', 'message', 'item'],
  ])('skips an output item that is %s and uses the others', (_what, odd, kind) => {
    const output = [
      odd,
      { id: 'a', type: 'message', content: [null, { type: 'output_audio', transcript: 'One.' }] },
      { id: 'b', type: 'function_call', call_id: 'c', name: 'n', status: 'completed' },
    ];
    const [event, oddities] = read({
      type: 'response.done',
      response: { id: 'resp_1', status: 'completed', output },
    });
    expect(event).toMatchObject({
      responseId: 'resp_1',
      messages: [{ itemId: 'a', text: 'One.' }],
      toolCalls: [{ callId: 'c', name: 'n', arguments: '', finished: true }],
    });
    expect(oddities).toEqual([kind, 'part', 'field']);
  });

  it('takes a response of unknown status by what there is of it', () => {
    const status = (response: object) =>
      read({ type: 'response.done', response: { id: 'r', ...response } })[0];
    const output = [{ id: 'a', type: 'message', content: [] }];
    expect(status({ output })).toMatchObject({ status: 'completed' });
    expect(status({ status: 'finished', output })).toMatchObject({ status: 'completed' });
    expect(status({ output: null })).toMatchObject({ status: 'failed', errorCode: 'unknown' });
  });

  it('reads an error without a type, and none without a body', () => {
    const error = { code: null, message: 'Odd.', param: null };
    expect(read({ type: 'error', error })).toEqual([
      { kind: 'error', type: 'unknown', eventId: null, ...error },
      ['error'],
    ]);
    expect(read({ type: 'error' })).toEqual([null, ['unreadable']]);
  });

  it.each([
    [{ input: 'audio/pcmu', output: 'audio/pcmu' }, true, 0],
    [{ input: 'audio/pcmu', output: 'audio/pcm' }, false, 0],
    [{ input: 'audio/pcm', output: 'audio/pcmu' }, false, 0],
    [{ input: 'audio/pcmu' }, true, 1],
    [{}, true, 2],
  ])('takes a session for mu-law unless it says otherwise: %j', (formats, pcmu, odd) => {
    const sides = Object.entries(formats).map(([side, type]) => [side, { format: { type } }]);
    const session = { audio: Object.fromEntries(sides) as object };
    expect(read({ type: 'session.updated', session })).toEqual([
      { kind: 'session-updated', pcmu },
      Array.from({ length: odd }, () => 'field'),
    ]);
  });

  it('lets unknown events pass', () => {
    expect(readServerEvent(frame({ type: 'rate_limits.updated', rate_limits: [] }))).toEqual({
      kind: 'other',
    });
  });

  const call = { id: 'i', type: 'function_call', call_id: 'c', name: 'n', arguments: '{}' };
  const doneWith = (response: Record<string, unknown>) =>
    frame({ type: 'response.done', event_id: 'e', response: { id: 'resp_1', ...response } });

  it.each(['completed', 'cancelled', 'incomplete', 'failed'])(
    'says of each function call of a %s response whether it is whole',
    (status) => {
      const output = [
        { ...call, status: 'completed' },
        { ...call, call_id: 'd', arguments: '{"a"', status: 'incomplete' },
        { ...call, call_id: 'e' },
      ];
      expect(readServerEvent(doneWith({ status, output }))).toMatchObject({
        status,
        toolCalls: [
          { callId: 'c', name: 'n', arguments: '{}', finished: true },
          { callId: 'd', finished: false },
          { callId: 'e', finished: false },
        ],
      });
    },
  );

  it('says of each message whether it was spoken', () => {
    const message = (id: string, ...content: unknown[]) => ({
      id,
      type: 'message',
      role: 'assistant',
      content,
    });
    const output = [
      message('a', { type: 'output_audio', transcript: 'One.' }),
      message('b', { type: 'output_text', text: 'Two.' }),
      message('c', { type: 'output_audio' }),
      message(
        'd',
        { type: 'output_text', text: 'Four' },
        { type: 'output_audio', transcript: '.' },
      ),
      message('e'),
    ];
    expect(readServerEvent(doneWith({ status: 'completed', output }))).toMatchObject({
      messages: [
        { itemId: 'a', text: 'One.' },
        { itemId: 'b', text: 'Two.' },
        { itemId: 'c', text: '' },
        { itemId: 'd', text: 'Four .' },
        { itemId: 'e', text: '' },
      ],
    });
  });

  it.each([
    ['incomplete', { type: 'incomplete', reason: 'content_filter' }, 'content_filter'],
    ['cancelled', { type: 'cancelled', reason: 'turn_detected' }, 'turn_detected'],
    ['failed', { type: 'failed', error: { code: 'server_error' } }, null],
    ['completed', null, null],
    ['completed', undefined, null],
  ])('tells the reason of a response that is %s: %j', (status, status_details, reason) => {
    const event = readServerEvent(doneWith({ status, status_details, output: [] }));
    expect(event).toMatchObject({ status, reason });
  });

  it('counts cached tokens apart', () => {
    const done = {
      type: 'response.done',
      event_id: 'e',
      response: {
        id: 'resp_1',
        status: 'completed',
        output: [],
        usage: {
          input_token_details: {
            text_tokens: 180,
            audio_tokens: 70,
            cached_tokens: 128,
            cached_tokens_details: { text_tokens: 100, audio_tokens: 28 },
          },
          output_token_details: { text_tokens: 14, audio_tokens: 48 },
        },
      },
    };
    expect(readServerEvent(frame(done))).toMatchObject({
      tokens: {
        inputTextTokens: 80,
        inputAudioTokens: 42,
        cachedTokens: 128,
        cachedAudioTokens: 28,
        outputTextTokens: 14,
        outputAudioTokens: 48,
      },
    });
  });
});

describe('historyEvents', () => {
  it('replays a function call with its output and none without', () => {
    const call = { kind: 'tool-call', callId: 'c', name: 'n', arguments: '{}' } as const;
    expect(historyEvents({ ...call, output: '{"ok":true}' })).toHaveLength(2);
    expect(historyEvents({ ...call, output: null })).toEqual([]);
  });
});
