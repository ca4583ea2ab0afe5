import { commandOf } from '../commands.js';
import { ENGLISH } from './english.js';

describe('answers in English', () => {
  it.each(['that is right ', 'it is fine ', 'its not wrong ', 'no way ', 'please do '])(
    'are looked at quickly, however often "%s" is said',
    (answer) => {
      const startedAt = performance.now();
      expect(commandOf(`${answer.repeat(30)}zzz`, ENGLISH)).toBeNull();
      expect(performance.now() - startedAt).toBeLessThan(500);
    },
  );

  it.each([
    ['no way', 'no'],
    ["yes, that's right, thank you", 'yes'],
    ["it's not right", 'no'],
    ['okay it is fine please', 'yes'],
    ['yes please do', 'yes'],
  ] as const)('"%s" is a %s', (text, command) => {
    expect(commandOf(text, ENGLISH)).toBe(command);
  });
});
