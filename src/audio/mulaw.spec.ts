import { decodeMulaw, encodeMulaw, levelDbfs } from './mulaw.js';

const EVERY_CODE = Uint8Array.from({ length: 256 }, (_, code) => code);

describe('Mu-law', () => {
  it.each([
    [0xff, 0],
    [0x7f, 0],
    [0xfe, 8],
    [0x7e, -8],
    [0x80, 32_124],
    [0x00, -32_124],
    [0x81, 31_100],
  ])('code %i is the sample %i', (code, sample) => {
    expect(decodeMulaw(Uint8Array.of(code))[0]).toBeCloseTo(sample, 5);
  });

  it('encodes what it decoded to the same code, but for the second zero', () => {
    const back = encodeMulaw(decodeMulaw(EVERY_CODE));
    expect([...back]).toEqual([...EVERY_CODE].map((code) => (code === 0x7f ? 0xff : code)));
  });

  it('clips what is louder than its full scale', () => {
    expect([...encodeMulaw(Int16Array.of(32_767, -32_768, 1000))]).toEqual([0x80, 0x00, 0xce]);
  });

  it('has a level of -0.17 dBFS at a full-scale square wave and -100 dBFS at silence', () => {
    const square = Buffer.from(Array.from({ length: 160 }, (_, i) => (i % 16 < 8 ? 0x80 : 0x00)));
    expect(levelDbfs(square)).toBeCloseTo(-0.17, 2);
    expect(levelDbfs(Buffer.alloc(160, 0xff))).toBe(-100);
    expect(levelDbfs(Buffer.alloc(160, 0xfe))).toBeCloseTo(-72.2, 1);
  });
});
