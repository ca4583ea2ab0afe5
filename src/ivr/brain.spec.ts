import { brainRequest, replyOf, saidAgain, type BrainReply, type BrainRequest } from './brain.js';
import type { DialogueContext } from './dialogue-context.js';
import type { IvrRecord } from './ivr-memory.js';
import { NEW_STATE, type IvrInput } from './ivr-state.js';
import { orderOf } from './tool-results.js';
import { ENGLISH } from '../understanding/vocabulary/english.js';

const RECORD: IvrRecord = {
  turn: 3,
  order: null,
  state: NEW_STATE,
  prompt: 'Anything else?',
  listensFrom: 0,
  expects: 'speech dtmf',
  end: null,
};
const BY_BRAIN: IvrRecord = { ...RECORD, brain: 'chat' };
const READ_BACK: IvrRecord = {
  ...RECORD,
  state: { ...NEW_STATE, step: { kind: 'confirm', confirmationId: 'c1' } },
};
const asked = (heard: string, goesOn: boolean, doubtful = false): BrainRequest => ({
  heard,
  opening: null,
  goesOn,
  doubtful,
});
const opens = (opening: BrainRequest['opening'], goesOn = false): BrainRequest => ({
  heard: null,
  opening,
  goesOn,
  doubtful: false,
});

describe('A brain beside the dialogue', () => {
  it.each<[string, number, IvrInput, IvrRecord | null, BrainRequest | null]>([
    ['the first words', 0, { start: true, resumed: false }, null, opens('greeting')],
    ['the first words off the stream', 0, { start: true, resumed: true }, null, opens('resumed')],
    [
      'the first words after a missed transfer',
      3,
      { start: true, resumed: true, missed: 'has-number' },
      BY_BRAIN,
      opens('missed', true),
    ],
    ['what was said', 3, { speech: 'a coke' }, BY_BRAIN, asked('a coke', true)],
    ['what was said to the dialogue', 3, { speech: 'a coke' }, RECORD, asked('a coke', false)],
    ['what was said at a call not known', 5, { speech: 'a coke' }, null, asked('a coke', false)],
    ['keys', 3, { digits: '7' }, BY_BRAIN, { ...asked('[The caller pressed the keys 7.]', true) }],
    ['not the yes to a read-back of the dialogue', 3, { speech: 'yes' }, READ_BACK, null],
    [
      'the yes to a read-back of its own',
      3,
      { speech: 'yes' },
      { ...READ_BACK, brain: 'chat' },
      asked('yes', true),
    ],
    ['no keys that the dialogue has offered', 3, { digits: '7' }, RECORD, null],
    ['not the key for a person', 3, { digits: '0' }, BY_BRAIN, null],
    ['not the key that goes back', 3, { digits: '*' }, BY_BRAIN, null],
    ['nothing by who asks for keys', 3, { speech: 'Which keys can I press?' }, BY_BRAIN, null],
    ['no silence', 3, { nothing: true }, BY_BRAIN, null],
    ['no blank words', 3, { speech: '  ' }, BY_BRAIN, null],
    ['to greet where nothing is known', 0, { nothing: true }, null, opens('greeting')],
    ['to go on where nothing is known', 4, { nothing: true }, null, opens('resumed')],
    [
      'once more after a failure',
      3,
      { speech: 'a coke' },
      { ...RECORD, brainFailures: 1 },
      asked('a coke', false),
    ],
    [
      'of words that recognition is not sure of',
      3,
      { speech: 'a coke', confidence: 0.2 },
      BY_BRAIN,
      asked('a coke', true, true),
    ],
    ['not after two failures', 3, { speech: 'a coke' }, { ...RECORD, brainFailures: 2 }, null],
  ])('is asked %s', (_what, turn, input, before, request) => {
    expect(brainRequest(turn, input, before, ENGLISH)).toEqual(request);
  });

  it('is heard again after a silence, twice', () => {
    const context = { sentence: () => 'I heard nothing.' } as unknown as DialogueContext;
    const silence = { nothing: true } as const;
    const once = saidAgain(silence, BY_BRAIN, context);
    expect(once?.prompt).toBe('I heard nothing. Anything else?');
    const twice = saidAgain(silence, { ...BY_BRAIN, ...once }, context);
    expect(twice?.prompt).toBe('I heard nothing. Anything else?');
    expect(saidAgain(silence, { ...BY_BRAIN, ...twice }, context)).toBeNull();
    expect(saidAgain(silence, RECORD, context)).toBeNull();
    expect(saidAgain({ speech: 'yes' }, BY_BRAIN, context)).toBeNull();
    const readBack = { ...BY_BRAIN, listensFrom: BY_BRAIN.prompt.length };
    const again = saidAgain(silence, readBack, context);
    expect(again?.listensFrom).toBe(again?.prompt.length);
  });

  it('leaves the dialogue where it can go on', () => {
    const reply: BrainReply = {
      kind: 'answered',
      brain: 'chat',
      prompt: 'One Margherita, twelve dollars. Shall I place it?',
      confirmationId: null,
      end: null,
    };
    const order = orderOf({ ok: true, lines: [{ lineId: 'L4', itemId: 'coke' }] });
    let missed = false;
    const stateOf = (given: Partial<BrainReply>, its: object = {}) =>
      replyOf({ ...reply, ...given }, { ...order, ...its }, missed);
    expect(stateOf({})).toMatchObject({
      listensFrom: 0,
      state: { step: { kind: 'more' }, lastLineId: 'L4' },
    });
    expect(stateOf({}, { lines: [] }).state.step).toEqual({ kind: 'main' });
    expect(stateOf({}, { placed: true }).state.step).toEqual({ kind: 'placed' });
    expect(stateOf({ confirmationId: 'c1' })).toMatchObject({
      listensFrom: reply.prompt.length,
      state: { step: { kind: 'confirm', confirmationId: 'c1' }, missed: false },
    });
    missed = true;
    expect(stateOf({}).state.missed).toBe(true);
  });
});
