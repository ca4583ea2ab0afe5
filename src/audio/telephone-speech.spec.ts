import fc from 'fast-check';
import { decodeMulaw } from './mulaw.js';
import { TelephoneSpeech } from './telephone-speech.js';

/** 200 ms of a 500 Hz tone as 24 kHz PCM bytes. */
const PCM = Buffer.alloc(4_800 * 2);
for (let i = 0; i < 4_800; i += 1) {
  PCM.writeInt16LE(Math.round(12_000 * Math.sin((2 * Math.PI * 500 * i) / 24_000)), 2 * i);
}

function spoken(chunks: readonly Uint8Array[]): Buffer {
  const speech = new TelephoneSpeech();
  return Buffer.concat([...chunks.map((chunk) => speech.push(chunk)), speech.flush()]);
}

describe('Speech for the telephone', () => {
  it('is 8 bytes of mu-law a millisecond, as loud as it was', () => {
    const audio = spoken([PCM]);
    expect(audio).toHaveLength(1_600);
    const loudest = Math.max(...decodeMulaw(audio));
    expect(loudest).toBeGreaterThan(11_500);
    expect(loudest).toBeLessThan(12_600);
  });

  it('is the same when its bytes are cut inside of a sample', () => {
    const expected = spoken([PCM]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 999 }), { maxLength: 30 }), (sizes) => {
        const chunks: Buffer[] = [];
        let at = 0;
        for (const size of sizes) {
          chunks.push(PCM.subarray(at, at + size));
          at += size;
        }
        chunks.push(PCM.subarray(at));
        expect(spoken(chunks).equals(expected)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('is nothing when there is nothing', () => {
    expect(spoken([])).toHaveLength(0);
    expect(spoken([Buffer.of(1)])).toHaveLength(0);
  });
});
