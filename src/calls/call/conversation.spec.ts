import { jest } from '@jest/globals';
import { Conversation } from './conversation.js';

describe('Conversation', () => {
  it('keeps the order in which things happened, not the one in which texts arrive', () => {
    const conversation = new Conversation();
    conversation.callerTurn('u1');
    conversation.assistantAudio('a1', 400);
    conversation.assistantSaid('a1', 'Sure.');
    conversation.callerSaid('u1', 'Two colas.');
    expect(conversation.transcript().map(({ text }) => text)).toEqual(['Two colas.', 'Sure.']);
  });

  it('shows in full what was said and how much of it was heard', () => {
    const conversation = new Conversation();
    conversation.assistantAudio('a1', 2000);
    conversation.assistantSaid('a1', 'We have a great many desserts today.');
    conversation.heard('a1', 1000, true);
    expect(conversation.transcript()[0]).toMatchObject({
      text: 'We have a great many desserts today.',
      interrupted: true,
      heardMs: 1000,
    });
  });

  it('replays of an interrupted answer only whole words that were heard', () => {
    const conversation = new Conversation();
    conversation.assistantAudio('a1', 2000);
    conversation.assistantSaid('a1', 'We have a great many desserts today.');
    conversation.heard('a1', 1000, true);
    expect(conversation.replay()).toEqual([
      { kind: 'message', role: 'assistant', text: 'We have a great…' },
    ]);
  });

  it('leaves out of a replay what nobody heard', () => {
    const conversation = new Conversation();
    conversation.assistantAudio('a1', 2000);
    conversation.assistantSaid('a1', 'Anything else?');
    conversation.heard('a1', 0, true);
    expect(conversation.replay()).toEqual([]);
  });

  it('survives being put down and picked up', () => {
    const conversation = new Conversation();
    conversation.callerSaid('u1', 'A cola.');
    conversation.toolCalled('c1', 'add_item', '{}');
    conversation.toolAnswered('c1', '{"ok":true}');
    const stored: unknown = JSON.parse(JSON.stringify(conversation.snapshot()));
    const again = new Conversation(stored as ReturnType<Conversation['snapshot']>);
    expect(again.replay()).toEqual(conversation.replay());
    expect(again.replay()[1]).toMatchObject({ kind: 'tool-call', output: '{"ok":true}' });
  });

  it('never keeps a card number, whoever says or passes it on', () => {
    const conversation = new Conversation();
    const number = '4111 1111 1111 1111';
    conversation.callerSaid('u1', `My card is ${number}.`);
    conversation.assistantAudio('a1', 100);
    conversation.assistantSaid('a1', `You said ${number}.`);
    conversation.toolCalled('c1', 'add_item', JSON.stringify({ note: number }));
    conversation.toolAnswered('c1', JSON.stringify({ note: number }));
    expect(JSON.stringify(conversation.snapshot())).not.toMatch(/4111/);
  });

  it('masks the first half of a card number as soon as the second half makes it one', () => {
    const conversation = new Conversation();
    conversation.callerSaid('u1', 'My card is 4111 one one one one.');
    conversation.assistantSaid('a1', 'So far 4111 1111, go on.');
    conversation.assistantAudio('a1', 400);
    conversation.turnDone();
    conversation.toolCalled('c1', 'add_item', '{"note":"4111 1111"}');
    conversation.toolAnswered('c1', '{"ok":true,"note":"4111 1111"}');
    expect(JSON.stringify(conversation.snapshot())).toMatch(/4111/);

    conversation.callerSaid('k1', '[The caller pressed the keys 1 1 1 1.]');
    conversation.callerSaid('u2', 'and 1111, please.');
    conversation.assistantSaid('a2', 'I have noted 4111 1111 one one one one 1111, cvv 123.');
    expect(JSON.stringify(conversation.snapshot())).not.toMatch(/1111|one one|123/);
    expect(conversation.transcript().map(({ text }) => text)).toEqual([
      'My card is ****.',
      'So far ****, go on.',
      '[The caller pressed the keys ****.]',
      'and ****, please.',
      'I have noted ****, cvv ****.',
    ]);
    expect(conversation.unanswered()).toEqual([]);
  });

  it('masks a security code whose name was said in the turn before, without any card number', () => {
    const conversation = new Conversation();
    conversation.callerSaid('u1', 'My security code is');
    conversation.callerSaid('u2', '123.');
    conversation.assistantSaid('a1', 'The cvv is');
    conversation.turnDone();
    conversation.assistantSaid('a2', '4 5 6, I see.');
    conversation.turnDone();
    expect(conversation.transcript().map(({ text }) => text)).toEqual([
      'My security code is',
      '****.',
      'The cvv is',
      '****, I see.',
    ]);
  });

  it('goes on masking when a call was picked up between two halves, and when words come late', () => {
    const before = new Conversation();
    before.callerTurn('u1');
    before.callerSaid('u2', '1111 1111');
    before.callerSaid('u1', '4111 1111');
    expect(before.transcript().map(({ text }) => text)).toEqual(['****', '****']);
    const half = new Conversation();
    half.callerSaid('u1', '5555 5555');
    const after = new Conversation(half.snapshot());
    after.callerSaid('u2', '5555 4444');
    expect(after.transcript().map(({ text }) => text)).toEqual(['****', '****']);
    // The provider corrects the first half.
    after.callerSaid('u1', 'five five five five, 5555');
    expect(after.transcript()[0]?.text).toBe('****');
  });

  it('does not put together what was said minutes apart', () => {
    jest.useFakeTimers({ now: 0 });
    const conversation = new Conversation();
    conversation.callerSaid('u1', '4111 1111');
    jest.setSystemTime(4 * 60_000);
    conversation.callerSaid('u2', '1111 1111');
    jest.useRealTimers();
    expect(conversation.transcript().map(({ text }) => text)).toEqual(['4111 1111', '1111 1111']);
  });

  it('keeps addresses, phone numbers and choices of keys', () => {
    const conversation = new Conversation();
    const said = ['118 Mulberry Street, 10013', '212 555 0142', ...'41111111'.split('')];
    said.forEach((text, index) => conversation.callerSaid(`u${index}`, text));
    expect(conversation.transcript().map(({ text }) => text)).toEqual(said);
  });

  it('knows where it stands', () => {
    const conversation = new Conversation();
    expect(conversation.standing()).toBe('settled');
    conversation.assistantAudio('a1', 400);
    expect(conversation.standing()).toBe('assistant-cut');
    conversation.turnDone();
    expect(conversation.standing()).toBe('settled');
    conversation.callerTurn('u1');
    expect(conversation.standing()).toBe('caller-unheard');
    conversation.callerSaid('u1', 'A cola.');
    expect(conversation.standing()).toBe('caller-waits');
    conversation.assistantSaid('a2', 'Sure, one');
    expect(conversation.standing()).toBe('caller-waits');
    conversation.toolCalled('c1', 'add_item', '{}');
    expect(conversation.standing()).toBe('caller-waits');
  });

  it('does nothing twice for one call id', () => {
    const conversation = new Conversation();
    expect(conversation.toolCalled('c1', 'add_item', '{}')).toBe(true);
    expect(conversation.toolCalled('c1', 'add_item', '{}')).toBe(false);
  });
});

