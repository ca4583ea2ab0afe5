import fc from 'fast-check';
import { bytesIn, durationOf, payloadMs, silence } from './mulaw-format.js';

describe('The mu-law format', () => {
  it('tells the duration of a payload as its decoded bytes do', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
        expect(payloadMs(Buffer.from(bytes).toString('base64'))).toBe(bytes.length / 8);
      }),
    );
  });

  it('gives back the bytes of a sum of durations exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5_000 })), (sizes) => {
        const totalMs = sizes.reduce((ms, bytes) => ms + durationOf(bytes), 0);
        expect(bytesIn(totalMs)).toBe(sizes.reduce((sum, bytes) => sum + bytes, 0));
      }),
    );
  });

  it('has 160 bytes of 0xFF for 20 ms of silence', () => {
    expect(silence(20).equals(Buffer.alloc(160, 0xff))).toBe(true);
  });
});
