import { MULAW_SAMPLES } from './mulaw.js';

const RATE = 8_000;
const HEADER_BYTES = 44;

/** A WAV file, 16 bits, of mu-law at 8 kHz. */
export function wavOf(mulaw: Uint8Array): ArrayBuffer {
  const wav = new ArrayBuffer(HEADER_BYTES + mulaw.length * 2);
  const view = new DataView(wav);
  const write = (at: number, text: string): void => {
    for (let index = 0; index < text.length; index += 1)
      view.setUint8(at + index, text.charCodeAt(index));
  };
  write(0, 'RIFF');
  view.setUint32(4, wav.byteLength - 8, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, 'data');
  view.setUint32(40, mulaw.length * 2, true);
  for (const [index, byte] of mulaw.entries()) {
    view.setInt16(HEADER_BYTES + index * 2, (MULAW_SAMPLES[byte] ?? 0) * 32_768, true);
  }
  return wav;
}
