import type { CallerTurn } from '../turn-state.js';
import { ResponseSequencer } from './response-sequencer.js';

describe('ResponseSequencer', () => {
  let turn: { caller: CallerTurn };
  let sequencer: ResponseSequencer;

  const turnEnded = () => {
    turn.caller = 'quiet';
    sequencer.speechStopped();
    sequencer.committed();
  };
  /** A response that asks for tools. */
  const called = (...callIds: string[]) => {
    sequencer.created('r1');
    sequencer.done('r1', callIds);
    sequencer.want();
  };

  beforeEach(() => {
    turn = { caller: 'quiet' };
    sequencer = new ResponseSequencer(turn);
  });

  it('asks for nothing that is not wanted', () => {
    expect(sequencer.next()).toBe(false);
  });

  it('asks for a response at once when nothing runs, and only once', () => {
    sequencer.want();
    expect(sequencer.next()).toBe(true);
    sequencer.want();
    expect(sequencer.next()).toBe(false);
    sequencer.created('r1');
    expect(sequencer.next()).toBe(false);
    sequencer.done('r1', []);
    expect(sequencer.next()).toBe(true);
  });

  it('waits for the running response', () => {
    sequencer.created('r1');
    sequencer.want();
    expect(sequencer.next()).toBe(false);
    sequencer.done('r1', []);
    expect(sequencer.next()).toBe(true);
  });

  it('asks once after all tools of a turn are answered', () => {
    called('c1', 'c2');
    expect(sequencer.next()).toBe(false);
    sequencer.outputSent('c1');
    expect(sequencer.next()).toBe(false);
    sequencer.outputSent('c2');
    expect(sequencer.next()).toBe(true);
    expect(sequencer.next()).toBe(false);
  });

  it('counts a call once however often it is told', () => {
    called('c1', 'c1');
    sequencer.outputSent('c1');
    expect(sequencer.toolRunning('c1')).toBe(false);
    expect(sequencer.next()).toBe(true);
  });

  it('never speaks over the caller', () => {
    called('c1');
    turn.caller = 'speaking';
    sequencer.outputSent('c1');
    expect(sequencer.next()).toBe(false);
  });

  it('asks for nothing between the end of a turn and the answer that the server gives it', () => {
    turn.caller = 'speaking';
    sequencer.want();
    turn.caller = 'quiet';
    sequencer.speechStopped();
    expect(sequencer.next()).toBe(false);
    sequencer.committed();
    expect(sequencer.next()).toBe(false);
    expect(sequencer.responseOwed).toBe(true);
  });

  it('leaves the answer to the response that starts by itself after the caller spoke', () => {
    called('c1');
    turn.caller = 'speaking';
    sequencer.outputSent('c1');
    sequencer.outputConfirmed();
    turnEnded();
    sequencer.created('r2');
    sequencer.done('r2', []);
    expect(sequencer.next()).toBe(false);
    expect(sequencer.responseOwed).toBe(false);
  });

  it('still owes an answer when that response could not see the tool output', () => {
    called('c1');
    turn.caller = 'speaking';
    turnEnded();
    sequencer.created('r2');
    sequencer.outputSent('c1');
    sequencer.done('r2', []);
    expect(sequencer.next()).toBe(true);
  });

  it('answers a turn that the server does not, as a response is running', () => {
    sequencer.want();
    sequencer.next();
    turn.caller = 'speaking';
    sequencer.created('r1');
    turnEnded();
    expect(sequencer.next()).toBe(false);
    sequencer.done('r1', []);
    expect(sequencer.next()).toBe(true);
  });

  it('tries again after a refusal, when the running response is done', () => {
    sequencer.want();
    sequencer.next();
    sequencer.refused(true);
    expect(sequencer.next()).toBe(false);
    sequencer.created('r1');
    expect(sequencer.next()).toBe(false);
    sequencer.done('r1', []);
    expect(sequencer.next()).toBe(true);
  });

  it('tries again at once after a refusal for another reason', () => {
    sequencer.want();
    sequencer.next();
    sequencer.refused(false);
    expect(sequencer.next()).toBe(true);
  });

  it('has only what was withdrawn before it began ended', () => {
    sequencer.withdraw();
    expect(sequencer.created('r1')).toBe(false);
    sequencer.withdraw();
    sequencer.done('r1', []);
    expect(sequencer.next()).toBe(false);
    sequencer.want();
    sequencer.next();
    sequencer.withdraw();
    expect(sequencer.created('r2')).toBe(true);
  });

  it.each([true, false])(
    'owes nothing after a refusal of what was withdrawn (busy: %s)',
    (busy) => {
      sequencer.want();
      sequencer.next();
      sequencer.withdraw();
      sequencer.refused(busy);
      sequencer.done('r1', []);
      expect(sequencer.next()).toBe(false);
    },
  );

  it.each(['requested', 'refused', 'automatic'])(
    'goes on after a response whose beginning was not reported (%s)',
    (how) => {
      if (how === 'automatic') turnEnded();
      else sequencer.want();
      sequencer.next();
      if (how === 'refused') sequencer.refused(true);
      sequencer.done('r1', []);
      sequencer.want();
      expect(sequencer.next()).toBe(true);
    },
  );

  it('goes on when the commit of a turn was not reported', () => {
    sequencer.speechStopped();
    sequencer.created('r1');
    sequencer.done('r1', ['c1']);
    sequencer.want();
    sequencer.outputSent('c1');
    expect(sequencer.next()).toBe(true);
  });

  it('takes the end of a response without an id for that of the running one', () => {
    sequencer.created('r1');
    sequencer.done('r0', []);
    expect(sequencer.activeResponse).toBe('r1');
    sequencer.done('', []);
    expect(sequencer.activeResponse).toBeNull();
  });
});
