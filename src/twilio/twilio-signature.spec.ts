import { createHash } from 'node:crypto';
import twilio from 'twilio';
import { readEnvironment } from '../config/environment.js';
import { type SignedWebhook, TwilioSignature } from './twilio-signature.js';

const TOKEN = '12345';

function signature(env: Record<string, string> = {}): TwilioSignature {
  return new TwilioSignature(
    readEnvironment({ PUBLIC_URL: 'https://example.com', TWILIO_AUTH_TOKEN: TOKEN, ...env }),
  );
}

function form(originalUrl: string, body: unknown, header: string): SignedWebhook {
  return { originalUrl, body, signature: header, rawJson: null };
}

describe('TwilioSignature', () => {
  const published = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675310',
    Digits: '1234',
    From: '+14158675310',
    To: '+18005551212',
  };

  it('accepts the signature of the published example', () => {
    expect(
      signature().isValidWebhook(
        form('/myapp.php?foo=1&bar=2', published, 'L/OH5YylLD5NRKLltdqwSvS0BnU='),
      ),
    ).toBe(true);
  });

  it('accepts repeated fields', () => {
    const body = { CallSid: 'CA0123', From: '+15550001', To: '+15550002', Digits: ['2', '1', '2'] };
    expect(
      signature().isValidWebhook(form('/voice?a=1', body, 'JY2dG3SpltjUNKIuPd2GnH52GYs=')),
    ).toBe(true);
  });

  it('refuses a changed, an additional and a missing field, and another query', () => {
    const header = 'L/OH5YylLD5NRKLltdqwSvS0BnU=';
    const { Digits: _, ...fewer } = published;
    for (const [url, body] of [
      ['/myapp.php?foo=1&bar=2', { ...published, Digits: '1235' }],
      ['/myapp.php?foo=1&bar=2', { ...published, Extra: '', More: 'x' }],
      ['/myapp.php?foo=1&bar=2', fewer],
      ['/myapp.php?bar=2&foo=1', published],
      ['/myapp.php', published],
    ] as const) {
      expect(signature().isValidWebhook(form(url, body, header))).toBe(false);
    }
  });

  it.each([
    ['no body', undefined],
    ['null', null],
    ['text', 'CallSid=CA1'],
    ['an array', ['CallSid']],
    ['an empty header', {}],
  ])('refuses %s without throwing', (_, body) => {
    expect(signature().isValidWebhook(form('/voice', body, ''))).toBe(false);
  });

  it('refuses a URL that cannot be parsed without throwing', () => {
    const unparsable = signature({ PUBLIC_URL: 'https://example.com' });
    expect(unparsable.isValidWebhook(form(':99999999/voice', {}, 'x'))).toBe(false);
  });

  it('verifies a JSON body by signature and hash', () => {
    const rawJson = Buffer.from('{"a":1}');
    const hash = createHash('sha256').update(rawJson).digest('hex');
    const request = {
      originalUrl: `/hook?bodySHA256=${hash}`,
      signature: '2e7mH/NA6FwzvUqLZxhsETU/4bw=',
      body: { a: 1 },
      rawJson,
    };
    expect(signature().isValidWebhook(request)).toBe(true);
    expect(signature().isValidWebhook({ ...request, rawJson: Buffer.from('{"a":2}') })).toBe(false);
    expect(signature().isValidWebhook({ ...request, originalUrl: '/hook' })).toBe(false);
  });

  it('accepts nothing when no token is configured', () => {
    const none = new TwilioSignature(
      readEnvironment({ PUBLIC_URL: 'https://example.com', TWILIO_WEBHOOK_VALIDATION: 'true' }),
    );
    expect(none.isValidWebhook(form('/voice', {}, ''))).toBe(false);
    expect(none.matchUpgrade('')).toBeNull();
  });

  describe('of an upgrade', () => {
    const media = { TWILIO_MEDIA_STREAM_URL: 'wss://example.com/media' };

    it('accepts the known examples with and without the slash', () => {
      expect(signature(media).matchUpgrade('7PR3qMkpDyEJtMrVOY/LDyNq8J8=')).toBe('exact');
      expect(signature(media).matchUpgrade('T+WBXwUXC0/CyoZ1DA+p9ilZORs=')).toBe('slash');
    });

    it.each([
      ['wss://example.com/media', 'exact', media],
      ['wss://example.com:443/media', 'port', media],
      ['https://example.com/media', 'http', media],
      [
        'wss://example.com:8443/media',
        'exact',
        { TWILIO_MEDIA_STREAM_URL: 'wss://example.com:8443/media' },
      ],
      ['ws://localhost:6001/ws/media', 'exact', { PUBLIC_URL: 'http://localhost:6001' }],
    ])('over %s is of the form %s', (url, expected, env) => {
      const header = twilio.getExpectedTwilioSignature(TOKEN, url, {});
      expect(signature(env).matchUpgrade(header)).toBe(expected);
    });

    it.each(['wss://example.com/other', 'wss://evil.com/media', 'ws://example.com/media?x=1'])(
      'over %s fits nothing',
      (url) => {
        const header = twilio.getExpectedTwilioSignature(TOKEN, url, {});
        expect(signature(media).matchUpgrade(header)).toBeNull();
      },
    );
  });
});
