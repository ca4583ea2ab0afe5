import type { CallDetail, Speech, Wait } from '../../api/call-detail.js';
import { axisOf, indexAt, ticks, waitParts } from './axis.js';

const START = '2026-11-27T12:00:00.000Z';
const at = (ms: number): string => new Date(Date.parse(START) + ms).toISOString();

const WAIT: Wait = {
  turn: 1,
  at: at(3_000),
  text: 'A pizza.',
  waitMs: 1_400,
  firstSound: 'answer',
  answerMs: 1_400,
  recognitionMs: 500,
  modelMs: 600,
  oursMs: 250,
  networkMs: 50,
  rung: 'one',
};

function said(fields: Partial<Speech>): Speech {
  const base = { at: START, endedAt: null, who: 'assistant', rung: 'one', state: 'over' } as const;
  const audio = { generatedMs: null, heardMs: null, cutMs: null, text: null, heardText: null };
  return { ...base, ...audio, ...fields };
}

function call(fields: Partial<CallDetail>): CallDetail {
  return {
    callSid: 'CA1',
    from: '',
    to: '',
    state: 'ended',
    outcome: 'finished',
    provider: 'one',
    instance: 'a',
    startedAt: START,
    endedAt: at(10_000),
    durationMs: 10_000,
    order: null,
    transcript: [],
    timeline: [],
    speech: [],
    waits: [],
    history: 'whole',
    worstTurn: null,
    costs: [],
    audio: null,
    usage: { knownCostUsd: 0, estimatedUsd: 0, costUsd: 0, byProvider: [] },
    ...fields,
  };
}

describe('The axis of a call', () => {
  const bars = (fields: Partial<CallDetail>, nowMs = 10_000) =>
    axisOf(call(fields), nowMs).bars.map(({ lane, fromMs, toMs, fill }) => [
      lane,
      fromMs,
      toMs,
      fill,
    ]);

  it('splits an answer into what was heard and what was cut, up to the next answer', () => {
    const speech = [
      said({ at: at(1_000), generatedMs: 9_000, heardMs: 2_000, cutMs: 7_000, state: 'cut' }),
      said({ at: at(5_000), generatedMs: 1_000, heardMs: 1_000, cutMs: 0 }),
    ];
    expect(bars({ speech })).toEqual([
      ['assistant', 1_000, 3_000, 'heard'],
      ['assistant', 3_000, 5_000, 'cut'],
      ['assistant', 5_000, 6_000, 'heard'],
    ]);
  });

  it.each([
    [
      2_500,
      [
        [1_000, 2_500, 'heard'],
        [2_500, 5_000, 'ahead'],
      ],
    ],
    [9_000, [[1_000, 5_000, 'heard']]],
    [500, [[1_000, 5_000, 'ahead']]],
  ])('at %i ms shows what is generated ahead of what is heard', (nowMs, expected) => {
    const speech = [said({ at: at(1_000), generatedMs: 4_000, state: 'open' })];
    expect(bars({ speech, state: 'active' }, nowMs)).toEqual(
      expected.map((bar) => ['assistant', ...bar]),
    );
  });

  it('shows a caller who speaks on, and what nobody can tell the end of', () => {
    const speech = [
      said({ who: 'caller', at: at(1_000), state: 'open' }),
      said({ at: at(2_000), state: 'untold' }),
    ];
    expect(bars({ speech, state: 'active' }, 4_000)).toEqual([
      ['caller', 1_000, 4_000, 'caller'],
      ['assistant', 2_000, 2_300, 'untold'],
    ]);
  });

  it('lays the parts of a wait one behind the other, and what is not known behind them', () => {
    expect(bars({ waits: [WAIT] })).toEqual([
      ['waits', 3_000, 3_500, 'recognition'],
      ['waits', 3_500, 4_100, 'model'],
      ['waits', 4_100, 4_350, 'ours'],
      ['waits', 4_350, 4_400, 'network'],
    ]);
    const unknown = { ...WAIT, recognitionMs: null, networkMs: null };
    expect(waitParts(unknown).at(-1)).toEqual({ fill: 'waiting', ms: 550 });
  });

  it('has the words as they were heard, with the rest apart', () => {
    const text = 'Tonight we have margherita and pepperoni.';
    const cut = { heardMs: 900, generatedMs: 2_000, cutMs: 1_100, state: 'cut' } as const;
    const speech = [said({ text, heardText: 'Tonight we have…', ...cut })];
    expect(axisOf(call({ speech }), 0).lines).toMatchObject([
      {
        text: 'Tonight we have',
        unheard: ' margherita and pepperoni.',
        heardMs: 900,
        cutMs: 1_100,
      },
    ]);
  });

  it('takes the words of an older call from its transcript', () => {
    const line = {
      at: at(500),
      role: 'caller',
      text: 'Hi.',
      interrupted: false,
      heardMs: null,
    } as const;
    expect(axisOf(call({ transcript: [line] }), 0).lines).toMatchObject([
      { fromMs: 500, who: 'caller', text: 'Hi.' },
    ]);
  });

  it('tells of order versions and of events in words', () => {
    const timeline = [
      { at: at(100), event: 'order', version: 2, state: 'draft', lines: 1, totalCents: 1250 },
      { at: at(200), event: 'next-provider', provider: 'two', code: 'gave_nothing' },
      { at: at(300), event: 'something-new' },
      { at: at(9_000), event: 'ended', outcome: 'hung-up', reason: 'stream-ended' },
    ];
    const { moments, versions } = axisOf(call({ timeline }), 0);
    expect(versions).toEqual([
      { atMs: 100, version: 2, state: 'draft', lines: 1, totalCents: 1250 },
    ]);
    expect(moments.map(({ words }) => words)).toEqual([
      'Order version 2, draft: 1 line, $12.50',
      'Moved on to two: gave nothing',
      'Something new',
      'Ended: hung up (stream ended)',
    ]);
  });
});

describe('A place on the axis', () => {
  it.each([
    [-1, -1],
    [0, 0],
    [99, 0],
    [100, 2],
    [5_000, 3],
  ])('of %i ms is that of entry %i', (ms, index) => {
    expect(indexAt([0, 100, 100, 400], ms)).toBe(index);
  });

  it.each([
    [0, 10_000, 1_000],
    [59_500, 61_000, 300],
    [0, 1_800_000, 360],
    [0, 7_200_000, 320],
  ])('from %i to %i ms has round ticks that do not touch', (from, to, width) => {
    const all = ticks(from, to, width);
    expect(all.length).toBeGreaterThan(0);
    expect(all.length).toBeLessThanOrEqual(width / 90 + 1);
    for (const tick of all) expect(tick % 100).toBe(0);
  });
});
