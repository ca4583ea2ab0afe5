import { Conversation } from './conversation.js';

const SENTENCE = 'One Margherita. The total is nine dollars. Is that right?';
const ID = 'abc123';

/** What has happened since the sentence was given, as a call notes it. */
type Act = (call: Conversation) => void;

/** The assistant says a text of ten seconds; the rest of it is still to be heard after `heardMs`. */
const says =
  (id: string, text: string, heardMs = 10_000): Act =>
  (call) => {
    call.assistantAudio(id, 10_000);
    call.assistantSaid(id, text);
    call.heard(id, heardMs, heardMs < 10_000);
  };
const answers =
  (words: string | null, turnId = 't'): Act =>
  (call) => {
    call.callerTurn(turnId);
    if (words !== null) call.callerSaid(turnId, words);
  };
const refused =
  (error: string, callId: string): Act =>
  (call) => {
    call.toolCalled(callId, 'place_order', JSON.stringify({ confirmationId: ID }));
    call.toolAnswered(callId, JSON.stringify({ ok: false, error, message: '' }));
  };

function after(...acts: readonly Act[]): Conversation {
  const call = new Conversation();
  call.assistantAudio('before', 1_000);
  call.assistantSaid('before', 'What can I get you?');
  call.callerSaid('order', 'A Margherita.');
  call.toolCalled('r', 'read_back_order', '{}');
  call.toolAnswered('r', JSON.stringify({ ok: true, confirmationId: ID, spoken: SENTENCE }));
  for (const act of acts) act(call);
  return call;
}

const NOTHING = { heard: '', answered: null, cut: false, misread: 0 };
const HEARD = { ...NOTHING, heard: SENTENCE };
const CUT = 'One Margherita. The total…';

