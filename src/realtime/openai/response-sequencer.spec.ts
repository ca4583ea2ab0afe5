import { ResponseSequencer } from './response-sequencer.js';

describe('ResponseSequencer', () => {
  it('asks for a response at once when nothing runs', () => {
    expect(new ResponseSequencer().want()).toBe(true);
  });

  it('asks only once while the request is on its way', () => {
    const sequencer = new ResponseSequencer();
    sequencer.want();
    expect(sequencer.want()).toBe(false);
  });

  it('waits for the running response', () => {
    const sequencer = new ResponseSequencer();
    sequencer.created('r1');
    expect(sequencer.want()).toBe(false);
    expect(sequencer.done('r1', 0)).toBe(true);
  });

  it('asks once after all tools of a turn are answered', () => {
    const sequencer = new ResponseSequencer();
    sequencer.created('r1');
    expect(sequencer.done('r1', 2)).toBe(false);
    expect(sequencer.outputSent()).toBe(false);
    expect(sequencer.outputSent()).toBe(true);
  });

  it('never speaks over the caller', () => {
    const sequencer = new ResponseSequencer();
    sequencer.created('r1');
    sequencer.done('r1', 1);
    sequencer.speechStarted();
    expect(sequencer.outputSent()).toBe(false);
  });

  it('leaves the answer to the response that starts by itself after the caller spoke', () => {
    const sequencer = new ResponseSequencer();
    sequencer.created('r1');
    sequencer.done('r1', 1);
    sequencer.speechStarted();
    sequencer.outputSent();
    sequencer.outputConfirmed();
    sequencer.committed();
    sequencer.created('r2');
    expect(sequencer.done('r2', 0)).toBe(false);
    expect(sequencer.responseOwed).toBe(false);
  });

  it('still owes an answer when that response could not see the tool output', () => {
    const sequencer = new ResponseSequencer();
    sequencer.created('r1');
    sequencer.done('r1', 1);
    sequencer.speechStarted();
    sequencer.committed();
    sequencer.created('r2');
    sequencer.outputSent();
    expect(sequencer.done('r2', 0)).toBe(true);
  });

  it('tries again after a refusal, when the running response is done', () => {
    const sequencer = new ResponseSequencer();
    sequencer.want();
    sequencer.refused();
    sequencer.created('r1');
    expect(sequencer.done('r1', 0)).toBe(true);
  });
});
