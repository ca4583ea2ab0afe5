import { Downsampler } from './downsampler.js';
import { encodeMulaw } from './mulaw.js';

/**
 * Turns one utterance of 24 kHz PCM (16-bit little-endian mono) into mu-law at 8 kHz, as its
 * bytes arrive; a chunk may end in the middle of a sample (protocol B7.4).
 */
export class TelephoneSpeech {
  private readonly downsampler = new Downsampler();
  private half: Uint8Array = new Uint8Array(0);

  push(bytes: Uint8Array): Buffer {
    const whole = this.half.length === 0 ? bytes : Buffer.concat([this.half, bytes]);
    const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
    const samples = new Int16Array(whole.length >> 1);
    for (let i = 0; i < samples.length; i += 1) samples[i] = view.getInt16(2 * i, true);
    this.half = whole.slice(samples.length * 2);
    return encodeMulaw(this.downsampler.push(samples));
  }

  flush(): Buffer {
    return encodeMulaw(this.downsampler.flush());
  }
}
