import type { ToolCall } from '../../common/tool-call.js';
import type { ToolOutcome } from '../../menu/tools/tool.js';
import type { ChatEvent, ChatModel, ChatRequest } from '../../realtime/pipeline/chat-model.js';
import { KEEP_PROMISE } from '../../realtime/steering.js';
import { MAX_TOOL_ROUNDS } from '../../realtime/tool-rounds.js';
import { Call } from '../call/call.js';
import { MOST_KEPT } from '../call/long-list.js';
import { ChatTurn, type ChatReply } from './chat-turn.js';

/** One answer of the model: what it says, and the tools that it calls. */
interface Answer {
  readonly text?: string;
  readonly tools?: readonly string[];
  readonly status?: 'completed' | 'incomplete';
  readonly reason?: string;
}

const OK: ToolOutcome = { result: { ok: true }, effect: null, order: null };

describe('A turn of the chat model', () => {
  let call: Call;
  let requests: ChatRequest[];
  let ran: string[];
  let turn: ChatTurn;

  const turnWith = (
    answers: readonly Answer[],
    outcomes: Readonly<Record<string, ToolOutcome>> = {},
    signal = new AbortController().signal,
  ): ChatTurn => {
    let asked = 0;
    const model: ChatModel = {
      name: 'test',
      async *answer(request): AsyncGenerator<ChatEvent> {
        requests.push(request);
        const { text, tools, status = 'completed', reason = null } = answers[asked] ?? {};
        asked += 1;
        if (text !== undefined) yield { kind: 'text', text };
        const calls = (tools ?? []).map((name, at) => ({
          callId: `c${requests.length}-${at}`,
          name,
          arguments: '{}',
          finished: true,
        }));
        if (calls.length > 0) yield { kind: 'calls', calls };
        yield { kind: 'done', status, reason, usage: null };
      },
    };
    turn = new ChatTurn({
      call,
      model,
      instructions: () => 'Be kind.',
      tools: [],
      promises: ['let me check'],
      signal,
      lastWords: (kind) => (kind === 'transfer' ? 'One moment.' : 'Goodbye!'),
      runTool: ({ name }: ToolCall) => {
        ran.push(name);
        return Promise.resolve(outcomes[name] ?? OK);
      },
      spend: () => undefined,
    });
    return turn;
  };
  const answer = (
    answers: readonly Answer[],
    outcomes?: Readonly<Record<string, ToolOutcome>>,
  ): Promise<ChatReply> => turnWith(answers, outcomes).answer({ order: null, instruction: null });

  beforeEach(() => {
    call = new Call({ callSid: 'CA1', from: '+15551230100', to: '' }, 'a', 1);
    call.conversation.callerSaid('line-1', 'A coke.');
    requests = [];
    ran = [];
  });

  it('runs tools until there are words, which are what is heard', async () => {
    const reply = await answer([
      { text: 'Let me see.', tools: ['add_item'] },
      { text: '<b>One</b> *Coke*, anything else ?' },
    ]);
    expect(reply).toEqual({ prompt: 'One Coke, anything else?', confirmationId: null, end: null });
    expect(requests.at(-1)?.messages.map(({ role }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'tool',
    ]);
    expect(turn.acted).toBe(true);
  });

  it('tells the order as it stands before the words that it is to answer', async () => {
    const item = { kind: 'tool-call', callId: 'o', name: 'view_order', arguments: '{}' } as const;
    const order = { ...item, output: '{"ok":true}' };
    await turnWith([{ text: 'Hi.' }]).answer({ order, instruction: null });
    const roles = requests[0]?.messages.map(({ role }) => role);
    expect(roles).toEqual(['system', 'assistant', 'tool', 'user']);
  });

  it('tells the order at the same place when older entries leave memory meanwhile', async () => {
    const item = { kind: 'tool-call', callId: 'o', name: 'view_order', arguments: '{}' } as const;
    const order = { ...item, output: '{"ok":true}' };
    for (let number = 2; number <= MOST_KEPT; number += 1) {
      call.conversation.callerSaid(`line-${number}`, `Turn ${number}.`);
    }
    const model = turnWith([{ tools: ['add_item'] }, { text: 'Done.' }], {
      get add_item() {
        // The list is too long with the tool, and a record is just written.
        for (const part of call.parts()) call.stored(part);
        return OK;
      },
    });
    const { length } = call.conversation.replay();
    await model.answer({ order, instruction: null });
    expect(call.conversation.replay().length).toBeLessThan(length);
    const roles = requests[1]?.messages.map(({ role }) => role).slice(-5);
    expect(roles).toEqual(['assistant', 'tool', 'user', 'assistant', 'tool']);
  });

  it.each<[string, readonly Answer[], string]>([
    ['says nothing', [{ text: ' ** ' }], 'nothing_said'],
    ['is cut off', [{ text: 'One', status: 'incomplete', reason: 'length' }], 'length'],
    [
      'calls tools for ever',
      Array.from({ length: 20 }, () => ({ tools: ['get_item'] })),
      'too_many_tools',
    ],
  ])('has no answer when the model %s', async (_what, answers, code) => {
    await expect(answer(answers)).rejects.toMatchObject({ code });
    expect(turn.acted).toBe(false);
    expect(requests.length).toBeLessThanOrEqual(MAX_TOOL_ROUNDS + 1);
  });

  it('has no answer after its time, and runs no tool then', async () => {
    const late = turnWith([{ text: 'Hi.', tools: ['add_item'] }], {}, AbortSignal.abort());
    await expect(late.answer({ order: null, instruction: null })).rejects.toMatchObject({
      code: 'too_slow',
    });
    expect(ran).toEqual([]);
  });

  it.each([
    ['end_call', 'end-call', 'hang-up', 'Goodbye!'],
    ['transfer_to_human', 'transfer', 'transfer', 'One moment.'],
  ] as const)('ends by %s', async (name, kind, end, words) => {
    const outcomes = { [name]: { ...OK, effect: { kind } } };
    expect(await answer([{ text: 'Bye.', tools: [name] }], outcomes)).toMatchObject({
      prompt: 'Bye.',
      end,
    });
    // Its own last words, asked for without tools; the line's where it still has none.
    expect(await answer([{ tools: [name] }, { text: 'Bye now.' }], outcomes)).toMatchObject({
      prompt: 'Bye now.',
      end,
    });
    expect(requests.at(-1)?.mustSpeak).toBe(true);
    expect(await answer([{ tools: [name] }, { text: '…' }], outcomes)).toMatchObject({
      prompt: words,
      end,
    });
  });

  it('does not end a call with something that could not be done', async () => {
    const refused: ToolOutcome = {
      result: { ok: false, error: 'sold_out', message: 'It is sold out.' },
      effect: null,
      order: null,
    };
    const ends: ToolOutcome = { ...OK, effect: { kind: 'end-call' } };
    const reply = await answer(
      [{ text: 'Placed. Bye!', tools: ['place_order', 'end_call'] }, { text: 'It is sold out.' }],
      { place_order: refused, end_call: ends },
    );
    expect(reply).toMatchObject({ prompt: 'It is sold out.', end: null });
  });

  it('says each warning about an allergy that the model leaves out', async () => {
    const warning = 'The Caprese contains milk. The cake may.';
    const warns: ToolOutcome = { ...OK, result: { ok: true, warning, notice: 'We are closed.' } };
    const prompts = ['Anything else?', 'Careful, the caprese contains milk! Anything else?'];
    const said = [];
    for (const text of prompts) {
      const answers = [{ tools: ['add_item', 'add_item'] }, { text }];
      said.push((await answer(answers, { add_item: warns })).prompt);
    }
    expect(said).toEqual([
      'The Caprese contains milk. The cake may. Anything else?',
      'The cake may. Careful, the caprese contains milk! Anything else?',
    ]);
    expect(turn.tells).toEqual([warning, 'We are closed.']);
  });

  it('is told, once, to do what it promises', async () => {
    const promised = { text: 'Let me check.' };
    expect((await answer([promised, { text: 'We have it.' }])).prompt).toBe('We have it.');
    expect(requests.at(-1)?.messages.at(-1)).toMatchObject({ text: KEEP_PROMISE });
    expect((await answer([promised, promised])).prompt).toBe('Let me check.');
  });

  it('has a read-back heard until the order is changed or placed', async () => {
    const readBack: ToolOutcome = { ...OK, result: { ok: true, confirmationId: 'r1' } };
    const outcomes = { read_back_order: readBack };
    const read = [{ tools: ['read_back_order'] }, { text: 'One Coke. Right?' }];
    expect((await answer(read, outcomes)).confirmationId).toBe('r1');
    expect(turn.acted).toBe(false);
    expect((await answer([{ text: 'Is that right?' }])).confirmationId).toBe('r1');
    const more = [{ tools: ['add_item'] }, { text: 'Two. Right?' }];
    expect((await answer(more, outcomes)).confirmationId).toBeNull();
  });
});
