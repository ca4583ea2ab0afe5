import fc from 'fast-check';
import {
  DECODE_TABLE,
  decodeSample,
  encodeMulaw,
  encodeSample,
  levelDbfs,
  silence,
} from './mulaw.js';

describe('mu-law', () => {
  it('decodes the reference values of G.711', () => {
    expect([0xff, 0xfe, 0x80, 0x81, 0x7e, 0x00, 0x70].map(decodeSample)).toEqual([
      0, 8, 32124, 31100, -8, -32124, -120,
    ]);
    expect(decodeSample(0x7f)).toBeCloseTo(0);
  });

  it('gives every byte back but the negative zero', () => {
    const back = Array.from(DECODE_TABLE, encodeSample);
    expect(back).toEqual(Array.from({ length: 256 }, (_, byte) => (byte === 0x7f ? 0xff : byte)));
  });

  it('keeps every sample within the step of its segment', () => {
    expect(decodeSample(encodeSample(1000))).toBe(988);
    fc.assert(
      fc.property(fc.integer({ min: -32635, max: 32635 }), (sample) => {
        const error = Math.abs(decodeSample(encodeSample(sample)) - sample);
        expect(error).toBeLessThanOrEqual((Math.abs(sample) + 132) / 32);
      }),
    );
  });

  it('clips what is too loud', () => {
    expect([encodeSample(40_000), encodeSample(-40_000)]).toEqual([0x80, 0x00]);
  });

  it('measures levels against full scale', () => {
    const square = Buffer.from(Array.from({ length: 160 }, (_, i) => (i % 2 ? 0x80 : 0x00)));
    const sine = encodeMulaw(Array.from({ length: 800 }, (_, i) => 32000 * Math.sin(i / 5)));
    expect(levelDbfs(square)).toBeCloseTo(-0.17, 1);
    expect(levelDbfs(sine)).toBeCloseTo(-3.2, 1);
    expect(levelDbfs(Buffer.alloc(160, 0xfe))).toBeCloseTo(-72.2, 1);
    expect(levelDbfs(silence(20))).toBe(-100);
    expect(silence(20)).toHaveLength(160);
  });
});
