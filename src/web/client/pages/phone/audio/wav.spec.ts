import { MULAW_SAMPLES, toMulaw } from './mulaw.js';
import { wavOf } from './wav.js';

describe('wavOf', () => {
  it('writes a header that fits, and every sample', () => {
    const mulaw = Uint8Array.from([toMulaw(0), toMulaw(0.5), toMulaw(-1)]);
    const wav = wavOf(mulaw);
    const view = new DataView(wav);
    const text = new TextDecoder('latin1').decode(wav);
    expect([text.slice(0, 4), text.slice(8, 16)]).toEqual(['RIFF', 'WAVEfmt ']);
    expect(view.getUint32(4, true)).toBe(wav.byteLength - 8);
    // PCM, one channel, bytes a sample, bits.
    expect([20, 22, 32, 34].map((at) => view.getUint16(at, true))).toEqual([1, 1, 2, 16]);
    // Samples and bytes a second, bytes of all samples.
    expect([24, 28, 40].map((at) => view.getUint32(at, true))).toEqual([8_000, 16_000, 6]);
    const samples = [44, 46, 48].map((at) => view.getInt16(at, true) / 32_768);
    expect(samples).toEqual([...mulaw].map((byte) => MULAW_SAMPLES[byte]));
  });
});
