import { TurnTaking } from './turn-taking.js';

describe('TurnTaking', () => {
  /** Looks for so many milliseconds; true when it became the caller's turn. */
  const looks = (turns: TurnTaking, ms: number, caller: number, heard: number, buffered = 0) =>
    Array.from({ length: ms / 20 }, () => turns.look(caller, heard, buffered)).includes(true);

  it('waits for the assistant to have spoken and ended', () => {
    const turns = new TurnTaking();
    expect(looks(turns, 10_000, 0, 0)).toBe(false);
    expect(looks(turns, 2_000, 0, 0.1)).toBe(false);
    expect(looks(turns, 1_000, 0, 0)).toBe(false);
    expect(looks(turns, 500, 0, 0.1)).toBe(false);
    expect(looks(turns, 1_580, 0, 0)).toBe(false);
    expect(looks(turns, 20, 0, 0)).toBe(true);
  });

  it('does not take a pause in what is buffered for the end', () => {
    const turns = new TurnTaking();
    looks(turns, 1_000, 0, 0.1);
    expect(looks(turns, 5_000, 0, 0, 400)).toBe(false);
  });

  it('waits for the answer to what the caller has just said', () => {
    const turns = new TurnTaking();
    looks(turns, 1_000, 0, 0.1);
    looks(turns, 1_000, 0.1, 0);
    expect(looks(turns, 10_000, 0, 0)).toBe(false);
    looks(turns, 1_000, 0, 0.1);
    expect(looks(turns, 1_600, 0, 0)).toBe(true);
  });
});