describe('What became of a read-back', () => {
  it.each<[string, readonly Act[], object]>([
    ['nothing was said', [], NOTHING],
    ['the caller has spoken before it', [answers('Yes yes.')], NOTHING],
    ['it was said', [says('a', SENTENCE)], HEARD],
    [
      'the caller has answered',
      [says('a', SENTENCE), answers('Yes.')],
      { ...HEARD, answered: SENTENCE },
    ],
    [
      'the answer is not known yet',
      [says('a', SENTENCE), answers(null)],
      { ...HEARD, answered: SENTENCE },
    ],
    ['the answer was a noise', [says('a', SENTENCE), answers('')], HEARD],
    [
      'the words of the answer could not be told',
      [says('a', SENTENCE), answers(null), (call) => call.notUnderstood('t')],
      { ...HEARD, answered: SENTENCE },
    ],
    [
      'the caller has spoken over it',
      [says('a', SENTENCE, 5_000), answers('Yes.')],
      { ...NOTHING, heard: CUT, answered: CUT, cut: true },
    ],
    [
      'the caller has spoken over its last breath',
      [says('a', SENTENCE, 9_900), answers('Yes.')],
      { ...HEARD, answered: SENTENCE },
    ],
    [
      'a noise has cut it and it went on',
      [
        says('a', SENTENCE, 5_000),
        answers('', 'n'),
        says('b', 'is nine dollars.'),
        answers('Yes.'),
      ],
      {
        ...NOTHING,
        heard: `${CUT} is nine dollars.`,
        answered: `${CUT} is nine dollars.`,
        cut: true,
      },
    ],
    [
      'it was said after the answer',
      [says('a', 'Okay.'), answers('Yes.'), says('b', SENTENCE)],
      { ...NOTHING, heard: `Okay. ${SENTENCE}`, answered: 'Okay.' },
    ],
    ['its text is not known', [says('a', ''), answers('Yes.')], { ...NOTHING, answered: '' }],
    [
      'something else was said twice',
      [
        says('a', 'Nine.'),
        answers('Yes.'),
        refused('misread', '1'),
        refused('not_heard', '2'),
        refused('read_aloud', '3'),
      ],
      { ...NOTHING, heard: 'Nine.', answered: 'Nine.', misread: 2 },
    ],
  ])('when %s', (_when, acts, report) => {
    const call = after(...acts);
    expect(call.readBack(ID)).toEqual(report);
    // Another replica goes on from the snapshot.
    const snapshot = JSON.parse(JSON.stringify(call.snapshot())) as ReturnType<
      Conversation['snapshot']
    >;
    expect(new Conversation(snapshot).readBack(ID)).toEqual(report);
  });

  it('knows nothing of another confirmation', () => {
    expect(after(says('a', SENTENCE), answers('Yes.')).readBack('other')).toEqual(NOTHING);
  });

  it('takes for heard what keys have not stopped only as far as it was played by then', () => {
    const press =
      (heardMs: number): Act =>
      (call) => {
        call.assistantAudio('a', 10_000);
        call.assistantSaid('a', SENTENCE);
        call.callerPressed('keys', 'Keys: 1', [{ itemId: 'a', heardMs }]);
        call.heard('a', 10_000, false);
      };
    expect(after(press(5_000)).readBack(ID)).toEqual({ ...HEARD, answered: CUT, cut: true });
    expect(after(press(10_000)).readBack(ID)).toEqual({ ...HEARD, answered: SENTENCE });
  });

  it('has to be heard again when its session was lost in the middle of it', () => {
    const call = after((made) => {
      // The text of an answer runs ahead of its audio.
      made.assistantAudio('a', 2_000);
      made.assistantSaid('a', SENTENCE);
      made.sessionLost();
      says('b', 'nine dollars. Is that right?')(made);
      made.turnDone();
    }, answers('Yes.'));
    const words = 'nine dollars. Is that right?';
    expect(call.readBack(ID)).toEqual({ ...NOTHING, heard: words, answered: words, cut: true });
    refused('not_heard', '1')(call);
    says('c', SENTENCE)(call);
    call.turnDone();
    call.sessionLost();
    answers('Yes.', 'again')(call);
    expect(call.readBack(ID)).toMatchObject({ cut: false });
    expect(call.readBack(ID).answered).toContain(SENTENCE);
  });

  it('has to be heard again when the caller spoke while its audio was still on its way', () => {
    const call = after((made) => {
      // The text of an answer runs ahead of its audio, all of which was played so far.
      made.assistantAudio('a', 2_000);
      made.assistantSaid('a', SENTENCE);
      made.heard('a', 2_000, false);
      made.callerBegan();
      made.turnDone();
    }, answers('Yes.'));
    expect(call.readBack(ID)).toMatchObject({ answered: '', cut: true });
  });

  it('is heard when the caller spoke after its end', () => {
    const call = after(says('a', SENTENCE));
    call.turnDone();
    call.callerBegan();
    answers('Yes.')(call);
    expect(call.readBack(ID)).toEqual({ ...HEARD, answered: SENTENCE });
  });

  it('is cut where the stream broke', () => {
    const call = after((made) => {
      made.assistantAudio('a', 10_000);
      made.assistantSaid('a', SENTENCE);
    });
    call.cutOff(Date.now() + 5_000);
    answers('Yes.')(call);
    expect(call.readBack(ID).cut).toBe(true);
  });

  it.each([
    ['words', (call: Conversation) => call.callerSaid('t', 'Yes.')],
    ['a noise', (call: Conversation) => call.callerSaid('t', '')],
    ['words that were not understood', (call: Conversation) => call.notUnderstood('t')],
    ['the end of the session', (call: Conversation) => call.sessionLost()],
  ])('waits for words that are on their way until they are known: %s', async (_what, come) => {
    const call = after(says('a', SENTENCE), answers(null));
    let known = false;
    const told = call.wordsKnown().then(() => (known = true));
    await Promise.resolve();
    expect(known).toBe(false);
    come(call);
    await told;
    await call.wordsKnown();
  });
});
