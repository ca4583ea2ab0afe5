import { BadRequestException } from '@nestjs/common';
import fc from 'fast-check';
import twilio from 'twilio';
import { readEnvironment } from '../../src/config/environment.js';
import { legOf } from '../../src/twilio/dial-verb.js';
import { FRAME_FAULTS, readFrame } from '../../src/twilio/media-frames.js';
import { TwilioSignature } from '../../src/twilio/twilio-signature.js';
import { TwilioWebhook } from '../../src/twilio/twilio-webhook.js';
import { ACCOUNT_SID, AUTH_TOKEN } from '../support/account.js';
import { fuzz } from './fuzz.js';
import { bytesNear, jsonNear, valueNear } from './mutations.js';

const STREAM = 'MZ00000000000000000000000000000003';
const MEDIA = {
  event: 'media',
  sequenceNumber: '4',
  media: { track: 'inbound', chunk: '2', timestamp: '20', payload: 'AAAA' },
  streamSid: STREAM,
};
const FRAMES = [
  MEDIA,
  MEDIA,
  { event: 'connected', protocol: 'Call', version: '1.0.0' },
  {
    event: 'start',
    start: {
      accountSid: ACCOUNT_SID,
      streamSid: STREAM,
      callSid: 'CA1',
      tracks: ['inbound'],
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
      customParameters: { token: 'secret', from: '+15551230100' },
    },
    streamSid: STREAM,
  },
  { event: 'dtmf', streamSid: STREAM, dtmf: { track: 'inbound_track', digit: '#' } },
  { event: 'mark', sequenceNumber: '8', streamSid: STREAM, mark: { name: 'a:1' } },
  { event: 'stop', streamSid: STREAM, stop: { callSid: 'CA1' } },
];

const FORM = {
  AccountSid: ACCOUNT_SID,
  CallSid: 'CA00000000000000000000000000000001',
  From: '+15551230100',
  To: '+15550000001',
  SpeechResult: 'One cola.',
  Digits: ['1', '2'],
};

describe('What Twilio sends', () => {
  fuzz('frames of a media stream', bytesNear(...FRAMES), (data) => {
    const frame = readFrame(data);
    // A space in front keeps the same JSON from the fast path.
    expect(readFrame(Buffer.concat([Buffer.from(' '), data]))).toEqual(frame);
    if (frame.kind === 'bad') {
      expect(FRAME_FAULTS).toContain(frame.reason);
      return 'bad';
    }
    if (frame.kind === 'media' && !(frame.timestampMs >= 0 && frame.durationMs > 0)) {
      throw new Error(data.toString());
    }
    if (frame.kind === 'start') {
      for (const text of frame.parameters.values()) expect(typeof text).toBe('string');
    }
    return 'good';
  });

  fuzz('forms of webhooks', valueNear(FORM), (body) => {
    try {
      const webhook = new TwilioWebhook(body);
      const { callSid, from, to } = webhook.caller;
      if (!/^[\w-]{1,64}$/.test(callSid)) throw new Error(callSid);
      for (const text of [from, to, webhook.field('SpeechResult'), webhook.field('__proto__')]) {
        if (text !== null && !(typeof text === 'string' && text.length <= 2_400)) {
          throw new Error(String(text));
        }
      }
      legOf(Object(body)['Digits'], Object(body)['To']);
      return 'good';
    } catch (error) {
      if (!(error instanceof BadRequestException)) throw error;
      return 'bad';
    }
  });

  const URL = '/voice/next?reason=asked&leg=0';
  const checker = new TwilioSignature(
    readEnvironment({
      PUBLIC_URL: 'https://example.com',
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    }),
  );
  const signature = twilio.getExpectedTwilioSignature(
    AUTH_TOKEN,
    `https://example.com${URL}`,
    FORM,
  );
  const near = (text: string, whole: number) =>
    fc.oneof(
      { weight: whole, arbitrary: fc.constant(text) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('', '//', `${text}é`, '/%', '/\ud800', '?'.repeat(9e3)),
      },
    );
  const webhooks = fc.record({
    body: fc.oneof(fc.constant(FORM), valueNear(FORM)),
    originalUrl: near(URL, 18),
    signature: near(signature, 18),
    json: fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: jsonNear(FORM) },
    ),
  });

  fuzz('signatures', webhooks, ({ json, ...webhook }) => {
    const rawJson = json === null ? null : Buffer.from(json);
    const valid = checker.isValidWebhook({ ...webhook, rawJson });
    checker.matchUpgrade(webhook.signature);
    if (!valid) return 'bad';
    // Nothing but what was signed: fields in another order are the same form.
    expect(webhook).toMatchObject({ originalUrl: URL, signature });
    expect(rawJson).toBeNull();
    return 'good';
  });
});
