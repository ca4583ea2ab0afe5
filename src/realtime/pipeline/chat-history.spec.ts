import { ChatHistory } from './chat-history.js';
import fc from 'fast-check';
import type { ToolCall } from '../../common/tool-call.js';
import type { ChatMessage } from './chat-model.js';

const CALL = { callId: 'call_1', name: 'add_item', arguments: '{"itemId":"cola"}' };
const OTHER = { callId: 'call_2', name: 'view_order', arguments: '{}' };

const VIEW = { callId: 'call_3', name: 'view_order', arguments: '{}' };

const running = (call: ToolCall) => ({ call, output: null });

function say(history: ChatHistory, itemId: string, text: string, ms: number): void {
  const sentence = history.assistant(itemId).add(text);
  sentence.sent(ms);
  sentence.finish();
}

describe('The history for a chat model', () => {
  it('begins with what was said and done before, without unanswered calls', () => {
    const history = new ChatHistory([
      { kind: 'message', role: 'assistant', text: 'Hello.' },
      { kind: 'message', role: 'caller', text: 'A cola.' },
      { kind: 'tool-call', ...CALL, output: '{"ok":true}' },
      { kind: 'tool-call', ...OTHER, output: null },
      { kind: 'tool-call', ...VIEW, output: '{"lines":1}' },
    ]);
    expect(history.messages()).toEqual<ChatMessage[]>([
      { role: 'assistant', text: 'Hello.', calls: [] },
      { role: 'user', text: 'A cola.' },
      { role: 'assistant', text: '', calls: [CALL] },
      { role: 'tool', callId: 'call_1', output: '{"ok":true}' },
      { role: 'assistant', text: '', calls: [VIEW] },
      { role: 'tool', callId: 'call_3', output: '{"lines":1}' },
    ]);
    expect(history.toolsPending).toBe(false);
  });

  it('puts the caller’s words where the turn ended, however late they come', () => {
    const history = new ChatHistory([]);
    history.callerTurn('t1');
    history.callerTurn('t2');
    history.callerSaid('t2', 'And fries.');
    expect(history.messages()).toEqual([{ role: 'user', text: 'And fries.' }]);
    history.callerSaid('t1', 'A cola.');
    expect(history.messages().map((message) => 'text' in message && message.text)).toEqual([
      'A cola.',
      'And fries.',
    ]);
  });

  it('keeps every result right behind the calls, whatever was said meanwhile', () => {
    const history = new ChatHistory([]);
    history.note('user', 'A cola.');
    say(history, 'i1', 'One moment.', 800);
    expect(history.toolCalls('i1', [running(CALL), running(OTHER)])).toEqual([CALL, OTHER]);
    history.note('user', 'Thanks.');
    expect(history.toolsPending).toBe(true);
    expect(history.toolAnswered('call_2', '{}')).toBe(true);
    expect(history.toolAnswered('call_2', '{"again":true}')).toBe(false);
    expect(history.toolAnswered('call_9', '{}')).toBe(false);
    expect(history.toolsPending).toBe(true);
    history.toolAnswered('call_1', '{"ok":true}');
    expect(history.toolsPending).toBe(false);
    expect(history.messages()).toEqual<ChatMessage[]>([
      { role: 'user', text: 'A cola.' },
      { role: 'assistant', text: 'One moment.', calls: [CALL, OTHER] },
      { role: 'tool', callId: 'call_1', output: '{"ok":true}' },
      { role: 'tool', callId: 'call_2', output: '{}' },
      { role: 'user', text: 'Thanks.' },
    ]);
  });

  it('makes a call with the same id once', () => {
    const history = new ChatHistory([]);
    expect(history.toolCalls('i1', [running(CALL), running(CALL)])).toEqual([CALL]);
    expect(history.toolCalls('i2', [running(CALL)])).toEqual([]);
  });

  it('answers a known call from what is known, as soon as it is', () => {
    const history = new ChatHistory([{ kind: 'tool-call', ...OTHER, output: '{"lines":[]}' }]);
    history.toolCalls('i1', [running(CALL)]);
    expect(history.toolCalls('i2', [running(OTHER), running(CALL)])).toEqual([]);
    expect(history.toolsPending).toBe(true);
    expect(history.toolAnswered('call_1', '{"ok":true}')).toBe(true);
    expect(history.toolsPending).toBe(false);
    expect(history.messages()).toEqual<ChatMessage[]>([
      { role: 'assistant', text: '', calls: [OTHER] },
      { role: 'tool', callId: 'call_2', output: '{"lines":[]}' },
      { role: 'assistant', text: '', calls: [CALL] },
      { role: 'tool', callId: 'call_1', output: '{"ok":true}' },
      { role: 'assistant', text: '', calls: [OTHER, CALL] },
      { role: 'tool', callId: 'call_2', output: '{"lines":[]}' },
      { role: 'tool', callId: 'call_1', output: '{"ok":true}' },
    ]);
  });

  it('neither runs nor waits for a call that has its answer already', () => {
    const history = new ChatHistory([]);
    const output = '{"ok":false}';
    expect(history.toolCalls('i1', [running(CALL), { call: OTHER, output }])).toEqual([CALL]);
    history.toolAnswered('call_1', '{}');
    expect(history.toolAnswered('call_2', '{}')).toBe(false);
    expect(history.messages().at(-1)).toEqual({ role: 'tool', callId: 'call_2', output });
  });

  it('keeps an instruction where it was given until it is fulfilled, one at a time', () => {
    const history = new ChatHistory([]);
    history.instruct('Greet.');
    say(history, 'i1', 'Luigi’s, he', 500);
    history.note('system', 'Go on.');
    const texts = () => history.messages().map((message) => 'text' in message && message.text);
    expect(texts()).toEqual(['Greet.', 'Luigi’s, he', 'Go on.']);
    history.instruct('Ask again.');
    expect(texts()).toEqual(['Luigi’s, he', 'Go on.', 'Ask again.']);
    history.fulfilled();
    history.fulfilled();
    expect(texts()).toEqual(['Luigi’s, he', 'Go on.']);
  });

  it('takes words for said only when audio was made of them', () => {
    const history = new ChatHistory([]);
    say(history, 'i1', 'Nothing came of this.', 0);
    say(history, 'i2', 'One pizza.', 900);
    history.assistant('i2').add('This is still to come.');
    expect(history.messages().map((message) => 'text' in message && message.text)).toEqual([
      'One pizza.',
      'This is still to come.',
    ]);
  });

  it('keeps of an item what was heard and drops what was not', () => {
    const history = new ChatHistory([]);
    say(history, 'i1', 'We have three kinds of pizza.', 2_000);
    say(history, 'i2', 'And a dessert.', 1_000);
    history.heard('i1', 1_000);
    history.heard('i2', 0);
    history.heard('unknown', 500);
    expect(history.messages()).toEqual([{ role: 'assistant', text: 'We have three…', calls: [] }]);
  });

  it('keeps the calls of an item whose words were not heard', () => {
    const history = new ChatHistory([]);
    say(history, 'i1', 'One moment.', 800);
    history.toolCalls('i1', [running(CALL)]);
    history.heard('i1', 0);
    expect(history.messages()[0]).toEqual({ role: 'assistant', text: '', calls: [CALL] });
  });

  it('tells once what is left of the items that were cut short', () => {
    const history = new ChatHistory([]);
    say(history, 'i1', 'Done.', 500);
    history.assistant('i2').add('One large pepperoni pizza.').sent(800);
    history.assistant('i3').add('Nobody got to this.');
    expect(history.silenced()).toEqual([{ itemId: 'i2', text: 'One large' }]);
    expect(history.silenced()).toEqual([]);
  });

  it('forgets the oldest in a call without end', () => {
    const history = new ChatHistory([]);
    for (let i = 0; i < 600; i += 1) history.note('user', `line ${i}`);
    expect(history.messages()).toHaveLength(500);
    expect(history.messages()[0]).toEqual({ role: 'user', text: 'line 100' });
  });

  it('has every call answered once, right behind its message, whatever happened in which order', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const happening = fc.oneof(
      fc.record({ kind: fc.constant('calls' as const), ids: fc.array(id), done: fc.boolean() }),
      fc.record({ kind: fc.constant('answered' as const), id }),
      fc.record({ kind: fc.constant('said' as const), ms: fc.nat(900) }),
      fc.record({ kind: fc.constant('noted' as const) }),
    );
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
        const history = new ChatHistory([]);
        const ran: string[] = [];
        for (const [at, one] of happenings.entries()) {
          if (one.kind === 'calls') {
            const calls = one.ids.map((callId) => ({
              call: { ...CALL, callId },
              output: one.done ? '{}' : null,
            }));
            ran.push(...history.toolCalls(`i${at}`, calls).map(({ callId }) => callId));
          } else if (one.kind === 'answered') history.toolAnswered(one.id, '{"ok":true}');
          else if (one.kind === 'said') say(history, `i${at + 1}`, 'One moment.', one.ms);
          else history.note('user', 'And fries.');
        }
        for (const callId of ran) history.toolAnswered(callId, '{"ok":true}');
        expect(history.toolsPending).toBe(false);
        expect(new Set(ran).size).toBe(ran.length);
        const messages = history.messages();
        for (const [index, message] of messages.entries()) {
          if (message.role !== 'assistant') continue;
          const behind = messages.slice(index + 1, index + 1 + message.calls.length);
          expect(behind.map((reply) => (reply.role === 'tool' ? reply.callId : null))).toEqual(
            message.calls.map(({ callId }) => callId),
          );
          expect(new Set(message.calls.map(({ callId }) => callId)).size).toBe(behind.length);
        }
      }),
    );
  });
});
