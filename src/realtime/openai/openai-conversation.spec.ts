import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime';
import type { ProviderError } from '../../common/provider-error.js';
import { nextWordsOnly } from '../steering.js';
import { CALL_CUT_OFF, MAX_TOOL_ROUNDS, SPEAK_NOW } from '../tool-rounds.js';
import type { CallerTurn } from '../turn-state.js';
import type { Opening, VoiceSessionListener } from '../voice-provider.js';
import { OpenAiConversation } from './openai-conversation.js';
import { deleteEvent, messageEvent, outputEvent } from '../../openai/openai-events.js';
import type { AudioDelta, ServerError } from '../../openai/openai-events.js';
import type { ResponseDone } from '../../openai/response-done.js';

const BRIEF = { instructions: '', tools: [], vocabulary: [], languages: [] };
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
  let costs: (number | null | undefined)[];
  let turn: { caller: CallerTurn; assistant: 'quiet'; stream: 'live' };
  let onDone: (() => void) | null;
  let conversation: OpenAiConversation;

  const open = (opening: Opening = { kind: 'listen' }) => {
    conversation = new OpenAiConversation(
      {
        callSid: 'CA1',
        ...BRIEF,
        turn,
        history: [],
        opening,
      },
      {
        audio: (itemId, _payload, durationMs) => heard.push(`${itemId} ${durationMs} ms`),
        speechStarted: () => {
          turn.caller = 'speaking';
          heard.push('speech started');
        },
        speechStopped: () => {
          turn.caller = 'quiet';
        },
        callerSaid: (_turnId, text) => heard.push(text),
        turnDone: ({ status, reason, awaitsTools, usage }) => {
          costs.push(usage?.costUsd);
          heard.push([status, reason, awaitsTools && 'awaits tools'].filter(Boolean).join(', '));
          onDone?.();
        },
        toolCall: ({ name, callId }) => heard.push(`${name} ${callId}`),
        assistantSaid: (_itemId, text) => heard.push(text),
      } as Partial<VoiceSessionListener> as VoiceSessionListener,
      {
        model: 'gpt-realtime-2.1',
        transcriptionModel: 'gpt-transcribe',
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
    costs = [];
    turn = { caller: 'quiet', assistant: 'quiet', stream: 'live' };
    onDone = null;
  });

  it('asks for the first words when the assistant is to speak first, and not otherwise', () => {
    begin();
    expect(sent).toEqual([]);
    begin({ kind: 'answer' });
    expect(sent).toEqual([{ type: 'response.create' }]);
  });

  it('has an instruction followed once, beside those of the session', () => {
    begin({ kind: 'follow', instruction: 'Greet.' });
    expect(sent).toEqual([
      messageEvent('system', nextWordsOnly('Greet.')),
      { type: 'response.create' },
    ]);
  });

  it('keeps notes from before its beginning', () => {
    open();
    conversation.note({ role: 'system', text: 'Early.', respond: true });
    expect(sent).toEqual([]);
    conversation.begin();
    conversation.open();
    expect(types()).toEqual(['conversation.item.create', 'response.create']);
  });

  it('truncates at what was heard and deletes the unheard', () => {
    begin();
    conversation.act(delta('a', 300));
    conversation.act(delta('b', 100));
    conversation.interrupt([
      { itemId: 'a', heardMs: 200 },
      { itemId: 'b', heardMs: 0 },
    ]);
    expect(types()).toEqual(['conversation.item.truncate', 'conversation.item.delete']);
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

  it('ends an answer that is cut off, and drops what still comes of it', () => {
    begin();
    conversation.act({ kind: 'response-created', responseId: 'r1' });
    conversation.act(delta('a', 200));
    conversation.stop([{ itemId: 'a', heardMs: 100 }]);
    expect(sent).toEqual([
      { type: 'response.cancel', response_id: 'r1' },
      expect.objectContaining({ type: 'conversation.item.truncate', audio_end_ms: 100 }),
    ]);
    conversation.note({ role: 'system', text: 'Say goodbye.', respond: true });
    conversation.act(delta('a', 200));
    expect(types()).not.toContain('response.create');
    conversation.act(done({ status: 'cancelled' }));
    expect(types().at(-1)).toBe('response.create');
    conversation.act({ kind: 'response-created', responseId: 'r2' });
    conversation.act(delta('b', 100, 'r2'));
    expect(heard).toEqual(['a 200 ms', 'interrupted', 'b 100 ms']);
  });

  it.each([
    ['the caller speaks', () => conversation.act({ kind: 'speech-started' })],
    ['it is cut off', () => conversation.stop([])],
  ])('ends an answer that was asked for and begins after %s', (_what, gone) => {
    begin({ kind: 'answer' });
    gone();
    conversation.act({ kind: 'response-created', responseId: 'r1' });
    conversation.act(delta('a', 200));
    conversation.act(done({ status: 'cancelled' }));
    expect(heard).not.toContain('a 200 ms');
    expect(types()).toEqual(['response.create', 'response.cancel']);
  });

  it('leaves the answer to the caller who began to speak before the one asked for began', () => {
    begin({ kind: 'answer' });
    conversation.act({ kind: 'speech-started' });
    conversation.act({ kind: 'response-created', responseId: 'r1' });
    conversation.act({ kind: 'speech-stopped', turnId: 't1' });
    conversation.act(done({ status: 'cancelled' }));
    conversation.act({ kind: 'committed' });
    conversation.act({ kind: 'response-created', responseId: 'r2' });
    conversation.act(delta('b', 100, 'r2'));
    expect(heard).toEqual(['speech started', 'interrupted', 'b 100 ms']);
  });

  it('cancels nothing where no answer is running', () => {
    begin();
    conversation.stop([]);
    expect(sent).toEqual([]);
  });

  it('reports what transcripts cost with the next response that has a report, once', () => {
    const tokens = {
      inputTextTokens: 0,
      inputAudioTokens: 0,
      cachedTokens: 0,
      cachedAudioTokens: 0,
      outputTextTokens: 0,
      outputAudioTokens: 1_000,
    };
    begin();
    for (const turnId of ['t1', 't2']) {
      conversation.act({ kind: 'caller-text', turnId, text: 'Hi.', billedMs: 60_000 });
    }
    conversation.act(done({ responseId: 'r1' }));
    conversation.act(done({ responseId: 'r2', tokens }));
    conversation.act(done({ responseId: 'r3', tokens }));
    expect(costs).toEqual([
      undefined,
      expect.closeTo(0.064 + 2 * 0.0045, 10),
      expect.closeTo(0.064, 10),
    ]);
  });

  it('asks once for an answer to all tools of a response', () => {
    begin();
    conversation.act({ kind: 'response-created', responseId: 'r1' });
    const call = { name: 'view_order', arguments: '{}', finished: true };
    const toolCalls = ['c1', 'c2'].map((callId) => ({ callId, ...call }));
    conversation.act(done({ toolCalls }));
    expect(heard).toEqual(['view_order c1', 'view_order c2', 'completed, awaits tools']);
    conversation.answerTool('c1', '{}');
    expect(types()).toEqual(['conversation.item.create']);
    conversation.answerTool('c2', '{}');
    expect(types().slice(1)).toEqual(['conversation.item.create', 'response.create']);
  });

  const call = (callId: string, finished = true) => ({
    callId,
    name: 'add_item',
    arguments: '{}',
    finished,
  });
  const outputs = () =>
    sent.filter((event) => JSON.stringify(event).includes('function_call_output'));

  it.each([
    ['completed', 'completed', null],
    ['cancelled', 'interrupted', 'turn_detected'],
    ['incomplete', 'incomplete', 'max_output_tokens'],
  ] as const)('answers every function call of a %s response', (status, told, reason) => {
    begin();
    conversation.act(done({ status, reason, toolCalls: [call('c1'), call('c2', false)] }));
    expect(heard).toEqual([
      'add_item c1',
      [told, reason, 'awaits tools'].filter(Boolean).join(', '),
    ]);
    expect(sent).toEqual([outputEvent('c2', CALL_CUT_OFF)]);
    conversation.answerTool('c1', '{"ok":true}');
    conversation.answerTool('c1', '{"ok":true}');
    expect(sent.slice(1)).toEqual([outputEvent('c1', '{"ok":true}'), { type: 'response.create' }]);
  });

  it('sends nothing for a call that it does not know to wait', () => {
    begin();
    conversation.answerTool('c9', '{}');
    expect(sent).toEqual([]);
  });

  it('takes a response that is done twice for one', () => {
    begin();
    conversation.act({ kind: 'response-created', responseId: 'r1' });
    conversation.act(done({ toolCalls: [call('c1')] }));
    conversation.act(done({ toolCalls: [call('c1')] }));
    conversation.answerTool('c1', '{}');
    conversation.act(done({ toolCalls: [call('c1')] }));
    expect(heard).toEqual(['add_item c1', 'completed, awaits tools']);
    expect(types()).toEqual(['conversation.item.create', 'response.create']);
  });

  it('has a known call answered again, and one that runs once', () => {
    begin();
    conversation.act(done({ responseId: 'r1', toolCalls: [call('c1')] }));
    conversation.act(done({ responseId: 'r2', toolCalls: [call('c1')] }));
    expect(heard.filter((what) => what === 'add_item c1')).toHaveLength(1);
    conversation.answerTool('c1', '{}');
    expect(types()).toEqual(['conversation.item.create', 'response.create']);
    conversation.act(done({ responseId: 'r3', toolCalls: [call('c1')] }));
    expect(heard.filter((what) => what === 'add_item c1')).toHaveLength(2);
    conversation.answerTool('c1', '{}');
    expect(outputs()).toHaveLength(2);
  });

  it('lets tools be called five times in a row, then asks for words', () => {
    begin();
    for (let round = 1; round <= MAX_TOOL_ROUNDS; round += 1) {
      conversation.act(done({ responseId: `r${round}`, toolCalls: [call(`c${round}`)] }));
      conversation.answerTool(`c${round}`, '{}');
    }
    const asked = sent.filter(({ type }) => type === 'response.create');
    expect(asked.slice(0, -1)).toEqual(
      Array(MAX_TOOL_ROUNDS - 1).fill({ type: 'response.create' }),
    );
    const wordsOnly = { type: 'response.create', response: { tool_choice: 'none' } };
    expect(asked.at(-1)).toEqual(wordsOnly);
    // Called in spite of that: answered, not run, and not followed by another response.
    heard = [];
    sent = [];
    conversation.act(done({ responseId: 'r6', toolCalls: [call('c6')] }));
    expect(heard).toEqual(['completed']);
    expect(sent).toEqual([outputEvent('c6', SPEAK_NOW)]);
  });

  it.each(['the caller spoke', 'an answer is asked for'])('counts anew once %s', (what) => {
    begin();
    for (let round = 1; round <= MAX_TOOL_ROUNDS; round += 1) {
      conversation.act(done({ responseId: `r${round}`, toolCalls: [call(`c${round}`)] }));
    }
    if (what === 'the caller spoke') conversation.act({ kind: 'committed' });
    else conversation.note({ role: 'caller', text: '[Keys.]', respond: true });
    conversation.act(done({ responseId: 'r6', toolCalls: [call('c6')] }));
    expect(heard).toContain('add_item c6');
  });

  const said = (text: string, spoken = true) => ({ itemId: 'a', text, spoken });

  it('has what was only written deleted and never tells it as said', () => {
    begin();
    conversation.act(done({ messages: [said('Your total is ten dollars.', false)] }));
    expect(heard).toEqual(['completed']);
    expect(sent).toEqual([deleteEvent('a')]);
  });

  it('tells the text of an item once something of it is heard', () => {
    begin();
    conversation.act({ kind: 'assistant-text', responseId: 'r1', itemId: 'a', text: 'One' });
    expect(heard).toEqual([]);
    conversation.act(delta('a', 200));
    expect(heard).toEqual(['a 200 ms', 'One']);
  });

  it('never tells less than was told before', () => {
    begin();
    conversation.act(delta('a', 400));
    for (const text of ['One small ', 'Margherita.']) {
      conversation.act({ kind: 'assistant-text', responseId: 'r1', itemId: 'a', text });
    }
    conversation.act(done({ status: 'cancelled', messages: [said('')] }));
    expect(heard.slice(-2)).toEqual(['One small Margherita.', 'interrupted']);
    expect(sent).toEqual([]);
  });

  it('asks once for an answer when one is owed and one is asked for at the end of a response', () => {
    begin();
    conversation.act({ kind: 'response-created', responseId: 'r1' });
    conversation.note({ role: 'system', text: 'Say this.', respond: true });
    onDone = () => {
      onDone = null;
      conversation.note({ role: 'system', text: 'Once more.', respond: true });
    };
    conversation.act(done());
    conversation.act({ kind: 'response-created', responseId: 'r2' });
    conversation.act(done({ responseId: 'r2' }));
    expect(types().filter((type) => type === 'response.create')).toHaveLength(1);
  });

  it('asks for nothing while the caller speaks, nor before the turn is committed', () => {
    begin();
    conversation.act({ kind: 'speech-started' });
    conversation.note({ role: 'caller', text: '[Keys.]', respond: true });
    conversation.act({ kind: 'speech-stopped', turnId: 'u1' });
    conversation.note({ role: 'caller', text: '[More keys.]', respond: true });
    conversation.act({ kind: 'committed' });
    expect(types()).not.toContain('response.create');
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
