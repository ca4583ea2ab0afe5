import { missing, readStamp, SEQUENCES, STAMP_CHARACTERS, writeStamp } from './stamp.js';
import { unmask } from './frames.js';

const STAMP = { sentUs: 151_200_123_456, call: 262_143, sequence: 16_000_001, voiced: true };

describe('A stamp', () => {
  it('is read as it was written, and stays base64', () => {
    const buffer = Buffer.alloc(STAMP_CHARACTERS + 4, 'A');
    writeStamp(buffer, 2, STAMP);
    expect(readStamp(buffer, 2)).toEqual(STAMP);
    expect(buffer.toString('latin1')).toMatch(/^[A-Za-z0-9+/]+$/);
    expect(STAMP_CHARACTERS % 4).toBe(0);
  });

  it('is found under the mask that it was written with', () => {
    const key = Buffer.from([0x11, 0x83, 0x05, 0xf7]);
    const buffer = Buffer.alloc(60, 'x');
    unmask(buffer.subarray(7), key);
    writeStamp(buffer, 20, STAMP, { key, payloadStart: 7 });
    unmask(buffer.subarray(7), key);
    expect(readStamp(buffer, 20)).toEqual(STAMP);
    expect(buffer.toString('latin1', 40)).toBe('x'.repeat(20));
  });

  it.each([
    ['other audio', Buffer.alloc(64, '/')],
    ['too little of it', Buffer.from('Vp+9AAAA')],
  ])('is not seen in %s', (_, buffer) => {
    expect(readStamp(buffer, 0)).toBeNull();
  });

  it.each([
    [null, 7, 0],
    [7, 8, 0],
    [7, 11, 3],
    [7, 7, 0],
    [SEQUENCES - 1, 1, 1],
    [40, 1, 0],
  ])('tells from %s to %s how many are missing', (previous, sequence, lost) => {
    expect(missing(previous, sequence)).toBe(lost);
  });
});
