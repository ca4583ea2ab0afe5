import { CallerMessages, readServerMessage } from './messages.js';

const NAMES = { accountSid: 'AC1', callSid: 'CA2', streamSid: 'MZ3' };

describe('Messages of a stream', () => {
  it('have Twilio’s shapes and numbers (protocol A4.1)', () => {
    const messages = new CallerMessages(NAMES);
    const sent = [
      messages.connected(),
      messages.start({ token: 't' }),
      messages.media(Uint8Array.of(255, 0, 127), 20),
      messages.dtmf('5'),
      messages.mark('r1:i1:7'),
      messages.stop(),
    ];
    expect(sent.map((text) => JSON.parse(text) as unknown)).toEqual([
      { event: 'connected', protocol: 'Call', version: '1.0.0' },
      {
        event: 'start',
        sequenceNumber: '1',
        start: {
          ...NAMES,
          tracks: ['inbound'],
          mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
          customParameters: { token: 't' },
        },
        streamSid: 'MZ3',
      },
      {
        event: 'media',
        sequenceNumber: '2',
        media: { track: 'inbound', chunk: '1', timestamp: '20', payload: '/wB/' },
        streamSid: 'MZ3',
      },
      {
        event: 'dtmf',
        streamSid: 'MZ3',
        sequenceNumber: '3',
        dtmf: { track: 'inbound_track', digit: '5' },
      },
      { event: 'mark', sequenceNumber: '4', streamSid: 'MZ3', mark: { name: 'r1:i1:7' } },
      {
        event: 'stop',
        sequenceNumber: '5',
        stop: { accountSid: 'AC1', callSid: 'CA2' },
        streamSid: 'MZ3',
      },
    ]);
  });

  const read = (message: unknown) => readServerMessage(JSON.stringify(message), 'MZ3');

  it('of the server are read', () => {
    const streamSid = 'MZ3';
    expect(read({ event: 'media', streamSid, media: { payload: '/wB/' } })).toEqual({
      kind: 'media',
      bytes: Uint8Array.of(255, 0, 127),
    });
    expect(read({ event: 'mark', streamSid, mark: { name: 'm' } })).toEqual({
      kind: 'mark',
      name: 'm',
    });
    expect(read({ event: 'clear', streamSid })).toEqual({ kind: 'clear' });
  });

  it.each([
    [{ event: 'clear', streamSid: 'MZ4' }],
    [{ event: 'clear', streamSid: 'MZ3', more: 1 }],
    [{ event: 'media', streamSid: 'MZ3' }],
    [{ event: 'media', streamSid: 'MZ3', media: { payload: '/wB/', track: 'outbound' } }],
    [{ event: 'media', streamSid: 'MZ3', media: { payload: 'no base64!' } }],
    [{ event: 'mark', streamSid: 'MZ3', mark: { name: 1 } }],
    [{ event: 'play', streamSid: 'MZ3' }],
    ['text'],
    [null],
  ])('that Twilio would drop are faults: %j', (message) => {
    expect(read(message)).toMatchObject({ kind: 'fault', fault: expect.stringMatching(/^31951 /) });
  });

  it('that are no text or no JSON are faults', () => {
    expect(readServerMessage(new ArrayBuffer(1), 'MZ3').kind).toBe('fault');
    expect(readServerMessage('{', 'MZ3').kind).toBe('fault');
  });
});
