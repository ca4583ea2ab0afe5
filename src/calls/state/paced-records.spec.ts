import { jest } from '@jest/globals';
import type { CallPart } from '../call/call-parts.js';
import { Call, type CallSnapshot } from '../call/call.js';
import { MOST_KEPT, PART_ITEMS } from '../call/long-list.js';
import type { OwnRecord } from './call-write-behind.js';
import { PacedRecords } from './paced-records.js';

describe('PacedRecords', () => {
  const call = new Call({ callSid: 'CA1', from: '', to: '' }, 'one', 1);
  let saved: number[];
  let paced: PacedRecords;

  const turn = (turns: number): void => {
    call.turns = turns;
    paced.soon(call);
  };

  beforeEach(() => {
    jest.useFakeTimers();
    saved = [];
    paced = new PacedRecords({ save: ({ turns }) => saved.push(turns) }, (changed) =>
      changed.snapshot(),
    );
  });
  afterEach(() => jest.useRealTimers());

  it('has the first state at once, and then every few seconds the newest', () => {
    turn(1);
    expect(saved).toEqual([1]);
    for (const [index] of Array(40).entries()) {
      turn(2 + index);
      jest.advanceTimersByTime(500);
    }
    jest.advanceTimersByTime(5_000);
    expect(saved).toHaveLength(5);
    expect(saved.at(-1)).toBe(41);
  });

  it('has everything that waits when it is flushed, and nothing twice', () => {
    turn(1);
    turn(2);
    paced.flush();
    paced.flush();
    jest.advanceTimersByTime(20_000);
    expect(saved).toEqual([1, 2]);
  });

  it('sends the older part of a long call along, until it is stored or the call is over', () => {
    const long = new Call({ callSid: 'CA2', from: '', to: '' }, 'one', 1);
    const sent: (readonly CallPart[])[] = [];
    let store: (own: OwnRecord) => void = () => undefined;
    const records = {
      save: (_: CallSnapshot, __: number, ___?: () => void, own?: OwnRecord): void => {
        if (own === undefined) return;
        sent.push(own.parts);
        store(own);
      },
    };
    const pacing = new PacedRecords(records, (changed) => changed.snapshot());
    for (let number = 0; number <= MOST_KEPT; number += 1) long.note('turn', { number });
    pacing.now(long, long.snapshot());
    // As the one before was not stored.
    store = ({ parts, stored }) => parts.forEach(stored);
    pacing.now(long, long.snapshot());
    pacing.now(long, long.snapshot());
    expect(sent.map((parts) => parts.map(({ list, first }) => [list, first]))).toEqual([
      [['timeline', 0]],
      [['timeline', 0]],
      [],
    ]);
    expect(long.snapshot().timeline[0]).toMatchObject({ number: PART_ITEMS });
    for (let number = 0; number <= MOST_KEPT; number += 1) long.note('turn', { number });
    pacing.now(long, { ...long.snapshot(), state: 'ended' });
    expect(sent.at(-1)).toEqual([]);
  });

  it('has an end at once, and writes nothing after it or of a call that was forgotten', () => {
    turn(1);
    turn(2);
    call.turns = 3;
    paced.now(call, { ...call.snapshot(), state: 'ended' });
    jest.advanceTimersByTime(20_000);
    expect(saved).toEqual([1, 3]);
    turn(4);
    turn(5);
    paced.forget(call);
    jest.advanceTimersByTime(20_000);
    expect(saved).toEqual([1, 3, 4]);
  });
});
