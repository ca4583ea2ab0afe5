import * as fc from 'fast-check';
import { withoutCredentials } from './credentials-in-url.js';

const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('Credentials in a URL', () => {
  it.each([
    ['https://luigi:s3cret@kitchen.example/orders?a=1', 'luigi:s3cret'],
    ['https://luigi@kitchen.example/orders?a=1', 'luigi:'],
    ['https://:s3cret@kitchen.example/orders?a=1', ':s3cret'],
    ['https://l%40igi:p%C3%A4%3Ass@kitchen.example/orders?a=1', 'l@igi:pä:ss'],
    ['https://luigi:100%@kitchen.example/orders?a=1', 'luigi:100%'],
    ['https://luigi:a@b@kitchen.example/orders?a=1', 'luigi:a@b'],
  ])('are taken out of %s', (text, pair) => {
    expect(withoutCredentials(text)).toEqual({
      url: 'https://kitchen.example/orders?a=1',
      authorization: basic(pair),
    });
  });

  it('leave a URL without them to the letter', () => {
    const url = 'http://kitchen.example';
    expect(withoutCredentials(url)).toEqual({ url, authorization: null });
  });

  it('never stay in what is asked, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string(), (user, password) => {
        const parts = [user, password].map(encodeURIComponent);
        const { url, authorization } = withoutCredentials(`https://${parts.join(':')}@kitchen/`);
        expect(url).toBe('https://kitchen/');
        expect(authorization).toBe(basic(`${user}:${password}`));
      }),
    );
  });
});
