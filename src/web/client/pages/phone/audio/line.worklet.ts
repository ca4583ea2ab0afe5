import type { FromLine, ToLine } from './line-messages.js';
import { MULAW_SAMPLES, SILENCE, toMulaw } from './mulaw.js';
import { PlayoutBuffer } from './playout-buffer.js';
import { Resampler } from './resampler.js';

/** What the audio thread offers; TypeScript's library does not know it. */
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

const LINE_RATE = 8_000;
/** 20 ms. */
const FRAME_BYTES = 160;
/** Samples at 8 kHz that are fetched at a time. */
const FETCH = 40;

/** The telephone's audio: microphone to frames of mu-law, and what was received to the loudspeaker. */
class Line extends AudioWorkletProcessor {
  private readonly down = new Resampler(sampleRate, LINE_RATE);
  private readonly up = new Resampler(LINE_RATE, sampleRate);
  private readonly buffer = new PlayoutBuffer((name) => this.tell({ kind: 'mark', name }));
  private readonly fetched = new Float32Array(FETCH);
  private ready = new Float32Array(0);
  private frame = new Uint8Array(FRAME_BYTES);
  private filled = 0;
  private callerPower = 0;
  private heardPower = 0;
  private heardSamples = 0;
  private saying: Uint8Array | null = null;
  private said = 0;
  private muted = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToLine>) => this.take(data);
  }

  process([input]: readonly Float32Array[][], [output]: readonly Float32Array[][]): boolean {
    const speaker = output?.[0];
    const block = speaker?.length ?? 128;
    this.hear(input?.[0] ?? new Float32Array(block));
    if (speaker) this.sound(speaker);
    return true;
  }

  private take(message: ToLine): void {
    switch (message.kind) {
      case 'play':
        return this.buffer.push(message.bytes);
      case 'mark':
        return this.buffer.mark(message.name);
      case 'clear':
        this.ready = new Float32Array(0);
        return this.tell({ kind: 'cleared', droppedMs: this.buffer.clear() });
      case 'say':
        this.saying = message.bytes;
        this.said = 0;
        return;
      case 'mute':
        this.muted = message.muted;
    }
  }

  private hear(microphone: Float32Array): void {
    for (const sample of this.down.push(microphone)) {
      const byte = this.nextByte(sample);
      this.frame[this.filled] = byte;
      this.callerPower += (MULAW_SAMPLES[byte] ?? 0) ** 2;
      this.filled += 1;
      if (this.filled === FRAME_BYTES) this.sendFrame();
    }
  }

  private nextByte(sample: number): number {
    if (this.saying === null) return this.muted ? SILENCE : toMulaw(sample);
    const byte = this.saying[this.said] ?? SILENCE;
    this.said += 1;
    if (this.said >= this.saying.length) {
      this.saying = null;
      this.tell({ kind: 'said' });
    }
    return byte;
  }

  private sendFrame(): void {
    this.tell({
      kind: 'frame',
      bytes: this.frame,
      callerLevel: Math.sqrt(this.callerPower / FRAME_BYTES),
      heardLevel: Math.sqrt(this.heardPower / Math.max(1, this.heardSamples)),
      bufferedMs: this.buffer.bufferedMs,
      gaps: this.buffer.gaps,
    });
    this.frame = new Uint8Array(FRAME_BYTES);
    this.filled = 0;
    this.callerPower = 0;
    this.heardPower = 0;
    this.heardSamples = 0;
  }

  private sound(speaker: Float32Array): void {
    while (this.ready.length < speaker.length) {
      this.buffer.read(this.fetched);
      const more = this.up.push(this.fetched);
      const joined = new Float32Array(this.ready.length + more.length);
      joined.set(this.ready);
      joined.set(more, this.ready.length);
      this.ready = joined;
    }
    speaker.set(this.ready.subarray(0, speaker.length));
    this.ready = this.ready.slice(speaker.length);
    for (const sample of speaker) this.heardPower += sample ** 2;
    this.heardSamples += speaker.length;
  }

  private tell(message: FromLine): void {
    this.port.postMessage(message);
  }
}

registerProcessor('line', Line);
