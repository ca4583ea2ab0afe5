import { jest } from '@jest/globals';
import { TurnState } from '../../realtime/turn-state.js';
import { Call } from '../call/call.js';
import type { LeaveCause } from '../call/way-out.js';
import { Farewell } from './farewell.js';

const CAUSES: readonly LeaveCause[] = [
  'transfer',
  'goodbye',
  'silence-hang-up',
  'time-up',
  'cost-cap',
];

/** A call that is talked through as a session would tell it. */
class Talk {
  readonly turn = new TurnState(true);
  readonly repeated: LeaveCause[] = [];
  left: string | null = null;
  leftAt = 0;
  readonly farewell: Farewell;
  private turns = 0;
  private readonly beganAt = Date.now();

  constructor(readonly call = new Call({ callSid: 'CA1', from: '', to: '' }, 'one', 1)) {
    this.farewell = new Farewell(call, this.turn, {
      leave: (outcome) => {
        this.left = outcome;
        this.leftAt = Date.now() - this.beganAt;
      },
      repeat: (cause) => {
        this.repeated.push(cause);
        this.turn.owes();
      },
      changed: () => undefined,
    });
    this.turn.audio();
    this.turn.nothingOwed();
  }

  begin(cause: LeaveCause): void {
    this.turn.owes();
    this.farewell.begin(cause);
  }

  /** The assistant is sent to the phone, to its end. */
  says(): void {
    this.turn.audio();
    this.farewell.sending();
    this.turn.done({ status: 'completed', awaitsTools: false }, this.farewell.lastWords);
  }

  /** The phone has played it. */
  heard(asks = false): void {
    this.farewell.heard(asks);
  }

  answers(asks = false): void {
    this.says();
    this.heard(asks);
  }

  begins(): void {
    this.turn.callerBegan();
    this.farewell.callerBegan();
  }

  ends(): string {
    const turnId = `t${(this.turns += 1)}`;
    this.turn.callerEnded();
    this.farewell.callerEnded(turnId);
    return turnId;
  }

  /** The caller speaks; null: the text of it does not come. */
  speaks(text: string | null): void {
    this.begins();
    const turnId = this.ends();
    if (text !== null) this.farewell.callerSaid(turnId, text);
  }

  /** On its way out, and the caller speaks over the last words. */
  interrupted(cause: LeaveCause, text: string | null = 'Thank you.'): void {
    this.begin(cause);
    this.says();
    this.speaks(text);
  }

  get state(): unknown {
    return this.left ?? this.call.wayOut?.stage ?? 'goes on';
  }
}

