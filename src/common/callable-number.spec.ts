import * as fc from 'fast-check';
import { callersOwnNumber, numberGiven } from './callable-number.js';

const NEW_YORK = '+12125550142';
const BERLIN = '+493012345678';
const LONDON = '+442079460000';

describe('A number for a call back', () => {
  it.each([
    ['(212) 555-0142', NEW_YORK, '+12125550142'],
    ['212.555.0142', NEW_YORK, '+12125550142'],
    ['1 212 555 0142', NEW_YORK, '+12125550142'],
    ['+1 212 555 0142', BERLIN, '+12125550142'],
    ['011 44 20 7946 0000', NEW_YORK, '+442079460000'],
    ['0170 0000001', BERLIN, '+491700000001'],
    ['00 1 212 555 0142', BERLIN, '+12125550142'],
    ['020 7946 0000', LONDON, '+442079460000'],
    ['800 555 1234', NEW_YORK, '+18005551234'],
    ['+800 1234 5678', NEW_YORK, '+80012345678'],
    // The business itself is in no numbering plan: only its country code is known.
    ['(212) 555-0142', '+15551230100', '+12125550142'],
  ])('%s, said to %s, is %s', (said, business, e164) => {
    expect(numberGiven(said, business)).toEqual({ kind: 'callable', e164 });
  });

  it.each([
    ['', NEW_YORK],
    ['911', NEW_YORK],
    ['+1 911', NEW_YORK],
    ['112', BERLIN],
    ['110', BERLIN],
    ['999', LONDON],
    ['555 0142', NEW_YORK],
    ['555 123 0199', NEW_YORK],
    ['911 555 0142', NEW_YORK],
    ['212 055 0142', NEW_YORK],
    ['+999 1234 5678', NEW_YORK],
    ['000 000 0000', NEW_YORK],
    ['212 555 0142 x 5', NEW_YORK],
    ['212 555 0142 ext. 900', NEW_YORK],
    ['212 555 0142;ext=9', NEW_YORK],
    ['212 555 0142,,9005551234#', NEW_YORK],
    ['tel:+12125550142', NEW_YORK],
    ['sip:anna@example.com', NEW_YORK],
    ['call me at 212 555 0142', NEW_YORK],
    ['266696687', NEW_YORK],
    ['+1 212 555 0142 900 555 1234', NEW_YORK],
  ])('%j, said to %s, is none', (said, business) => {
    expect(numberGiven(said, business)).toEqual({ kind: 'invalid' });
  });

  it.each([
    ['900 555 1234', NEW_YORK],
    ['1-900-976-1234', NEW_YORK],
    ['+1 900 555 1234', BERLIN],
    ['0900 1 234567', BERLIN],
    ['0180 5 123456', BERLIN],
    ['0909 879 0000', LONDON],
    ['070 1234 5678', LONDON],
    ['+33 892 12 34 56', NEW_YORK],
    ['+34 803 123 456', NEW_YORK],
    ['+979 123 456 789', NEW_YORK],
    ['+808 1234 5678', NEW_YORK],
    ['+870 773 111 632', NEW_YORK],
    ['+881 612 345 678', NEW_YORK],
    ['011 881 612 345 671', NEW_YORK],
    ['+883 5100 12345', NEW_YORK],
  ])('%s, said to %s, is not called back', (said, business) => {
    expect(numberGiven(said, business)).toEqual({ kind: 'not-called-back' });
  });

  it('is always E.164, and the same when it is said again', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^\+?[0-9 ().-]{5,20}$/)),
        fc.constantFrom(NEW_YORK, BERLIN, LONDON, '', '+15551230100'),
        (said, business) => {
          const given = numberGiven(said, business);
          if (given.kind !== 'callable') return;
          expect(given.e164).toMatch(/^\+[1-9]\d{6,14}$/);
          expect(numberGiven(given.e164, business)).toEqual(given);
        },
      ),
    );
  });
});

describe('The number of a call', () => {
  it.each(['+12125550187', '+15551230100', '+491700000001', '+18005551234'])(
    '%s is called back',
    (from) => expect(callersOwnNumber(from)).toBe(from),
  );

  it.each([
    '+19005551234',
    '+499001234567',
    '+33892123456',
    '+881612345678',
    '+266696687',
    'anonymous',
    'client:alice',
    'sip:+12125550187@pbx.example.com',
    '911',
    '',
  ])('%j is not', (from) => expect(callersOwnNumber(from)).toBeNull());
});
