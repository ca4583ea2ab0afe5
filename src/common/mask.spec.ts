import * as fc from 'fast-check';
import { maskPhone } from './mask.js';

describe('maskPhone', () => {
  it.each([
    ['+15551230100', '+1******0100'],
    ['+491700000001', '+4******0001'],
    ['15551230100', '15******0100'],
    ['anonymous', 'anonymous'],
    ['+266696687', 'anonymous'],
    ['+17378742833', 'restricted'],
    ['8656696', 'unknown'],
    ['', ''],
    ['911', '******'],
    ['sip:+15551230100@pbx.example.com', 'sip:******'],
    ['client:alice', 'client:******'],
    ['alice@example.com', '******'],
  ])('shows %s as %s', (number, shown) => {
    expect(maskPhone(number)).toBe(shown);
  });

  it('never lets more than six digits through', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(sip:|client:)?[+\d@. -]{0,20}$/), (number) => {
        expect(maskPhone(number).replace(/\D/g, '').length).toBeLessThanOrEqual(6);
      }),
    );
  });
});
