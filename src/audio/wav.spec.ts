import { wavOf } from './wav.js';

describe('A WAV file of mu-law audio', () => {
  const wav = wavOf(Uint8Array.of(0xff, 0x80, 0x00));

  it('has the header of 16-bit PCM, mono, 8 kHz', () => {
    expect(wav.toString('latin1', 0, 4)).toBe('RIFF');
    expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
    expect(wav.toString('latin1', 8, 16)).toBe('WAVEfmt ');
    expect(wav.readUInt32LE(16)).toBe(16);
    expect([20, 22, 32, 34].map((at) => wav.readUInt16LE(at))).toEqual([1, 1, 2, 16]);
    expect([24, 28].map((at) => wav.readUInt32LE(at))).toEqual([8000, 16_000]);
    expect(wav.toString('latin1', 36, 40)).toBe('data');
    expect(wav.readUInt32LE(40)).toBe(6);
  });

  it('holds the linear samples', () => {
    expect([44, 46, 48].map((at) => wav.readInt16LE(at))).toEqual([0, 32_124, -32_124]);
    expect(wav).toHaveLength(50);
  });
});
