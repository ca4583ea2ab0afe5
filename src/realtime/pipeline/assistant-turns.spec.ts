import { setImmediate as settled } from 'node:timers/promises';
import {
  FakeStages,
  Recorder,
  type FakeAnswer,
} from '../../../test/support/doubles/pipeline-stages.js';
import { CALL_CUT_OFF, MAX_TOOL_ROUNDS, SPEAK_NOW } from '../tool-rounds.js';
import type { HistoryItem } from '../../common/history-item.js';
import { AssistantTurns } from './assistant-turns.js';
import { ChatHistory } from './chat-history.js';
import type { ChatMessage } from './chat-model.js';

const CALL = { callId: 'c1', name: 'add_item', arguments: '{"itemId":"cola"}' };
const CUT = { callId: 'c2', name: 'place_order', arguments: '{"confir', finished: false };
const LENGTH = { status: 'incomplete', reason: 'length' } as const;

/** Ids of calls that have not exactly one answer right behind their message. */
function unanswered(messages: readonly ChatMessage[]): readonly string[] {
  return messages.flatMap((message, index) => {
    if (message.role !== 'assistant') return [];
    const behind = messages.slice(index + 1, index + 1 + message.calls.length);
    const answered = behind.map((reply) => (reply.role === 'tool' ? reply.callId : ''));
    const ids = message.calls.map(({ callId }) => callId);
    return ids.toSorted().join() === answered.toSorted().join() ? [] : ids;
  });
}

