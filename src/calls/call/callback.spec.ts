import { Call } from './call.js';
import { callbackOf } from './callback.js';

const OK = '{"ok":true}';

function called(from: string, ...runs: readonly (readonly [args: string, output: string])[]) {
  const call = new Call({ callSid: 'CA1', from, to: '' }, 'test', 1);
  call.conversation.toolCalled('other', 'view_order', '{}');
  call.conversation.toolAnswered('other', OK);
  for (const [index, [args, output]] of runs.entries()) {
    call.conversation.toolCalled(`t${index}`, 'leave_callback_note', args);
    call.conversation.toolAnswered(`t${index}`, output);
  }
  return callbackOf(call.snapshot());
}

describe('The wish to be called back', () => {
  it.each([
    ['its own number', '+15551230100', ['{}', OK], { phone: '+15551230100', message: null }],
    [
      'another number and a message',
      '+15551230100',
      ['{"phone":"(555) 123-0199","message":" A cake. "}', OK],
      { phone: '5551230199', message: 'A cake.' },
    ],
    [
      'another number as the tool has understood it',
      '+15551230100',
      ['{"phone":"(212) 555-0199"}', '{"ok":true,"phone":"+12125550199"}'],
      { phone: '+12125550199', message: null },
    ],
    [
      'a number from a hidden one',
      'anonymous',
      ['{"phone":"+15551230199"}', OK],
      { phone: '+15551230199', message: null },
    ],
    ['no number at all', '+266696687', ['{}', OK], null],
    ['a premium one of the call', '+19005551234', ['{}', OK], null],
    ['a refused one', '+15551230100', ['{"phone":"12"}', '{"ok":false}'], null],
    ['one that is under way', '+15551230100', ['{}', ''], null],
    ['an unreadable one', '+15551230100', ['{"phone"', '[1]'], null],
  ] as const)('is read from the conversation: %s', (_, from, run, note) => {
    expect(called(from, run)).toEqual(note);
  });

  it('is the last one that was noted', () => {
    const note = called(
      '+15551230100',
      ['{"message":"First."}', OK],
      ['{"message":"Second."}', OK],
      ['{"message":"Third."}', '{"ok":false}'],
    );
    expect(note?.message).toBe('Second.');
  });

  it('is none where there was none', () => {
    expect(called('+15551230100')).toBeNull();
  });
});
