import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime';
import type { ProviderError } from '../provider-error.js';
import type { Opening, VoiceSessionListener } from '../voice-provider.js';
import { OpenAiConversation } from './openai-conversation.js';
import type { AudioDelta, ServerError } from './openai-events.js';
import type { ResponseDone } from './response-done.js';

const delta = (itemId: string, durationMs: number, responseId = 'r1'): AudioDelta => ({
  kind: 'audio',
  responseId,
  itemId,
  payload: 'AAAA',
  durationMs,
});
const done = (fields: Partial<ResponseDone> = {}): ResponseDone => ({
  kind: 'response-done',
  responseId: 'r1',
  status: 'completed',
  errorCode: null,
  retryAfterMs: null,
  reason: null,
  messages: [],
  toolCalls: [],
  tokens: null,
  ...fields,
});
const refusal = (code: string, eventId: string | null): ServerError => ({
  kind: 'error',
  type: 'server_error',
  code,
  message: '',
  param: null,
  eventId,
});

describe('A conversation with OpenAI', () => {
  let sent: RealtimeClientEvent[];
  let lost: ProviderError[];
  let heard: string[];
  let conversation: OpenAiConversation;

  const open = (opening: Opening = { kind: 'listen' }) => {
    conversation = new OpenAiConversation(
      {
        callSid: 'CA1',
        instructions: '',
        tools: [],
        vocabulary: [],
        turn: { caller: 'quiet', assistant: 'quiet', stream: 'live' },
        history: [],
        opening,
      },
      {
        audio: (itemId, _payload, durationMs) => heard.push(`${itemId} ${durationMs} ms`),
        speechStarted: () => heard.push('speech started'),
        turnDone: ({ status }) => heard.push(status),
        toolCall: ({ name }) => heard.push(name),
        assistantSaid: (_itemId, text) => heard.push(text),
      } as Partial<VoiceSessionListener> as VoiceSessionListener,
      {
        model: 'gpt-realtime',
        logger: new Logger('test'),
        send: (event) => `vp_${sent.push(event)}`,
        expecting: () => undefined,
        lose: (error) => lost.push(error),
      },
    );
  };
  const begin = (opening?: Opening) => {
    open(opening);
    conversation.begin();
    conversation.open();
  };
  const types = () => sent.map(({ type }) => type);

  beforeEach(() => {
    jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    sent = [];
    lost = [];
    heard = [];
  });

  it('asks for the first words when the assistant is to speak first, and not otherwise', () => {
    begin();
    expect(sent).toEqual([]);
    begin({ kind: 'follow', instruction: 'Greet.' });
    expect(sent).toEqual([{ type: 'response.create', response: { instructions: 'Greet.' } }]);
  });

  it('keeps notes from before its beginning', () => {
    open();
    conversation.note({ role: 'system', text: 'Early.', respond: true });
    expect(sent).toEqual([]);
    conversation.begin();
    conversation.open();
    expect(types()).toEqual(['conversation.item.create', 'response.create']);
  });

  it('truncates at what was heard, never beyond what was received, and deletes the unheard', () => {
    begin();
    conversation.act(delta('a', 300.5));
    conversation.act(delta('a', 200));
    conversation.act(delta('b', 100));
    conversation.interrupt([
      { itemId: 'a', heardMs: 900 },
      { itemId: 'b', heardMs: 0.5 },
      { itemId: 'filler-1', heardMs: 80 },
    ]);
    expect(sent).toEqual([
      { type: 'conversation.item.truncate', item_id: 'a', content_index: 0, audio_end_ms: 500 },
      { type: 'conversation.item.delete', item_id: 'b' },
    ]);
  });

  it('drops late audio of an answer that the caller spoke over', () => {
    begin();
    conversation.act({ kind: 'response-created', responseId: 'r1' });
    conversation.act(delta('a', 200));
    conversation.act({ kind: 'speech-started' });
    conversation.act(delta('a', 200));
    conversation.act(delta('b', 100, 'r2'));
    expect(heard).toEqual(['a 200 ms', 'speech started', 'b 100 ms']);
  });

  it('asks once for an answer to all tools of a response', () => {
    begin();
    conversation.act({ kind: 'response-created', responseId: 'r1' });
    const call = { name: 'view_order', arguments: '{}', finished: true };
    const toolCalls = ['c1', 'c2'].map((callId) => ({ callId, ...call }));
    conversation.act(done({ toolCalls }));
    expect(heard).toEqual(['view_order', 'view_order', 'completed']);
    conversation.answerTool('c1', '{}');
    expect(types()).toEqual(['conversation.item.create']);
    conversation.answerTool('c2', '{}');
    expect(types().slice(1)).toEqual(['conversation.item.create', 'response.create']);
  });

  it('drops the function calls of a cut-off response', () => {
    begin();
    const call = { callId: 'c', name: 'view_order', arguments: '{"a"', finished: false };
    conversation.act(done({ status: 'cancelled', toolCalls: [call] }));
    expect(heard).toEqual(['interrupted']);
    expect(sent).toEqual([]);
  });

  it('asks a second time for an answer that was refused, then loses the session', () => {
    begin({ kind: 'answer' });
    expect(conversation.refused(refusal('server_error', 'vp_1'))).toBe(true);
    expect(types()).toEqual(['response.create', 'response.create']);
    expect(conversation.refused(refusal('server_error', 'vp_2'))).toBe(true);
    expect(lost.map(({ code }) => code)).toEqual(['server_error']);
  });

  it('loses the session at once when the service asks to wait', () => {
    begin();
    conversation.act(
      done({ status: 'failed', errorCode: 'rate_limit_exceeded', retryAfterMs: 1_200 }),
    );
    expect(lost).toMatchObject([{ code: 'rate_limit_exceeded', retryAfterMs: 1_200 }]);
    expect(sent).toEqual([]);
  });

  it('leaves refusals of other events to its session', () => {
    begin({ kind: 'answer' });
    expect(conversation.refused(refusal('server_error', null))).toBe(false);
    expect(conversation.refused(refusal('server_error', 'vp_7'))).toBe(false);
    expect(lost).toEqual([]);
  });
});