describe('The assistant’s turns', () => {
  let stages: FakeStages;
  let listener: Recorder;
  let history: ChatHistory;
  let assistant: AssistantTurns;
  let mayBegin: boolean;

  const begin = (earlier: readonly HistoryItem[] = []) => {
    history = new ChatHistory(earlier);
    assistant = new AssistantTurns(
      stages,
      history,
      { instructions: 'Be kind.', tools: [] },
      {
        audio: (itemId) => listener.audio(itemId),
        said: (itemId, text) => listener.assistantSaid(itemId, text),
        toolCall: (call) => listener.toolCall(call),
        turnDone: (turn) => listener.turnDone(turn),
        failed: (error) => listener.lost(error),
      },
      () => mayBegin,
    );
  };
  /** As the call does when an answer was not given, or only in part. */
  const askAgain = async (done = 'completed') => {
    const before = listener.count(done);
    history.note('system', 'Once more.');
    assistant.want();
    await listener.until(done, before + 1);
  };
  const answerTool = (callId: string, output = '{"ok":true}') => {
    if (history.toolAnswered(callId, output)) assistant.advance();
  };
  const texts = (at = -1) =>
    stages.requests
      .at(at)
      ?.messages.map((message) => (message.role === 'tool' ? message.output : message.text));

  beforeEach(() => {
    stages = new FakeStages();
    listener = new Recorder();
    mayBegin = true;
    begin();
  });
  afterEach(() => {
    assistant.stop();
    for (const { messages } of stages.requests) {
      expect(messages[0]).toEqual({ role: 'system', text: 'Be kind.' });
      expect(unanswered(messages)).toEqual([]);
    }
  });

  const GAVE_NOTHING: [string, FakeAnswer, string][] = [
    ['is empty', [], 'completed'],
    ['is blank', [' ', '\n\n', '\t'], 'completed'],
    ['is markup', ['** **\n', '```json\n```', '---'], 'completed'],
    ['is a sound in brackets', ['[silence]'], 'completed'],
    ['is refused', [{ status: 'incomplete', reason: 'refusal' }], 'incomplete: refusal'],
    [
      'is withheld',
      [{ status: 'incomplete', reason: 'content_filter' }],
      'incomplete: content_filter',
    ],
    ['is cut before a word', ['“', LENGTH], 'incomplete: length'],
    [
      'breaks off before a word',
      [{ status: 'incomplete', reason: 'timeout' }],
      'incomplete: timeout',
    ],
  ];

  describe.each(GAVE_NOTHING)('when an answer %s', (_what, answer, done) => {
    it('tell so, and ask for nothing themselves', async () => {
      stages.answers.push(answer);
      assistant.want();
      await listener.until(done);
      await settled();
      expect(listener.events).toEqual([done]);
      expect(stages.requests).toHaveLength(1);
      expect(assistant.owing).toBe(false);
    });

    it('still follow the instruction when they are asked again, until it was followed', async () => {
      stages.answers.push(answer, answer);
      assistant.want('Greet.');
      await listener.until(done);
      await askAgain(done);
      expect(texts()).toEqual(['Be kind.', 'Greet.', 'Once more.']);
      await askAgain();
      expect(texts()).toEqual(['Be kind.', 'Greet.', 'Once more.', 'Once more.']);
      await askAgain();
      expect(texts()).not.toContain('Greet.');
    });

    it('tell so after tool results too, and keep the results', async () => {
      stages.answers.push([[CALL]], answer);
      assistant.want();
      await listener.until('awaits tools');
      answerTool('c1');
      await listener.until(done);
      await settled();
      expect(stages.requests).toHaveLength(2);
      await askAgain();
      expect(texts()).toEqual(['Be kind.', '', '{"ok":true}', 'Once more.']);
      expect(listener.count('tool: add_item')).toBe(1);
    });
  });

  it('never tell text for said of which no audio was made', async () => {
    stages.sentenceMs = () => 0;
    assistant.want();
    await listener.until('completed');
    expect(listener.events).toEqual(['completed']);
    stages.sentenceMs = (text) => (text.startsWith('We') ? 400 : 0);
    stages.answers.push(['We have very good pizza. ', 'Our pasta is very good too.']);
    await askAgain();
    expect(listener.events.filter((event) => event.startsWith('assistant'))).toEqual([
      'assistant: We have very good pizza.',
    ]);
    await askAgain();
    expect(texts()).toEqual(['Be kind.', 'Once more.', 'We have very good pizza.', 'Once more.']);
  });

  it('keep the instruction of an answer that was cut in mid-sentence, before its words', async () => {
    stages.answers.push(['We have very good pizza and', LENGTH]);
    assistant.want('Greet.');
    await listener.until('incomplete: length');
    expect(listener.events).toContain('assistant: We have very good pizza and');
    await askAgain();
    expect(texts()).toEqual(['Be kind.', 'Greet.', 'We have very good pizza and', 'Once more.']);
    await askAgain();
    expect(texts()).not.toContain('Greet.');
  });

  it('keep an instruction over tool calls and over a note that comes before it is followed', async () => {
    stages.answers.push([[CALL]]);
    assistant.want('Greet.');
    await listener.until('awaits tools');
    history.note('system', 'The caller pressed nothing.');
    assistant.want();
    answerTool('c1');
    await listener.until('completed');
    expect(texts()).toContain('Greet.');
  });

  it('forget an instruction when the caller says something', async () => {
    stages.answers.push([]);
    assistant.want('Greet.');
    await listener.until('completed');
    history.note('user', 'A cola.');
    assistant.callerSpoke();
    assistant.want();
    await listener.until('completed', 2);
    expect(texts()).toEqual(['Be kind.', 'A cola.']);
  });

  it('end an answer that calls tools after its own words, so that they count for no other', async () => {
    let speak: () => void = () => undefined;
    stages.voiced = new Promise((resolve) => (speak = resolve));
    stages.answers.push(['One moment, I look it up.', [CALL]], []);
    assistant.want();
    await listener.until('tool: add_item');
    answerTool('c1');
    while (stages.requests.length < 2) await settled();
    await settled();
    expect(listener.events).toEqual(['tool: add_item']);
    speak();
    await listener.until('completed');
    expect(listener.events.filter((event) => event !== 'audio')).toEqual([
      'tool: add_item',
      'assistant: One moment, I look it up.',
      'awaits tools',
      'completed',
    ]);
  });

  it('end it before the words of the next answer', async () => {
    let speak: () => void = () => undefined;
    stages.voiced = new Promise((resolve) => (speak = resolve));
    stages.answers.push(['One moment, I look it up.', [CALL]], ['We have that.']);
    assistant.want();
    await listener.until('tool: add_item');
    answerTool('c1');
    while (stages.requests.length < 2) await settled();
    await settled();
    speak();
    await listener.until('completed');
    const { events } = listener;
    expect(events.slice(-5)).toEqual([
      'awaits tools',
      'audio',
      'assistant: We have that.',
      'audio',
      'completed',
    ]);
  });

  it('keep an instruction that waits for the caller, whatever asks for an answer meanwhile', async () => {
    mayBegin = false;
    assistant.want('Greet.');
    history.note('system', 'Say hello.');
    assistant.want();
    expect(stages.requests).toEqual([]);
    mayBegin = true;
    assistant.advance();
    await listener.until('completed');
    expect(texts()).toEqual(['Be kind.', 'Say hello.', 'Greet.']);
  });

  it('do not run a call that was cut off, but answer it', async () => {
    stages.answers.push(['I place that now.', [CUT], LENGTH]);
    assistant.want();
    await listener.until('incomplete: length');
    expect(listener.events.filter((event) => event.startsWith('tool'))).toEqual([]);
    await askAgain();
    expect(stages.requests[1]?.messages).toEqual([
      { role: 'system', text: 'Be kind.' },
      {
        role: 'assistant',
        text: 'I place that now.',
        calls: [{ callId: 'c2', name: 'place_order', arguments: '{}' }],
      },
      { role: 'tool', callId: 'c2', output: CALL_CUT_OFF },
      { role: 'system', text: 'Once more.' },
    ]);
  });

  it('run the whole calls of a cut answer, and answer the others', async () => {
    stages.answers.push([[CALL, CUT], LENGTH]);
    assistant.want();
    await listener.until('awaits tools: length');
    answerTool('c1');
    await listener.until('completed');
    expect(listener.count('tool: add_item')).toBe(1);
    expect(listener.count('tool: place_order')).toBe(0);
    expect(texts()?.slice(2)).toEqual(['{"ok":true}', CALL_CUT_OFF]);
  });

  it('are not done with words alone when a call was not', async () => {
    stages.answers.push(['I have added that.', [{ ...CALL, finished: false }]]);
    assistant.want();
    await listener.until('incomplete: calls_not_done');
    expect(listener.count('tool: add_item')).toBe(0);
  });

  it('answer a known call from what is known, and go on by themselves', async () => {
    begin([{ kind: 'tool-call', ...CALL, output: '{"lines":1}' }]);
    stages.answers.push(['Let me add that.', [CALL]]);
    assistant.want();
    await listener.until('completed');
    expect(listener.count('tool: add_item')).toBe(0);
    expect(listener.count('awaits tools')).toBe(1);
    expect(texts()?.slice(-2)).toEqual(['Let me add that.', '{"lines":1}']);
  });

  it('let no tool be called after so many answers that did, until the caller speaks', async () => {
    const rounds = (from: number) => {
      for (let i = from; i < from + MAX_TOOL_ROUNDS; i += 1) {
        stages.answers.push([[{ ...CALL, callId: `r${i}` }]]);
      }
    };
    rounds(0);
    stages.answers.push(['I add it.', [CALL]], [[{ ...CALL, callId: 'again' }]]);
    assistant.want();
    for (let i = 0; i < MAX_TOOL_ROUNDS; i += 1) {
      await listener.until('awaits tools', i + 1);
      answerTool(`r${i}`);
    }
    await listener.until('incomplete: calls_not_done');
    expect(listener.count('tool: add_item')).toBe(MAX_TOOL_ROUNDS);
    // Being asked again is no new beginning.
    await askAgain('incomplete: calls_not_done');
    expect(stages.requests.map(({ mustSpeak }) => mustSpeak)).toEqual([
      ...Array.from({ length: MAX_TOOL_ROUNDS }, () => false),
      true,
      true,
    ]);
    expect(texts()?.slice(-3)).toEqual(['I add it.', SPEAK_NOW, 'Once more.']);
    rounds(MAX_TOOL_ROUNDS);
    assistant.callerSpoke();
    assistant.want();
    await listener.until('awaits tools', MAX_TOOL_ROUNDS + 1);
    expect(stages.requests.at(-1)?.mustSpeak).toBe(false);
  });

  it('may call tools again after an answer in words', async () => {
    for (let round = 0; round < MAX_TOOL_ROUNDS; round += 1) {
      stages.answers.push([[{ ...CALL, callId: `r${round}` }]], ['It is there.']);
      assistant.want();
      await listener.until('awaits tools', round + 1);
      answerTool(`r${round}`);
      await listener.until('completed', round + 1);
    }
    expect(stages.requests.some(({ mustSpeak }) => mustSpeak)).toBe(false);
  });

  describe('that are silenced', () => {
    let goOn: () => void;
    beforeEach(() => {
      const gate = new Promise<void>((resolve) => (goOn = resolve));
      stages.answers.push(['I have added that for you. ', [CALL, CUT], gate, 'And more.']);
    });
    const untilCalled = async () => {
      assistant.want();
      await listener.until('audio');
      for (let i = 0; i < 5; i += 1) await settled();
    };

    it('run the calls that are whole by then, and answer those that are not', async () => {
      await untilCalled();
      assistant.silence();
      expect(listener.count('tool: add_item')).toBe(0);
      assistant.tellCut();
      expect(listener.events.slice(-2)).toEqual(['tool: add_item', 'awaits tools']);
      goOn();
      history.note('user', 'And fries.');
      assistant.callerSpoke();
      assistant.want();
      await settled();
      expect(stages.requests).toHaveLength(1);
      answerTool('c1');
      await listener.until('completed');
      expect(texts()?.slice(-3)).toEqual(['{"ok":true}', CALL_CUT_OFF, 'And fries.']);
      expect(listener.count('tool: add_item')).toBe(1);
    });

    it('run them also when the session is lost', async () => {
      await untilCalled();
      assistant.leave();
      expect(listener.events.at(-1)).toBe('tool: add_item');
      goOn();
      for (let i = 0; i < 5; i += 1) await settled();
      expect(listener.events.at(-1)).toBe('tool: add_item');
    });

    it('tell the end of earlier answers that called tools, whose words are silenced too', async () => {
      let speak: () => void = () => undefined;
      stages.voiced = new Promise((resolve) => (speak = resolve));
      stages.answers.length = 0;
      stages.answers.push(['One moment, I look it up.', [CALL]]);
      assistant.want();
      await listener.until('tool: add_item');
      assistant.silence();
      assistant.tellCut();
      speak();
      await settled();
      expect(listener.events).toEqual(['tool: add_item', 'awaits tools']);
    });
  });

  it('take up an instruction again that a noise has interrupted', async () => {
    stages.voiced = new Promise(() => undefined);
    assistant.want('Greet.');
    while (stages.requests.length < 1) await settled();
    assistant.silence();
    assistant.tellCut();
    stages.voiced = Promise.resolve();
    assistant.noise();
    await listener.until('completed');
    expect(texts()).toEqual(['Be kind.', 'Greet.']);
  });
});
