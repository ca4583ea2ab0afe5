import { TalkLog, type TalkSnapshot } from './talk-log.js';
import type { TurnLatency } from './turn-latency.js';

const LATENCY: TurnLatency = {
  at: '2026-11-27T12:00:00.000Z',
  responseMs: 900,
  providerMs: 600,
  toolsMs: 280,
  forwardMs: 20,
};
const SAID = { who: 'assistant', rung: 'openai-realtime' } as const;

describe('What is known of who spoke when', () => {
  let now: number;
  let talk: TalkLog;

  beforeEach(() => {
    now = 0;
    talk = new TalkLog(() => now);
  });

  const spans = (): TalkSnapshot['spans'] => talk.snapshot().spans;
  const waits = (): TalkSnapshot['waits'] => talk.snapshot().waits;
  const greeting = (): void => {
    talk.streamBegan();
    now = 400;
    talk.sent({ id: 'hello', ...SAID }, 1_000, 0);
    talk.heard('hello', 1_000, false);
    now = 2_000;
  };
  /** The caller speaks from 2 s to 3 s; turn detection takes half a second. */
  const asked = (id = 't1'): void => {
    talk.callerBegan(false);
    now += 1_500;
    talk.callerEnded(id, 500);
  };

  it('begins with the first words, and how long the caller waited for them', () => {
    greeting();
    expect(spans()).toMatchObject([
      { id: 'hello', rung: 'openai-realtime', fromMs: 400, toMs: 1_400, generatedMs: 1_000 },
    ]);
    expect(waits()).toMatchObject([{ turn: 0, id: null, silentMs: 400, first: 'answer' }]);
  });

  it('counts a wait from the last sound of the caller, and tells what it was made of', () => {
    greeting();
    asked();
    now += 900;
    expect(talk.sent({ id: 'a', ...SAID }, 200, 0)).toBe(true);
    talk.measured(LATENCY);
    expect(talk.sent({ id: 'a', ...SAID }, 300, 0)).toBe(false);
    talk.arrived(60);
    expect(spans().slice(1)).toMatchObject([
      { id: 't1', who: 'caller', fromMs: 2_000, toMs: 3_000, state: 'over', heardMs: null },
      { id: 'a', fromMs: 4_400, generatedMs: 500, heardMs: null, toMs: null, state: 'open' },
    ]);
    expect(waits()[1]).toEqual({
      turn: 1,
      id: 't1',
      fromMs: 3_000,
      silentMs: 1_460,
      first: 'answer',
      answerMs: 1_460,
      recognitionMs: 500,
      modelMs: 600,
      oursMs: 300,
      networkMs: 60,
      rung: 'openai-realtime',
    });
  });

  it('tells a filler from the answer that it bridges to', () => {
    greeting();
    asked();
    now += 1_000;
    talk.sent({ id: 'filler-1', who: 'filler', rung: null }, 800, 0);
    talk.arrived(40);
    now += 500;
    expect(talk.sent({ id: 'a', ...SAID }, 200, 300)).toBe(false);
    talk.measured(LATENCY);
    expect(spans().at(-1)).toMatchObject({ id: 'a', fromMs: 5_300 });
    expect(waits()[1]).toMatchObject({
      silentMs: 1_540,
      first: 'filler',
      answerMs: 2_300,
      networkMs: null,
    });
  });

  it('keeps what was heard, generated and cut apart, also of an item that goes on', () => {
    talk.sent({ id: 'a', ...SAID }, 1_000, 0);
    talk.heard('a', 1_000, false);
    talk.sent({ id: 'a', ...SAID }, 3_000, 0);
    talk.heard('a', 1_700.4, true);
    expect(spans()).toMatchObject([
      { generatedMs: 4_000, heardMs: 1_700, toMs: 1_700, state: 'cut' },
    ]);
    talk.sent({ id: 'a', ...SAID }, 100, 0);
    expect(spans()).toHaveLength(2);
  });

  it('asks no answer to a noise, and leaves a turn without one unanswered', () => {
    greeting();
    asked('noise');
    talk.noise('noise');
    asked('t1');
    now += 200;
    asked('t2');
    now += 800;
    talk.sent({ id: 'a', ...SAID }, 200, 0);
    expect(waits().map(({ turn, id, silentMs }) => [turn, id, silentMs])).toEqual([
      [0, null, 400],
      [1, 't1', null],
      [2, 't2', 1_300],
    ]);
  });

  it('knows of the order line when it answered, and not what was heard', () => {
    talk.lineAsked();
    now = 30;
    talk.lineSaid(null, 'line-1', 'ivr');
    now = 5_000;
    talk.lineAsked();
    now = 5_700;
    talk.measured(LATENCY);
    talk.lineSaid('line-2', 'line-2', 'openai-chat');
    expect(spans()).toMatchObject([
      { id: 'line-1', rung: 'ivr', generatedMs: null, heardMs: null, toMs: null, state: 'untold' },
      { id: 'line-2', who: 'caller', fromMs: 5_000, toMs: null, state: 'untold' },
      { id: 'line-2', who: 'assistant', fromMs: 5_700, heardMs: null },
    ]);
    expect(waits()).toMatchObject([
      { turn: 0, silentMs: 30, modelMs: 0, oursMs: 30, recognitionMs: null, networkMs: null },
      { turn: 1, silentMs: 700, modelMs: 600, oursMs: 300, rung: 'openai-chat' },
    ]);
  });

  it('ends the wait of a stream that said nothing when the order line speaks', () => {
    talk.streamBegan();
    now = 4_000;
    talk.lineAsked();
    now = 4_100;
    talk.lineSaid(null, 'line-1', 'ivr');
    expect(waits()).toMatchObject([{ turn: 0, silentMs: 4_100, answerMs: 4_100, rung: 'ivr' }]);
  });

  it('counts the first words of the order line also when a filler comes before them', () => {
    talk.lineAsked();
    now = 200;
    talk.lineFilled();
    now = 900;
    talk.lineSaid(null, 'line-1', 'openai-chat');
    expect(waits()).toMatchObject([{ turn: 0, silentMs: 200, first: 'filler', answerMs: 900 }]);
  });

  it('counts the wait on the order line until a filler, where the answer is late', () => {
    talk.lineAsked();
    talk.lineSaid(null, 'line-1', 'ivr');
    talk.lineAsked();
    now = 700;
    talk.lineFilled();
    now = 3_000;
    talk.lineSaid('line-2', 'line-2', 'openai-chat');
    expect(waits()[1]).toMatchObject({ silentMs: 700, first: 'filler', answerMs: 3_000 });
    expect(spans().filter(({ who }) => who === 'filler')).toHaveLength(1);
  });

  it('gives each wait for an answer once: not that for the first words, nor a filler, nor a noise', () => {
    greeting();
    asked('noise');
    talk.noise('noise');
    const taken = [talk.takeWait()];
    asked();
    now += 400;
    talk.sent({ id: 'filler-1', who: 'filler', rung: null }, 300, 0);
    taken.push(talk.takeWait());
    now += 500;
    talk.sent({ id: 'a', ...SAID }, 200, 0);
    taken.push(talk.takeWait(), talk.takeWait());
    talk.sent({ id: 'b', ...SAID }, 200, 0);
    taken.push(talk.takeWait());
    expect(taken).toEqual([null, null, 1_400, null, null]);
  });

  it('gives the waits on the order line, and that of a turn which it answers for a broken stream', () => {
    greeting();
    asked();
    now += 3_000;
    talk.lineAsked();
    talk.lineSaid(null, 'line-1', 'ivr');
    expect(talk.takeWait()).toBe(3_500);
    talk.lineSaid(null, 'line-2', 'ivr');
    expect(talk.takeWait()).toBeNull();
    talk.lineAsked();
    now += 700;
    talk.lineSaid('line-3', 'line-3', 'openai-chat');
    expect(talk.takeWait()).toBe(700);
  });

  it('goes on at another replica: what played is cut there, and the wait counts on', () => {
    greeting();
    talk.sent({ id: 'long', ...SAID }, 9_000, 0);
    now = 3_000;
    const left = new TalkLog(() => now, talk.snapshot());
    left.cutOff();
    expect(left.snapshot().spans.at(-1)).toMatchObject({
      heardMs: 1_000,
      toMs: 3_000,
      state: 'cut',
    });

    asked();
    const other = new TalkLog(() => now, talk.snapshot());
    now += 4_000;
    other.streamBegan();
    other.sent({ id: 'b', ...SAID }, 200, 0);
    expect(other.snapshot().waits.at(-1)).toMatchObject({ turn: 1, silentMs: 4_500 });
  });

  it('holds the newest of a call that never ends', () => {
    for (let turn = 1; turn <= 1_200; turn++) {
      asked(`t${turn}`);
      talk.sent({ id: `a${turn}`, ...SAID }, 200, 0);
      talk.heard(`a${turn}`, 200, false);
    }
    expect([spans().length, waits().length]).toEqual([1_000, 500]);
    expect(spans().at(-1)).toMatchObject({ id: 'a1200' });
    expect(waits().at(-1)).toMatchObject({ turn: 1_200 });
  });
});
