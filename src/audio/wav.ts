import { SAMPLE_RATE_HZ } from './mulaw-format.js';
import { decodeMulaw } from './mulaw.js';

const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;

/** A WAV file (PCM, 16-bit, mono, 8 kHz) of mu-law audio, which services do not take as it is. */
export function wavOf(mulaw: Uint8Array): Buffer {
  const dataBytes = mulaw.length * BYTES_PER_SAMPLE;
  const wav = Buffer.alloc(HEADER_BYTES + dataBytes);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  wav.writeUInt32LE(SAMPLE_RATE_HZ * BYTES_PER_SAMPLE, 28);
  wav.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(dataBytes, 40);
  decodeMulaw(mulaw).forEach((sample, i) => wav.writeInt16LE(sample, HEADER_BYTES + 2 * i));
  return wav;
}
