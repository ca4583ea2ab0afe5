import { jest } from '@jest/globals';
import { TurnState } from '../../realtime/turn-state.js';
import type { VoiceUsage } from '../../realtime/voice-provider.js';
import { Call, type CallSnapshot } from '../call/call.js';
import { UNPRICED_USD_PER_MINUTE } from '../call/call-usage.js';
import { Closing } from './closing.js';

const MINUTE_MS = 60_000;
/** Buys a minute of which nothing is reported. */
const CAP_USD = UNPRICED_USD_PER_MINUTE;

const response = (costUsd: number | null): VoiceUsage => ({
  inputTextTokens: 0,
  inputAudioTokens: 0,
  cachedTokens: 0,
  outputTextTokens: 0,
  outputAudioTokens: 0,
  costUsd,
});

/** A call whose parts are played by the test. */
class Talk {
  readonly turn = new TurnState(true);
  readonly acts: string[] = [];
  unplayedMs = 0;
  readonly closing: Closing;
  readonly call: Call;

  constructor({
    left = null,
    maxCallMs = 60 * MINUTE_MS,
    maxCallCostUsd = CAP_USD,
  }: { left?: CallSnapshot | null; maxCallMs?: number; maxCallCostUsd?: number } = {}) {
    this.call = new Call({ callSid: 'CA1', from: '', to: '' }, 'one', 1, left);
    this.closing = new Closing({
      call: this.call,
      turn: this.turn,
      services: {
        limits: { maxCallMs, maxCallCostUsd, silenceHangupMs: MINUTE_MS },
        changed: () => undefined,
      },
      say: (name) => {
        this.acts.push(name);
        this.turn.owes();
      },
      unplayedMs: () => this.unplayedMs,
      hush: () => {
        this.acts.push('hush');
        this.turn.stopped();
        this.unplayedMs = 0;
      },
      leave: (outcome) => this.acts.push(outcome),
    });
    this.closing.begin();
    this.turn.audio();
    this.turn.nothingOwed();
  }

  get events(): readonly string[] {
    return this.call.snapshot().timeline.map(({ event }) => event);
  }
}

const pass = (ms: number): void => {
  jest.advanceTimersByTime(ms);
};

describe('The cost of a call', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('ends it in words at the end of the turn that reports it', () => {
    const talk = new Talk();
    talk.turn.audio();
    talk.closing.spend('p', response(CAP_USD));
    expect([talk.acts, talk.events]).toEqual([['timeUp'], ['cost-cap']]);
  });

  it('ends it where no report comes: nothing is said, or an answer that goes on and on', () => {
    for (const [speaks, waitMs] of [
      [false, 0],
      [true, 10_500],
    ] as const) {
      const talk = new Talk();
      if (speaks) talk.turn.audio();
      pass(MINUTE_MS - 1_000);
      expect(talk.acts).toEqual([]);
      pass(2_000 + waitMs);
      expect(talk.acts).toEqual(speaks ? ['hush', 'timeUp'] : ['timeUp']);
    }
  });

  it('lets an answer come to its end that is about to', () => {
    const talk = new Talk();
    talk.turn.audio();
    pass(MINUTE_MS + 5_000);
    expect(talk.acts).toEqual([]);
    talk.turn.done({ status: 'completed', awaitsTools: false }, false);
    pass(500);
    expect(talk.acts).toEqual(['timeUp']);
  });

  it('cuts off an answer that is complete and would still be heard for long', () => {
    const talk = new Talk();
    talk.turn.audio();
    talk.unplayedMs = 75_000;
    talk.closing.spend('p', response(CAP_USD));
    expect(talk.acts).toEqual([]);
    pass(11_000);
    expect(talk.acts).toEqual(['hush', 'timeUp']);
  });

  it('ends it over a caller who never pauses', () => {
    const talk = new Talk();
    talk.turn.callerBegan();
    pass(MINUTE_MS + 1_000);
    expect(talk.events).toEqual(['cost-cap', 'end-put-off']);
    pass(41_000);
    expect(talk.acts).toEqual(['timeUp', 'finished']);
  });

  it('ends it by time when the price is not known, however often it is reported', () => {
    const talk = new Talk();
    for (let second = 0; second < 59; second++) {
      pass(1_000);
      talk.closing.spend('q', response(null));
    }
    expect(talk.acts).toEqual([]);
    pass(2_000);
    expect(talk.acts).toEqual(['timeUp']);
  });

  it('counts answers whose report never came', () => {
    const talk = new Talk();
    for (let half = 0; half < 2; half++) {
      pass(MINUTE_MS / 2);
      talk.closing.unreported();
      talk.closing.spend('p', response(0));
    }
    pass(1_000);
    expect(talk.acts).toEqual(['timeUp']);
  });

  it('goes on where another replica has left it, and ends there', () => {
    const first = new Talk();
    first.closing.spend('p', response(CAP_USD / 2));
    pass(MINUTE_MS / 4);
    first.closing.stop();
    const second = new Talk({ left: first.call.snapshot() });
    second.turn.done({ status: 'completed', awaitsTools: false }, false);
    pass(MINUTE_MS / 4 - 1_000);
    expect(second.acts).toEqual([]);
    pass(2_000);
    expect(second.acts).toEqual(['timeUp']);
  });

  it('ends it when a goodbye is taken back that had begun before', () => {
    const talk = new Talk();
    talk.closing.toolRan({ kind: 'end-call' });
    talk.turn.callerBegan();
    talk.closing.farewell.callerBegan();
    talk.closing.spend('p', response(CAP_USD));
    talk.turn.callerEnded();
    talk.closing.farewell.callerEnded('t1');
    talk.turn.audio();
    talk.closing.farewell.sending();
    talk.turn.done({ status: 'completed', awaitsTools: false }, false);
    talk.closing.farewell.heard(true);
    expect(talk.events).toEqual(['end-put-off', 'end-taken-back', 'cost-cap']);
    expect(talk.acts).toEqual(['timeUp']);
  });

  it('does not end it without a cap', () => {
    const talk = new Talk({ maxCallCostUsd: 0 });
    talk.closing.spend('p', response(1_000));
    pass(59 * MINUTE_MS);
    expect(talk.acts).toEqual([]);
  });

  it('does not end it when the clock is set', () => {
    const talk = new Talk();
    talk.closing.spend('q', response(null));
    jest.setSystemTime(Date.now() + 25 * 24 * 60 * MINUTE_MS);
    talk.closing.spend('q', response(null));
    pass(30_000);
    expect(talk.acts).toEqual([]);
  });

  it('cuts off last words that go on and on', () => {
    const talk = new Talk();
    talk.closing.spend('p', response(CAP_USD));
    for (let second = 0; second < 31 && !talk.acts.includes('finished'); second++) {
      talk.turn.audio();
      talk.closing.farewell.sending();
      pass(1_000);
    }
    expect(talk.acts).toEqual(['timeUp', 'finished']);
  });
});

describe('The length of a call', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('ends it in words, also over an answer that goes on and on', () => {
    const talk = new Talk({ maxCallMs: MINUTE_MS, maxCallCostUsd: 0 });
    talk.turn.audio();
    pass(MINUTE_MS + 11_000);
    expect([talk.acts, talk.events]).toEqual([['hush', 'timeUp'], ['time-up']]);
  });
});
