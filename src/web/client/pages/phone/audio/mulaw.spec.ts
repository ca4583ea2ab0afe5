import { MULAW_SAMPLES, SILENCE, toMulaw } from './mulaw.js';

const sampleOf = (byte: number): number => Math.round((MULAW_SAMPLES[byte] ?? Number.NaN) * 32_768);

describe('mu-law in the browser', () => {
  it.each([
    [0xff, 0],
    [0xfe, 8],
    [0x80, 32_124],
    [0x81, 31_100],
    [0x7e, -8],
    [0x00, -32_124],
    [0x70, -120],
  ])('takes %i for %i (protocol C1)', (byte, sample) => {
    expect(sampleOf(byte)).toBe(sample);
  });

  it('encodes silence, a value between two steps, and what is too loud', () => {
    expect(toMulaw(0)).toBe(SILENCE);
    expect(sampleOf(toMulaw(1000 / 32_768))).toBe(988);
    expect([toMulaw(2), toMulaw(-2)]).toEqual([0x80, 0x00]);
  });

  it('keeps every byte but minus zero', () => {
    const changed = Array.from({ length: 256 }, (_, byte) => byte).filter(
      (byte) => toMulaw(MULAW_SAMPLES[byte] ?? 0) !== byte,
    );
    expect(changed).toEqual([0x7f]);
  });
});