describe('Farewell', () => {
  let talk: Talk;

  beforeEach(() => {
    jest.useFakeTimers();
    talk = new Talk();
  });
  afterEach(() => jest.useRealTimers());

  it.each(CAUSES)('lets the phone go when the last words were heard (%s)', (cause) => {
    talk.begin(cause);
    talk.heard();
    expect(talk.state).toBe('last-words');
    talk.answers();
    expect(talk.state).toBe(cause === 'transfer' ? 'transferred' : 'finished');
  });

  it.each(CAUSES)('lets it go 10 s after it began when no word comes (%s)', (cause) => {
    talk.begin(cause);
    jest.advanceTimersByTime(9_999);
    expect(talk.left).toBeNull();
    jest.advanceTimersByTime(1);
    expect(talk.left).not.toBeNull();
  });

  it('cuts off last words that are not heard to their end 10 s after they came', () => {
    talk.begin('goodbye');
    jest.advanceTimersByTime(6_000);
    talk.says();
    jest.advanceTimersByTime(9_000);
    expect(talk.left).toBeNull();
    jest.advanceTimersByTime(1_000);
    expect(talk.left).toBe('finished');
  });

  it.each(['goodbye', 'transfer'] as const)(
    'keeps the first limit of a %s that is asked for again and again',
    (cause) => {
      for (let ms = 0; ms < 40_000 && talk.left === null; ms += 430) {
        talk.turn.done({ status: 'completed', awaitsTools: true }, talk.farewell.lastWords);
        talk.begin(cause);
        jest.advanceTimersByTime(430);
      }
      expect(talk.leftAt).toBe(10_000);
    },
  );

  it('needs no more words when a goodbye that was said is asked for again', () => {
    talk.begin('goodbye');
    talk.turn.audio();
    talk.farewell.sending();
    talk.turn.done({ status: 'completed', awaitsTools: true }, true);
    talk.heard();
    expect(talk.left).toBeNull();
    talk.begin('goodbye');
    talk.heard();
    expect(talk.left).toBe('finished');
  });

  it('is not kept up by a goodbye that is said for ever', () => {
    for (let ms = 0; ms < 40_000 && talk.left === null; ms += 500) {
      talk.turn.audio();
      talk.farewell.sending();
      talk.turn.done({ status: 'completed', awaitsTools: true }, true);
      talk.begin('goodbye');
      jest.advanceTimersByTime(500);
    }
    expect(talk.leftAt).toBeLessThanOrEqual(11_000);
  });

  it('makes a transfer of a goodbye, and no goodbye of a transfer', () => {
    talk.begin('goodbye');
    talk.begin('transfer');
    talk.begin('goodbye');
    talk.answers();
    expect(talk.left).toBe('transferred');
  });

  describe('that the caller speaks over', () => {
    it.each(CAUSES)('is put off and not forgotten (%s)', (cause) => {
      talk.interrupted(cause);
      if (cause === 'silence-hang-up') expect(talk.state).toBe('goes on');
      else expect(talk.call.wayOut).toMatchObject({ stage: 'put-off', cause });
    });

    it.each<[what: string, cause: LeaveCause, said: string | null, expected: string]>([
      ['a word', 'transfer', 'Thank you.', 'transferred'],
      ['a noise', 'transfer', '', 'transferred'],
      ['a word', 'goodbye', 'Thank you.', 'finished'],
      ['a noise', 'goodbye', '', 'finished'],
      ['something without a text', 'goodbye', null, 'finished'],
      ['a word', 'silence-hang-up', 'Yes, I am here.', 'goes on'],
      ['something without a text', 'silence-hang-up', null, 'goes on'],
      ['a noise', 'silence-hang-up', '', 'final-words'],
      ['a word', 'time-up', 'Wait.', 'final-words'],
      ['a noise', 'time-up', '', 'final-words'],
      ['a word', 'cost-cap', 'Wait.', 'final-words'],
    ])('with %s: %s', (_what, cause, said, expected) => {
      talk.interrupted(cause, said);
      talk.answers();
      expect(talk.state).toBe(expected);
      if (expected !== 'final-words') return;
      expect(talk.repeated).toEqual([cause]);
      talk.heard();
      expect(talk.left).toBeNull();
      talk.answers();
      expect(talk.left).toBe('finished');
    });

    it.each<[what: string, goesOn: (talk: Talk) => void]>([
      ['the answer asks something', (it) => it.answers(true)],
      ['a tool was run for it', (it) => (it.farewell.toolRan(), it.answers())],
      ['the caller speaks again', (it) => (it.says(), it.speaks('And a cola.'))],
      [
        'the caller speaks again, without a text',
        (it) => (it.says(), it.speaks(null), it.answers()),
      ],
    ])('is taken back when the talk goes on: %s', (_what, goesOn) => {
      const transferred = new Talk();
      const timeUp = new Talk();
      talk.interrupted('goodbye');
      transferred.interrupted('transfer');
      timeUp.interrupted('time-up');
      for (const one of [talk, transferred, timeUp]) goesOn(one);
      for (const one of [transferred, timeUp]) if (one.state === 'put-off') one.answers();
      expect([talk.state, transferred.left, timeUp.state]).toEqual([
        'goes on',
        'transferred',
        'final-words',
      ]);
    });

    it('takes turns before the answer as one', () => {
      talk.interrupted('goodbye', 'Thank you.');
      talk.speaks('Bye.');
      talk.answers();
      expect(talk.left).toBe('finished');
    });

    it('is no less put off when it begins while they speak', () => {
      talk.begins();
      talk.begin('time-up');
      expect(talk.state).toBe('put-off');
      const turnId = talk.ends();
      talk.farewell.callerSaid(turnId, 'And two colas.');
      talk.answers();
      expect([talk.state, talk.repeated]).toEqual(['final-words', ['time-up']]);
    });

    it('waits for an answer that is not there yet', () => {
      talk.interrupted('goodbye');
      talk.heard();
      expect(talk.state).toBe('put-off');
    });

    it('transfers at the limit of its first words, answered or not', () => {
      talk.begin('transfer');
      jest.advanceTimersByTime(3_000);
      talk.says();
      talk.speaks('No, wait.');
      talk.farewell.toolRan();
      jest.advanceTimersByTime(6_999);
      expect(talk.left).toBeNull();
      jest.advanceTimersByTime(1);
      expect(talk.left).toBe('transferred');
    });

    it.each(['time-up', 'cost-cap'] as const)(
      'is put off for 30 s at most, in spite of a caller who talks on (%s)',
      (cause) => {
        talk.begin(cause);
        talk.begins();
        jest.advanceTimersByTime(30_000);
        expect([talk.state, talk.repeated]).toEqual(['final-words', [cause]]);
        talk.begins();
        jest.advanceTimersByTime(10_000);
        expect(talk.left).toBe('finished');
      },
    );

    it('is not put off again after its words were repeated', () => {
      talk.interrupted('time-up');
      talk.answers();
      talk.speaks('But I want more.');
      expect(talk.state).toBe('final-words');
      talk.answers();
      expect(talk.left).toBe('finished');
    });

    it('is put off for good by no number of noises', () => {
      talk.begin('goodbye');
      for (let ms = 0; ms < 120_000 && talk.left === null; ms += 4_000) {
        talk.speaks('');
        talk.says();
        // The next noise cuts it off.
        jest.advanceTimersByTime(4_000);
      }
      expect(talk.leftAt).toBeLessThanOrEqual(32_000);
    });

    it('hangs up on nobody who is waiting for an answer', () => {
      talk.interrupted('goodbye', 'One more question.');
      jest.advanceTimersByTime(30_000);
      expect(talk.state).toBe('goes on');
    });

    it('lets them end what they are saying', () => {
      talk.begin('goodbye');
      talk.begins();
      jest.advanceTimersByTime(60_000);
      expect(talk.state).toBe('put-off');
    });
  });

  describe('on the next stream', () => {
    const next = (before: Talk, change: object = {}) => {
      const snapshot = JSON.parse(JSON.stringify({ ...before.call.snapshot(), ...change }));
      const after = new Talk(new Call({ callSid: 'CA1', from: '', to: '' }, 'two', 2, snapshot));
      before.farewell.stop();
      after.turn.owes();
      after.farewell.resume();
      return after;
    };

    it.each(CAUSES)('goes on with the last words (%s)', (cause) => {
      talk.begin(cause);
      const after = next(talk);
      expect(after.call.wayOut).toEqual({ stage: 'last-words', cause });
      after.answers();
      expect(after.left).toBe(cause === 'transfer' ? 'transferred' : 'finished');
    });

    it('has the same time left until the end cannot be put off any more', () => {
      talk.interrupted('time-up');
      jest.advanceTimersByTime(20_000);
      const after = next(talk);
      expect(after.state).toBe('put-off');
      jest.advanceTimersByTime(10_000);
      expect(after.state).toBe('final-words');
    });

    it('answers first what the caller said over a goodbye', () => {
      talk.interrupted('goodbye');
      const after = next(talk);
      after.answers(true);
      expect(after.state).toBe('goes on');
    });

    it.each([
      ['finished', 'goodbye'],
      ['transferred', 'transfer'],
    ] as const)('reads what an earlier version wrote: %s', (leaving, cause) => {
      const after = next(talk, { leaving, wayOut: undefined });
      expect(after.call.wayOut).toEqual({ stage: 'last-words', cause });
      after.answers();
      expect(after.left).toBe(leaving);
    });

    it('writes what an earlier version reads', () => {
      talk.interrupted('transfer');
      expect(talk.call.snapshot()).toMatchObject({ leaving: 'transferred' });
      expect(next(talk, {}).call.leaving).toBe('transferred');
    });
  });

  it.each<[LeaveCause, string | null, string | null]>([
    ['transfer', 'transferred', 'transferred'],
    ['goodbye', 'finished', null],
    ['time-up', 'finished', 'finished'],
    ['cost-cap', 'finished', 'finished'],
  ])('knows how the call ends when nothing can be said any more (%s)', (cause, last, putOff) => {
    expect(talk.farewell.outcomeUnsaid).toBeNull();
    talk.begin(cause);
    expect(talk.farewell.outcomeUnsaid).toBe(last);
    talk.says();
    talk.speaks('Wait.');
    expect(talk.farewell.outcomeUnsaid).toBe(putOff);
  });

  it('leaves no timer behind', () => {
    talk.interrupted('time-up');
    talk.farewell.stop();
    expect(jest.getTimerCount()).toBe(0);
  });
});
