import { setImmediate as settled } from 'node:timers/promises';
import { FakeStages, Recorder } from '../../../test/support/doubles/pipeline-stages.js';
import { TurnDetector } from '../../audio/turn-detector.js';
import { ProviderError } from '../../common/provider-error.js';
import type { HistoryItem } from '../../common/history-item.js';
import type { HeardPart, Opening } from '../voice-provider.js';
import { PipelineSession } from './pipeline-session.js';

const VOICE = 0x80;
const BROKEN = new ProviderError('http_500', 'broken', 'provider', true);
const CALL = { callId: 'c1', name: 'add_item', arguments: '{}' };

describe('A pipeline session', () => {
  let stages: FakeStages;
  let listener: Recorder;
  let session: PipelineSession;
  let ends: (ProviderError | null)[];

  const open = (opening: Opening = { kind: 'listen' }, history: readonly HistoryItem[] = []) => {
    session = new PipelineSession(
      'openai-pipeline',
      stages,
      new TurnDetector({ voiced: ([first]) => first === VOICE }, 500),
      {
        callSid: 'CA1',
        instructions: 'Be kind.',
        tools: [],
        vocabulary: [],
        languages: [],
        turn: { caller: 'quiet', assistant: 'quiet', stream: 'live' },
        history,
        opening,
      },
      listener,
      (error) => ends.push(error),
    );
  };
  const voice = (ms: number) => session.hear(Buffer.alloc(ms * 8, VOICE).toString('base64'), ms);
  const silence = (ms: number) => session.hear(Buffer.alloc(ms * 8, 0xff).toString('base64'), ms);
  /** The caller says something that is transcribed so. */
  const say = (text: string | Error | Promise<string>, ms = 600) => {
    stages.texts.push(text);
    voice(ms);
    silence(500);
  };
  const lastMessages = () =>
    stages.requests
      .at(-1)
      ?.messages.map((message) => (message.role === 'tool' ? message.output : message.text));

  beforeEach(() => {
    stages = new FakeStages();
    listener = new Recorder();
    ends = [];
  });
  afterEach(() => session.close());

  it('reports a turn and its answer in their order', async () => {
    open();
    await listener.until('ready');
    say('A cola please.');
    await listener.until('completed');
    expect(listener.events).toEqual([
      'ready',
      'started',
      'stopped',
      'caller: A cola please.',
      'audio',
      'assistant: Of course.',
      'audio',
      'completed',
    ]);
    expect(lastMessages()).toEqual(['Be kind.', 'A cola please.']);
  });

  it('keeps what the caller says before it is ready', async () => {
    open();
    say('A cola please.');
    expect(listener.events).toEqual([]);
    await listener.until('completed');
    expect(listener.events.slice(0, 2)).toEqual(['ready', 'started']);
  });

  it('begins with the words it is told to, which are no part of the conversation', async () => {
    open({ kind: 'follow', instruction: 'Greet.' });
    await listener.until('completed');
    expect(lastMessages()).toEqual(['Be kind.', 'Greet.']);
    say('Hi.');
    await listener.until('completed', 2);
    expect(lastMessages()).toEqual(['Be kind.', 'Of course.', 'Hi.']);
  });

  it('answers what the history leaves open', async () => {
    open({ kind: 'answer' }, [{ kind: 'message', role: 'caller', text: 'Are you open?' }]);
    await listener.until('completed');
    expect(lastMessages()).toEqual(['Be kind.', 'Are you open?']);
  });

  it('calls tools and goes on when all of them have answered', async () => {
    open();
    await listener.until('ready');
    stages.answers.push(['One moment.', [CALL, { ...CALL, callId: 'c2' }]], ['Done.']);
    say('A cola.');
    await listener.until('awaits tools');
    session.answerTool('c1', 'first');
    session.answerTool('c1', 'again');
    await settled();
    expect(stages.requests).toHaveLength(1);
    session.answerTool('c2', 'second');
    await listener.until('completed');
    expect(listener.count('tool: add_item')).toBe(2);
    expect(lastMessages()).toEqual(['Be kind.', 'A cola.', 'One moment.', 'first', 'second']);
  });

  it('lets the model call tools five times in a row, then it has to speak', async () => {
    open();
    await listener.until('ready');
    for (let i = 0; i < 5; i += 1) stages.answers.push([[{ ...CALL, callId: `c${i}` }]]);
    say('A cola.');
    for (let i = 0; i < 5; i += 1) {
      await listener.until('awaits tools', i + 1);
      session.answerTool(`c${i}`, '{}');
    }
    await listener.until('completed');
    expect(stages.requests.map(({ mustSpeak }) => mustSpeak)).toEqual([
      ...Array.from({ length: 5 }, () => false),
      true,
    ]);
    say('And fries.');
    await listener.until('completed', 2);
    expect(stages.requests.at(-1)?.mustSpeak).toBe(false);
  });

  it('waits with its answer until the caller is done, and answers everything at once', async () => {
    open();
    await listener.until('ready');
    let transcribed: (text: string) => void = () => undefined;
    say(new Promise((resolve) => (transcribed = resolve)));
    voice(400);
    transcribed('A cola.');
    await listener.until('caller: A cola.');
    await settled();
    expect(stages.requests).toEqual([]);
    stages.texts.push('And fries.');
    silence(500);
    await listener.until('completed');
    expect(stages.requests).toHaveLength(1);
    expect(lastMessages()).toEqual(['Be kind.', 'A cola.', 'And fries.']);
  });

  describe('that is interrupted', () => {
    /** The caller speaks over an answer of two sentences, of which `heardMs` were heard. */
    const interrupted = async (heardMs: number) => {
      stages.answers.push(['We have very good pizza. ', 'And very good pasta too.']);
      open({ kind: 'follow', instruction: 'Greet.' });
      listener.onSpeech = (itemIds) => {
        session.interrupt(itemIds.map((itemId): HeardPart => ({ itemId, heardMs })));
      };
      await listener.until('completed');
      voice(300);
    };

    it.each([
      [500, ['We have very good pizza. And…', 'Stop.']],
      [0, ['Stop.']],
    ])('keeps of its answer what was heard in %i ms', async (heardMs, messages) => {
      await interrupted(heardMs);
      stages.texts.push('Stop.');
      silence(500);
      await listener.until('completed', 2);
      expect(lastMessages()).toEqual(['Be kind.', ...messages]);
    });

    it('goes on where it stopped when the interruption was a noise', async () => {
      await interrupted(500);
      stages.texts.push('[BLANK_AUDIO]');
      silence(500);
      await listener.until('completed', 2);
      expect(listener.events).toContain('caller: ');
      expect(lastMessages()?.slice(0, 2)).toEqual(['Be kind.', 'We have very good pizza. And…']);
      expect(lastMessages()?.at(-1)).toContain('Go on where you stopped');
    });

    it('stops an answer that is being made', async () => {
      let goOn: () => void = () => undefined;
      const gate = new Promise<string>((resolve) => (goOn = () => resolve('late')));
      let request: AbortSignal | undefined;
      stages.chat.answer = async function* (_request, signal) {
        request = signal;
        yield { kind: 'text', text: 'We have very good pizza. ' };
        yield { kind: 'text', text: await gate };
        yield { kind: 'calls', calls: [{ ...CALL, finished: true }] };
        yield { kind: 'done', status: 'completed', reason: null, usage: null };
      };
      open({ kind: 'follow', instruction: 'Greet.' });
      await listener.until('assistant: We have very good pizza.');
      voice(300);
      expect(listener.events.slice(-2)).toEqual(['started', 'interrupted']);
      expect(request?.aborted).toBe(true);
      goOn();
      await settled();
      await settled();
      expect(listener.events.at(-1)).toBe('interrupted');
    });

    it('owes the answer of which nothing was sent', async () => {
      open();
      await listener.until('ready');
      let answered = 0;
      const chat = stages.chat.answer.bind(stages.chat);
      stages.chat.answer = (request, signal) => {
        if ((answered += 1) === 1) voice(200);
        return chat(request, signal);
      };
      say('A cola.');
      await listener.until('interrupted');
      silence(500);
      await listener.until('completed');
      expect(lastMessages()).toEqual(['Be kind.', 'A cola.']);
    });
  });

  it('does not answer a cough, nor words that the model heard in a noise', async () => {
    open();
    await listener.until('ready');
    voice(200);
    silence(500);
    await listener.until('caller: ');
    say('Thanks for watching!');
    await listener.until('caller: ', 2);
    await settled();
    expect(stages.requests).toEqual([]);
    // The call is told that there is nothing to wait for.
    expect(listener.count('unneeded')).toBe(2);
  });

  it('asks the caller to say it again, once, when it cannot be transcribed', async () => {
    open();
    await listener.until('ready');
    say(BROKEN);
    await listener.until('completed');
    expect(listener.events.slice(0, 4)).toEqual([
      'ready',
      'started',
      'stopped',
      'no text: http_500',
    ]);
    expect(lastMessages()?.at(-1)).toContain('say it again');
    say('A cola.');
    await listener.until('completed', 2);
    expect(lastMessages()).toEqual(['Be kind.', 'Of course.', 'A cola.']);
    say(BROKEN);
    await listener.until('completed', 3);
    say(BROKEN);
    await listener.until('lost: http_500');
    expect(listener.count('no text: http_500')).toBe(3);
    expect(ends).toEqual([BROKEN]);
  });

  it('tells what of its answer was sent before it is lost', async () => {
    stages.speaker.speak = async function* () {
      yield await Promise.resolve(Buffer.alloc(800 * 8, 0xff));
      await settled();
      throw BROKEN;
    };
    stages.answers.push(['We have very good pizza and pasta.']);
    open({ kind: 'follow', instruction: 'Greet.' });
    await listener.until('lost: http_500');
    expect(listener.events.filter((event) => event !== 'audio').slice(1)).toEqual([
      'assistant: We have very good pizza and pasta.',
      'assistant: We have',
      'lost: http_500',
    ]);
    expect(session.state).toBe('failed');
  });

  it('does not take a filler that was interrupted for its own words', async () => {
    open();
    await listener.until('ready');
    listener.onSpeech = () => session.interrupt([{ itemId: 'filler-1', heardMs: 300 }]);
    say('');
    await listener.until('unneeded');
    expect(stages.requests).toEqual([]);
  });

  it('takes notes, and speaks about those that ask for it', async () => {
    open();
    await listener.until('ready');
    session.note('caller', '[keys 4 2]', false);
    session.note('system', 'Say goodbye.', true);
    await listener.until('completed');
    expect(stages.requests).toHaveLength(1);
    expect(stages.requests[0]?.messages.slice(1)).toEqual([
      { role: 'user', text: '[keys 4 2]' },
      { role: 'system', text: 'Say goodbye.' },
    ]);
  });

  it('says no more of an answer that is cut off, and goes on with what it is asked for', async () => {
    const chat = stages.chat.answer.bind(stages.chat);
    let signalled: AbortSignal | undefined;
    stages.chat.answer = async function* (_request, signal) {
      signalled = signal;
      yield { kind: 'text', text: 'We have very good pizza. ' };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    open({ kind: 'follow', instruction: 'Greet.' });
    await listener.until('assistant: We have very good pizza.');
    session.stop([]);
    expect(signalled?.aborted).toBe(true);
    expect(listener.events.at(-1)).toBe('interrupted');
    stages.chat.answer = chat;
    session.note('system', 'Say goodbye.', true);
    await listener.until('completed');
    expect(lastMessages()?.at(-1)).toBe('Say goodbye.');
  });

  it('says nothing more once it is closed', async () => {
    open({ kind: 'follow', instruction: 'Greet.' });
    await listener.until('audio');
    session.close();
    const { length } = listener.events;
    say('A cola.');
    session.note('caller', 'text', true);
    session.answerTool('c1', '{}');
    session.interrupt([{ itemId: 'i', heardMs: 1 }]);
    session.close();
    await settled();
    await settled();
    expect(listener.events).toHaveLength(length);
    expect(session.state).toBe('closed');
    expect(ends).toEqual([null]);
  });
});
