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