describe('A conversation whose line broke', () => {
  const spokenFor = (sentMs: number): Conversation => {
    const conversation = new Conversation();
    conversation.assistantSaid('a', 'You have one Margherita, small.');
    conversation.assistantAudio('a', sentMs);
    conversation.turnDone();
    return conversation;
  };

  it('ends an answer where it can have been heard', () => {
    const conversation = spokenFor(4_000);
    conversation.cutOff(Date.now() + 2_000);
    const [entry] = conversation.transcript();
    expect(entry).toMatchObject({ interrupted: true });
    expect(entry?.heardMs).toBeGreaterThanOrEqual(2_000);
    expect(entry?.heardMs).toBeLessThan(2_100);
    expect(conversation.replay()).toEqual([
      { kind: 'message', role: 'assistant', text: 'You have one…' },
    ]);
  });

  it('leaves alone what was played to its end, and what the caller said', () => {
    const conversation = spokenFor(1_000);
    conversation.cutOff(Date.now() + 2_000);
    expect(conversation.transcript()).toMatchObject([{ interrupted: false }]);
    conversation.callerSaid('c', 'Yes.');
    conversation.cutOff(Date.now());
    expect(conversation.transcript()).toMatchObject([{ interrupted: false }, { text: 'Yes.' }]);
  });

  it('knows what was under way', () => {
    const conversation = spokenFor(1_000);
    conversation.toolCalled('t1', 'add_item', '{}');
    conversation.toolCalled('t2', 'place_order', '{}');
    conversation.toolAnswered('t1', '{"ok":true}');
    expect(conversation.unanswered().map(({ callId }) => callId)).toEqual(['t2']);
  });

  it('says of a turn whose words never came that they were not understood', () => {
    const conversation = new Conversation();
    conversation.callerTurn('u1');
    conversation.assistantAudio('a1', 400);
    conversation.assistantSaid('a1', 'Two colas.');
    conversation.callerTurn('u2');
    conversation.notUnderstood('u2');
    conversation.callerSaid('u3', 'No ice.');
    conversation.sessionLost();
    const texts = ['[words not understood]', 'Two colas.', '[words not understood]', 'No ice.'];
    expect(conversation.transcript().map(({ text }) => text)).toEqual(texts);
    conversation.heard('a1', 400, false);
    expect(conversation.replay().map((item) => item.kind === 'message' && item.text)).toEqual(
      texts,
    );
  });

  it('keeps one turn for what two sessions have heard', () => {
    const conversation = new Conversation();
    conversation.callerTurn('u1');
    conversation.sessionLost();
    expect(conversation.standing()).toBe('caller-unheard');
    expect(conversation.replay()).toEqual([]);
    conversation.callerTurn('u2');
    conversation.sessionLost();
    conversation.callerSaid('u3', 'Two colas.');
    expect(conversation.transcript().map(({ text }) => text)).toEqual(['Two colas.']);
  });

  it('keeps one turn when a session that could not tell the words is lost', () => {
    const conversation = new Conversation();
    conversation.callerTurn('u1');
    conversation.notUnderstood('u1');
    conversation.sessionLost();
    conversation.callerSaid('u2', 'Two colas.');
    expect(conversation.transcript().map(({ text }) => text)).toEqual(['Two colas.']);
  });

  it('takes words that come late', () => {
    const conversation = new Conversation();
    conversation.callerTurn('u1');
    conversation.notUnderstood('u1');
    conversation.callerSaid('u1', 'Two colas.');
    expect(conversation.transcript()[0]?.text).toBe('Two colas.');
  });
});
