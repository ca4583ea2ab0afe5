import * as fc from 'fast-check';
import {
  callerIdentity,
  mentionsIdentity,
  telephoneNumber,
  withheldWord,
} from './caller-number.js';

/** The letters on the keys of a telephone. */
const PAD = [' ', '', 'abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];
const keyed = (word: string): string =>
  word.replaceAll(/./g, (letter) => `${PAD.findIndex((letters) => letters.includes(letter))}`);

const SPELLED = [
  ['anonymous', '266696687'],
  ['restricted', '7378742833'],
  ['blocked', '2562533'],
  ['unknown', '8656696'],
  ['unavailable', '86282452253'],
  ['private', keyed('private')],
  ['withheld', keyed('withheld')],
] as const;

describe('withheldWord', () => {
  it.each(SPELLED)('knows %s as a word and as the keys that spell it', (word, digits) => {
    expect(digits).toBe(keyed(word));
    const capital = word.charAt(0).toUpperCase() + word.slice(1);
    const forms = [word, word.toUpperCase(), ` ${capital} `];
    const apart = `+${digits.slice(0, 3)} (${digits.slice(3, 5)}) ${digits.slice(5)}`;
    for (const number of [digits, `1${digits}`]) forms.push(number, `+${number}`);
    for (const form of [...forms, apart, `+1-${digits}`]) expect(withheldWord(form)).toBe(word);
  });

  it.each([
    '+15551230100',
    '+12666966870',
    '+26669668',
    '+49266696687',
    '+2666966871',
    '5551230100',
    'alice',
    'client:266696687',
    '',
  ])('takes %p for none of them', (text) => {
    expect(withheldWord(text)).toBeNull();
  });
});

describe('telephoneNumber', () => {
  it.each(['+15551230100', '+491700000001', '+2907123', '+861081234567'])(
    'is %s itself',
    (text) => {
      expect(telephoneNumber(text)).toBe(text);
    },
  );

  it.each([
    ['+1 (555) 123-0100', '+15551230100'],
    [' +1.555.123.0100 ', '+15551230100'],
    ['0015551230100', '+15551230100'],
    ['00 49 170 0000001', '+491700000001'],
    ['%2B15551230100', '+15551230100'],
    ['%2b15551230100', '+15551230100'],
    // An unescaped plus of a form arrives as a space.
    [' 15551230100', '+15551230100'],
  ])('of %p is %s', (text, number) => {
    expect(telephoneNumber(text)).toBe(number);
  });

  it.each([
    '',
    '+',
    '+1',
    'anonymous',
    '5551230100',
    '911',
    '00911',
    '74663',
    '+74663',
    '+1266696',
    '+1555123010',
    '+155512301000',
    '+٠١٢٣٤٥٦٧٨٩',
    '+１５５５１２３０１００',
    '++15551230100',
    'tel:+15551230100',
    '+15551230100;ext=5',
    '0000000000',
    '%2B266696687',
    '00 266 696 687',
    '+0123456789',
    '+123456',
    '+1234567890123456',
    'client:alice',
    'sip:+15551230100@pbx.example.com',
    'alice@example.com',
    '+1555123o100',
    ...SPELLED.flatMap(([word, digits]) => [word, `+${digits}`, `+1${digits}`]),
  ])('is none for %p', (text) => {
    expect(telephoneNumber(text)).toBeNull();
  });
});

describe('callerIdentity', () => {
  it.each([
    ['+15551230100', '+15551230100'],
    ['client:alice', 'client:alice'],
    ['sip:alice@pbx.example.com', 'sip:alice@pbx.example.com'],
    ['sip:Alice@PBX.example.com:5060;transport=tcp', 'sip:alice@pbx.example.com'],
    ['sips:+15551230100:secret@10.0.0.1?subject=pizza', 'sips:+15551230100@10.0.0.1'],
    ['whatsapp:+15551230100', 'whatsapp:+15551230100'],
  ])('of %s is %s', (from, identity) => {
    expect(callerIdentity(from)).toBe(identity);
  });

  it.each([
    '',
    ' ',
    '+',
    'anonymous',
    'Unknown',
    '5551230100',
    '911',
    'alice',
    'alice@example.com',
    'client:',
    'client:Anonymous',
    'sip:',
    'sip:pbx.example.com',
    'sip:@pbx.example.com',
    'sip:anonymous@anonymous.invalid',
    'sip:c8oqz84zk7z@anonymous.invalid',
    'sip:Restricted@10.0.0.1',
    'sip:+266696687@10.0.0.1:5060',
    'whatsapp:+17378742833',
    ...SPELLED.flatMap(([word, digits]) => [word, `+${digits}`, `+1${digits}`, `client:${digits}`]),
  ])('is none for %p', (from) => {
    expect(callerIdentity(from)).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('', 'sip:', 'client:', '+'), (text, scheme) => {
        expect(callerIdentity(scheme + text)).not.toBe('');
      }),
    );
  });
});

describe('mentionsIdentity', () => {
  it.each([
    ['+15551230100', '{"from":"+15551230100"', true],
    ['+15551230100', 'phone: (555) 123-0100', true],
    ['+15551230100', 'phone: 555.123.0100, name', true],
    ['+15551230100', '"+1 555 123 0100', true],
    ['+15551230100', '0015551230100', true],
    ['+15551230100', '{"from":"+15551230101"', false],
    ['+15551230100', '{"id":"155512301001"', false],
    ['+15551230100', '"at":1555123010042', false],
    ['+15551230100', '+1555123', false],
    ['+442079460000', '020 7946 0000', true],
    ['+4930123456', '"+4930123456"', true],
    ['+4930123456', '9994930123456', false],
    ['client:ada', '{"from":"client:Ada"', true],
    ['client:ada', '{"from":"client:adam"', false],
    ['client:ada', '{"from":"myclient:ada"', false],
    ['sip:ada@pbx.example.com', '"sip:ada@pbx.example.com"', true],
    ['sip:ada@pbx.example.com', '"sip:ada@pbxXexample.com"', false],
  ])('of %s in %s: %s', (identity, text, mentioned) => {
    expect(mentionsIdentity(text, identity)).toBe(mentioned);
  });
});
