import { checkGather } from './gather-grammar.js';

function violations(attributes: Readonly<Record<string, string>>): readonly string[] {
  const found: string[] = [];
  checkGather({ input: 'speech dtmf', ...attributes }, found);
  return found;
}

describe('checkGather', () => {
  it.each<Readonly<Record<string, string>>>([
    {},
    { speechTimeout: 'auto' },
    { speechTimeout: '2' },
    { speechModel: 'phone_call', speechTimeout: '3', language: 'es-US' },
    { speechModel: 'experimental_conversations', speechTimeout: '3', profanityFilter: 'false' },
    { speechModel: 'numbers_and_commands', speechTimeout: '3', language: 'es-MX' },
    { speechModel: 'deepgram_nova-3', speechTimeout: '1', language: 'es-MX' },
    { speechModel: 'experimental_utterances' },
    { hints: Array.from({ length: 500 }, () => 'x'.repeat(100)).join(',') },
  ])('takes %j', (attributes) => {
    expect(violations(attributes)).toEqual([]);
  });

  it.each<[Readonly<Record<string, string>>, string]>([
    [{ input: 'voice' }, '13329'],
    [{ timeout: '0' }, '13313'],
    [{ speechTimeout: '0' }, '13327'],
    [{ speechTimeout: '1.5' }, '13327'],
    [{ speechTimeout: 'auto', speechModel: 'phone_call' }, '13335'],
    [{ speechTimeout: '2', speechModel: 'whisper' }, '13334'],
    [{ speechTimeout: '2', speechModel: 'toString' }, '13334'],
    [{ speechTimeout: '2', speechModel: 'phone_call', language: 'es-MX' }, '13331'],
    [{ speechTimeout: '2', speechModel: 'experimental_utterances', language: 'es-MX' }, '13331'],
    [
      {
        speechTimeout: '2',
        speechModel: 'phone_call',
        language: 'es-US',
        profanityFilter: 'false',
      },
      '12200',
    ],
    [{ profanityFilter: 'no' }, '12200'],
    [{ hints: 'x,'.repeat(500) }, '13330'],
    [{ hints: 'x'.repeat(101) }, '13330'],
  ])('refuses %j', (attributes, code) => {
    expect(violations(attributes)).toEqual([expect.stringMatching(`^${code} `)]);
  });
});
