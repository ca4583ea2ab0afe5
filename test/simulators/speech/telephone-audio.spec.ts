import { levelDbfs } from './mulaw.js';
import { readWav, toTelephoneAudio, toTelephoneRate } from './telephone-audio.js';

function tone(rate: number, hz: number, seconds: number, amplitude = 10_000): Int16Array {
  return Int16Array.from({ length: rate * seconds }, (_, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / rate)),
  );
}

function rmsDb(samples: ArrayLike<number>, from = 0, to = samples.length): number {
  let sum = 0;
  for (let i = from; i < to; i += 1) sum += (samples[i] ?? 0) ** 2;
  return 20 * Math.log10(Math.sqrt(sum / (to - from)) / 32768);
}

function wav(samples: Int16Array, rate: number, bits = 16): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt16LE(bits, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length * 2, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
}

describe('telephone audio', () => {
  it('halves the rate of a 16 kHz voice without changing the speech band', () => {
    const before = tone(16_000, 1000, 1);
    const after = toTelephoneRate({ rate: 16_000, samples: before });
    expect(after).toHaveLength(8000);
    expect(Math.abs(rmsDb(after, 100, 7900) - rmsDb(before))).toBeLessThan(0.1);
  });

  it('lets nothing above the band fold into it', () => {
    const after = toTelephoneRate({ rate: 16_000, samples: tone(16_000, 5000, 1, 32_000) });
    expect(rmsDb(after, 100, 7900)).toBeLessThan(-55);
  });

  it('refuses a rate that is no multiple of 8 kHz', () => {
    expect(() => toTelephoneRate({ rate: 22_050, samples: tone(22_050, 440, 1) })).toThrow('22050');
  });

  it('brings speech to the level of a line and cuts the silence around it', () => {
    const quiet = tone(8000, 440, 0.5, 300);
    const samples = new Int16Array(16_000);
    samples.set(quiet, 8000);
    const audio = toTelephoneAudio({ rate: 8000, samples });
    expect(audio.length / 8).toBeGreaterThanOrEqual(500);
    expect(audio.length / 8).toBeLessThanOrEqual(540);
    expect(levelDbfs(audio.subarray(800, 3200))).toBeGreaterThan(-22);
  });

  it('shortens a pause inside to less than the end of a turn', () => {
    const samples = new Int16Array(24_000);
    samples.set(tone(8000, 440, 0.5), 0);
    samples.set(tone(8000, 440, 0.5), 20_000);
    const audio = toTelephoneAudio({ rate: 8000, samples });
    expect(audio.length / 8).toBeLessThanOrEqual(1300);
  });

  it('gives nothing for silence', () => {
    expect(toTelephoneAudio({ rate: 8000, samples: new Int16Array(8000) })).toHaveLength(0);
  });

  it('reads 16-bit mono WAV files and nothing else', () => {
    const samples = tone(8000, 440, 0.1);
    expect(readWav(wav(samples, 8000))).toEqual({ rate: 8000, samples });
    expect(() => readWav(wav(samples, 8000, 8))).toThrow('not 16-bit mono');
    expect(() => readWav(Buffer.from('no audio at all'))).toThrow('not a WAV file');
  });
});
