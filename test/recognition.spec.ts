import { checkGather } from './simulators/phone/gather-grammar.js';
import type { AnswerKind } from '../src/ivr/answer-kind.js';
import { recognition } from '../src/twilio/recognition.js';

const KINDS: readonly AnswerKind[] = [
  'yes-no',
  'choice',
  'dishes',
  'name',
  'address',
  'number',
  'time',
];
const LANGUAGES = ['en-US', 'en-GB', 'es-ES', 'es-MX', 'es-US', 'fr-FR', 'pt-BR', 'vi-VN', 'sw-KE'];

describe('recognition', () => {
  it.each(LANGUAGES)('asks for nothing that Twilio refuses in %s', (language) => {
    for (const kind of KINDS) {
      const violations: string[] = [];
      const asked = { ...recognition(kind, language), profanityFilter: 'false', language };
      checkGather({ input: 'speech dtmf', ...asked }, violations);
      expect([kind, violations]).toEqual([kind, []]);
    }
  });

  it('waits longer where callers think or read', () => {
    const pauses = KINDS.map((kind) => [kind, recognition(kind, 'en-US').speechTimeout]);
    expect(Object.fromEntries(pauses)).toEqual({
      'yes-no': '1',
      choice: '1',
      dishes: '2',
      name: '2',
      time: '2',
      address: '3',
      number: '3',
    });
  });

  it('takes the model for a few words, or for sentences', () => {
    expect(recognition('yes-no', 'en-US').speechModel).toBe('experimental_utterances');
    expect(recognition('address', 'en-US').speechModel).toBe('experimental_conversations');
    expect(recognition('address', 'es-MX')).toEqual({ speechTimeout: '3' });
  });
});
