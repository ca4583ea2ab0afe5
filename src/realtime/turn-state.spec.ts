import { type ResponseStatus, TurnState } from './turn-state.js';

const ended = (status: ResponseStatus, awaitsTools = false) => ({ status, awaitsTools });

describe('TurnState', () => {
  let turn: TurnState;
  const picture = () => [turn.caller, turn.assistant, turn.stream];
  const answer = () => {
    turn.audio();
    return turn.done(ended('completed'), false);
  };

  beforeEach(() => {
    turn = new TurnState(false);
  });

  it('owes the caller the first words', () => {
    expect(picture()).toEqual(['quiet', 'owing', 'opening']);
    expect(new TurnState(true).stream).toBe('recovering');
  });

  it('goes round from the caller to the assistant and back', () => {
    expect(answer()).toBe('settled');
    expect(turn.quiet).toBe(true);
    turn.callerBegan();
    expect(picture()).toEqual(['speaking', 'quiet', 'live']);
    turn.callerEnded();
    expect(picture()).toEqual(['quiet', 'owing', 'live']);
    expect(turn.audio()).toBe(true);
    expect(turn.audio()).toBe(false);
    expect(turn.done(ended('completed'), false)).toBe('settled');
    expect(picture()).toEqual(['quiet', 'quiet', 'live']);
  });

  const given = [
    { what: 'the first words', before: () => undefined },
    { what: 'an answer', before: () => (answer(), turn.callerBegan(), turn.callerEnded()) },
    {
      what: 'words after a tool',
      before: () => {
        turn.audio();
        turn.done(ended('completed', true), false);
      },
    },
    { what: 'words that were asked for', before: () => (answer(), turn.owes()) },
  ];
  for (const { what, before } of given) {
    for (const status of ['completed', 'incomplete'] as const) {
      it(`asks again for ${what} of which nothing came (${status}), then gives up`, () => {
        before();
        expect(turn.done(ended(status), false)).toBe('again');
        expect(turn.assistant).toBe('owing');
        expect(turn.done(ended(status), false)).toBe('give-up');
      });
    }

    it(`has ${what} finished when they broke off`, () => {
      before();
      turn.audio();
      expect(turn.done(ended('incomplete'), false)).toBe('go-on');
      expect(turn.assistant).toBe('owing');
      expect(answer()).toBe('settled');
      expect(turn.quiet).toBe(true);
    });
  }

  it('begins to count anew after an answer that was given, and with another provider', () => {
    expect(turn.done(ended('completed'), false)).toBe('again');
    expect(answer()).toBe('settled');
    turn.owes();
    expect(turn.done(ended('completed'), false)).toBe('again');
    turn.nextProvider();
    expect(turn.done(ended('completed'), false)).toBe('again');
    expect(turn.done(ended('completed'), false)).toBe('give-up');
  });

  it('waits for the response that follows tools, or a failure', () => {
    expect(turn.done(ended('completed', true), false)).toBe('pending');
    expect(turn.done(ended('failed'), false)).toBe('pending');
    expect(turn.assistant).toBe('owing');
  });

  it('owes nothing for what the caller spoke over', () => {
    turn.audio();
    turn.callerBegan();
    expect(turn.done(ended('interrupted'), false)).toBe('settled');
    expect(picture()).toEqual(['speaking', 'quiet', 'live']);
  });

  it('still owes the answer to what the caller has said since', () => {
    turn.audio();
    turn.callerBegan();
    turn.callerEnded();
    expect(turn.done(ended('interrupted'), false)).toBe('settled');
    expect(turn.assistant).toBe('owing');
  });

  it('owes nothing for a noise', () => {
    turn.callerBegan();
    turn.callerEnded();
    expect(turn.done(ended('unneeded'), false)).toBe('settled');
    expect(turn.assistant).toBe('quiet');
  });

  it('needs no word after a goodbye that was said', () => {
    turn.audio();
    turn.done(ended('completed', true), false);
    expect(turn.done(ended('completed'), true)).toBe('settled');
  });

  it('asks for a goodbye that was not said', () => {
    answer();
    turn.callerBegan();
    turn.callerEnded();
    turn.done(ended('completed', true), true);
    expect(turn.done(ended('completed'), true)).toBe('again');
  });

  it('owes what was asked for while the assistant speaks once it has spoken', () => {
    turn.audio();
    turn.owes();
    expect(turn.assistant).toBe('speaking');
    expect(turn.done(ended('completed'), false)).toBe('settled');
    expect(turn.assistant).toBe('owing');
    expect(answer()).toBe('settled');
    expect(turn.quiet).toBe(true);
  });

  it('owes nothing of it when the caller speaks instead', () => {
    turn.audio();
    turn.owes();
    turn.callerBegan();
    turn.done(ended('interrupted'), false);
    turn.callerEnded();
    expect(answer()).toBe('settled');
    expect(turn.assistant).toBe('quiet');
  });

  it('recovers when something is heard, or when nothing was owed', () => {
    turn.callerBegan();
    turn.recovering();
    expect(picture()).toEqual(['quiet', 'owing', 'recovering']);
    turn.audio();
    expect(turn.stream).toBe('live');
    turn.recovering();
    turn.nothingOwed();
    expect(turn.quiet).toBe(true);
  });

  it('stays over', () => {
    turn.ended();
    turn.recovering();
    expect(turn.stream).toBe('over');
    expect(turn.quiet).toBe(false);
  });
});
