import fc from 'fast-check';

import { readServerMessage } from './server-message.js';

const SID = 'MZ1';
const read = (value: unknown) => readServerMessage(Buffer.from(JSON.stringify(value)), false, SID);

describe('readServerMessage', () => {
  it('accepts exactly the three shapes of Twilio', () => {
    const media = { event: 'media', streamSid: SID, media: { payload: '//8=' } };
    expect(read(media)).toEqual({ kind: 'media', audio: Buffer.from([0xff, 0xff]) });
    expect(read({ event: 'mark', streamSid: SID, mark: { name: 'a' } })).toEqual({
      kind: 'mark',
      name: 'a',
    });
    expect(read({ event: 'clear', streamSid: SID })).toEqual({ kind: 'clear' });
  });

  it.each([
    ['an unknown event', { event: 'exception', data: {} }],
    ['a missing streamSid', { event: 'clear' }],
    ['a foreign streamSid', { event: 'clear', streamSid: 'MZ2' }],
    ['an extra field', { event: 'clear', streamSid: SID, reason: 'barge-in' }],
    [
      'an extra field of media',
      { event: 'media', streamSid: SID, media: { payload: '//8=', track: 'outbound' } },
    ],
    ['media without a payload', { event: 'media', streamSid: SID, media: {} }],
    ['an empty payload', { event: 'media', streamSid: SID, media: { payload: '' } }],
    [
      'a payload that is not base64',
      { event: 'media', streamSid: SID, media: { payload: 'a-b_' } },
    ],
    ['two joined payloads', { event: 'media', streamSid: SID, media: { payload: '//8=//8=' } }],
    ['a payload that is no text', { event: 'media', streamSid: SID, media: { payload: 5 } }],
    ['a mark without a name', { event: 'mark', streamSid: SID, mark: { name: '' } }],
    ['a mark that is text', { event: 'mark', streamSid: SID, mark: 'a' }],
    ['a list', [1]],
    [
      'an oversize message',
      { event: 'media', streamSid: SID, media: { payload: 'A'.repeat(65_536) } },
    ],
  ])('refuses %s', (_name, value) => {
    expect(read(value).kind).toBe('violation');
  });

  it('refuses a binary frame, whatever it holds', () => {
    const frame = Buffer.from(JSON.stringify({ event: 'clear', streamSid: SID }));
    expect(readServerMessage(frame, true, SID).kind).toBe('violation');
  });

  it('answers something for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(readServerMessage(Buffer.from(bytes), false, SID).kind).toBe('violation');
      }),
    );
  });

  it('hears every payload that is honest base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 4_000 }), (bytes) => {
        const audio = Buffer.from(bytes);
        const media = { payload: audio.toString('base64') };
        expect(read({ event: 'media', streamSid: SID, media })).toEqual({ kind: 'media', audio });
      }),
    );
  });
});
