import fc from 'fast-check';
import { readFrame, TwilioMessages, type TwilioFrame } from './media-frames.js';

const STREAM = 'MZ00000000000000000000000000000003';
const CALL = 'CA00000000000000000000000000000002';
const KINDS: readonly TwilioFrame['kind'][] = [
  'media',
  'start',
  'connected',
  'dtmf',
  'mark',
  'stop',
  'bad',
];

function read(value: unknown): TwilioFrame {
  return readFrame(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
}

/** Twilio's own key order and no white space: the fast shape. */
function mediaText(payload: string, timestamp = '20', streamSid = STREAM, chunk = '2'): string {
  return `{"event":"media","sequenceNumber":"4","media":{"track":"inbound","chunk":"${chunk}","timestamp":"${timestamp}","payload":"${payload}"},"streamSid":"${streamSid}"}`;
}

/** The same bytes behind one space: still the same JSON, but never the fast shape. */
function readSlowly(data: Buffer): TwilioFrame {
  return readFrame(Buffer.concat([Buffer.from(' '), data]));
}

const payloads = fc
  .uint8Array({ minLength: 1, maxLength: 700 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));
const wholes = fc.nat({ max: 2 ** 31 - 1 }).map(String);
const sids = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);

describe('readFrame', () => {
  it('reads caller audio in the shape that Twilio writes', () => {
    const payload = Buffer.alloc(160, 0xff).toString('base64');
    expect(read(mediaText(payload))).toEqual({
      kind: 'media',
      streamSid: STREAM,
      timestampMs: 20,
      chunk: 2,
      payload,
      durationMs: 20,
    });
  });

  it('gives the same value on the fast and on the validated path for every valid frame', () => {
    fc.assert(
      fc.property(payloads, wholes, sids, wholes, (payload, timestamp, streamSid, chunk) => {
        const data = Buffer.from(mediaText(payload, timestamp, streamSid, chunk));
        const frame = readFrame(data);
        expect(frame).toMatchObject({ kind: 'media', chunk: Number(chunk) });
        expect(readSlowly(data)).toEqual(frame);
      }),
    );
  });

  it('gives the same value on both paths for frames with any byte changed, cut or added', () => {
    fc.assert(
      fc.property(
        payloads,
        wholes,
        fc.nat(),
        fc.nat({ max: 255 }),
        fc.constantFrom('change', 'cut', 'add', 'truncate'),
        (payload, timestamp, position, byte, mutation) => {
          const data = Buffer.from(mediaText(payload, timestamp));
          const at = position % data.length;
          const mutated = {
            change: () =>
              Buffer.concat([data.subarray(0, at), Buffer.of(byte), data.subarray(at + 1)]),
            cut: () => Buffer.concat([data.subarray(0, at), data.subarray(at + 1)]),
            add: () => Buffer.concat([data.subarray(0, at), Buffer.of(byte), data.subarray(at)]),
            truncate: () => data.subarray(0, at),
          }[mutation]();
          expect(readSlowly(mutated)).toEqual(readFrame(mutated));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('gives the same value on both paths for any text in any field', () => {
    const fields = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom(
        '',
        '=',
        '====',
        'A',
        'AAA=',
        'A===',
        'AA==A',
        '\\/+A',
        '-1',
        '1.5',
        '9'.repeat(16),
      ),
    );
    fc.assert(
      fc.property(fields, fields, fields, fields, (payload, timestamp, streamSid, chunk) => {
        const data = Buffer.from(mediaText(payload, timestamp, streamSid, chunk));
        expect(readSlowly(data)).toEqual(readFrame(data));
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws and always answers, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(KINDS).toContain(readFrame(Buffer.from(bytes)).kind);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(read(text).kind).toBe('bad');
      }),
    );
  });

  it('reads audio in any key order, with numbers as numbers and with escaped slashes', () => {
    expect(
      read(
        '{"media":{"payload":"\\/\\/8=","timestamp":40},"streamSid":"MZ1","event":"media","extra":[1]}',
      ),
    ).toEqual({
      kind: 'media',
      streamSid: 'MZ1',
      timestampMs: 40,
      chunk: null,
      payload: '//8=',
      durationMs: 0.25,
    });
  });

  it.each([
    ['bad characters', 'AA*A'],
    ['a length that is no multiple of four', 'AAAAA'],
    ['too much padding', 'A==='],
    ['padding in the middle', 'AA==AAAA'],
    ['nothing in it', ''],
    ['base64url letters', 'AA-_'],
    ['a line break', 'AAA\\n'],
  ])('refuses a payload with %s', (_, payload) => {
    expect(read(mediaText(payload))).toEqual({ kind: 'bad', reason: 'base64' });
  });

  it.each([
    ['text that is not JSON', '{"event":', 'json'],
    ['nothing', '', 'json'],
    ['an array', '[{"event":"media"}]', 'shape'],
    ['a number', '1e999', 'shape'],
    ['null', 'null', 'shape'],
    ['no event', '{}', 'shape'],
    ['an event that is no text', '{"event":7}', 'shape'],
    ['an unknown event', '{"event":"dance"}', 'event'],
    ['an event named like a property of objects', '{"event":"__proto__"}', 'event'],
    ['audio without its object', `{"event":"media","streamSid":"${STREAM}"}`, 'shape'],
    [
      'audio without a stream',
      '{"event":"media","media":{"timestamp":"0","payload":"AAAA"}}',
      'shape',
    ],
    [
      'audio without a time',
      `{"event":"media","streamSid":"${STREAM}","media":{"payload":"AAAA"}}`,
      'shape',
    ],
    ['a time beyond what a number holds', mediaText('AAAA', '9'.repeat(40)), 'shape'],
    ['a negative time', mediaText('AAAA', '-20'), 'shape'],
    ['the assistant’s own track', mediaText('AAAA').replace('inbound', 'outbound'), 'track'],
    ['a stream name of absurd length', mediaText('AAAA', '0', 'M'.repeat(65)), 'shape'],
    ['a stream name with odd letters', mediaText('AAAA', '0', 'MZ 1'), 'shape'],
    ['a mark without a name', `{"event":"mark","streamSid":"${STREAM}","mark":{}}`, 'shape'],
    [
      'a key that no phone has',
      `{"event":"dtmf","streamSid":"${STREAM}","dtmf":{"digit":"55"}}`,
      'shape',
    ],
    ['start without a stream', '{"event":"start","start":{"callSid":"CA1"}}', 'shape'],
    [
      'start with an object as call',
      '{"event":"start","start":{"streamSid":"MZ1","callSid":{}}}',
      'shape',
    ],
  ])('refuses %s', (_, text, reason) => {
    expect(read(text)).toEqual({ kind: 'bad', reason });
  });

  it('reads a whole start as Twilio sends it', () => {
    const frame = read({
      event: 'start',
      sequenceNumber: '1',
      start: {
        accountSid: 'AC1',
        streamSid: STREAM,
        callSid: CALL,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: { token: 'secret', odd: 7 },
      },
      streamSid: STREAM,
    });
    expect(frame).toEqual({
      kind: 'start',
      streamSid: STREAM,
      callSid: CALL,
      accountSid: 'AC1',
      format: 'supported',
      parameters: new Map([['token', 'secret']]),
    });
  });

  it('reads the bare start of the original guide', () => {
    expect(read({ event: 'start', start: { streamSid: 'test', callSid: 'local' } })).toEqual({
      kind: 'start',
      streamSid: 'test',
      callSid: 'local',
      accountSid: null,
      format: 'absent',
      parameters: new Map(),
    });
    expect(read({ event: 'start', streamSid: 'test' })).toMatchObject({
      streamSid: 'test',
      callSid: null,
    });
  });

  it.each([
    [{ encoding: 'audio/x-mulaw', sampleRate: '8000', channels: '1' }, 'supported'],
    [{ encoding: 'audio/x-mulaw', sampleRate: 16000, channels: 1 }, 'unsupported'],
    [{ encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 2 }, 'unsupported'],
    [{ encoding: 'audio/x-l16', sampleRate: 8000, channels: 1 }, 'unsupported'],
    [{}, 'unsupported'],
    [null, 'unsupported'],
  ])('judges the media format %j as %s', (mediaFormat, format) => {
    expect(read({ event: 'start', start: { streamSid: 'MZ1', mediaFormat } })).toMatchObject({
      format,
    });
  });

  it('reads marks, keys, stop and connected', () => {
    expect(read({ event: 'connected', protocol: 'Call', version: '1.0.0' })).toEqual({
      kind: 'connected',
    });
    expect(
      read({ event: 'mark', sequenceNumber: '8', streamSid: STREAM, mark: { name: 'a:1' } }),
    ).toEqual({
      kind: 'mark',
      streamSid: STREAM,
      name: 'a:1',
    });
    expect(
      read({ event: 'dtmf', streamSid: STREAM, dtmf: { track: 'inbound_track', digit: '#' } }),
    ).toEqual({ kind: 'dtmf', streamSid: STREAM, digit: '#' });
    expect(read({ event: 'stop', streamSid: STREAM, stop: { callSid: CALL } })).toEqual({
      kind: 'stop',
      streamSid: STREAM,
    });
  });
});

describe('TwilioMessages', () => {
  it('writes exactly the documented fields', () => {
    const messages = new TwilioMessages(STREAM);
    expect(messages.media('AAAA')).toBe(
      `{"event":"media","streamSid":"${STREAM}","media":{"payload":"AAAA"}}`,
    );
    expect(messages.mark('r1:i1:7')).toBe(
      `{"event":"mark","streamSid":"${STREAM}","mark":{"name":"r1:i1:7"}}`,
    );
    expect(messages.clear).toBe(`{"event":"clear","streamSid":"${STREAM}"}`);
  });

  it('writes valid JSON for every mark name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), sids, (name, streamSid) => {
        expect(JSON.parse(new TwilioMessages(streamSid).mark(name))).toEqual({
          event: 'mark',
          streamSid,
          mark: { name },
        });
      }),
    );
  });
});
