import { invalidRequest } from '../api-error.js';
import type { Ears } from '../ears.js';
import { speak } from '../../speech/speak.js';
import type { Exchange } from './exchange.js';
import { refusalBy, type SpeechKnobs } from './rest-knobs.js';
import { faultOf } from './schemas.js';
import { toPcm24k } from './upsample.js';

/** Sizes of the pieces: most of them end inside of a sample. */
const PIECE_BYTES = [4_801, 9_601, 14_399, 7_201, 12_000];

/** `POST …/audio/speech`: real speech as raw 24 kHz PCM, in pieces of odd sizes. */
export class Speech {
  constructor(
    private readonly kind: 'speech' | 'compatibleSpeech',
    private readonly ears: Ears,
    private readonly knobs: SpeechKnobs,
    /** Milliseconds since the epoch. */
    private readonly now: () => number,
  ) {}

  async answer(exchange: Exchange): Promise<void> {
    const json: unknown = JSON.parse((await exchange.body()).toString());
    exchange.record.body = json;
    if (this.isShutDown) {
      exchange.refuse(refusalBy(this.knobs.shutDownError));
      return;
    }
    const fault = faultOf(this.kind, json);
    if (fault !== null) {
      this.ears.violation(`${this.kind}: ${fault}`);
      exchange.refuse({ status: 400, error: invalidRequest('invalid_value', fault) });
      return;
    }
    const pcm = toPcm24k(await speak((json as { input: string }).input, 'assistant'));
    await exchange.wait(this.knobs.delayMs);
    exchange.begin('audio/pcm');
    let sent = 0;
    for (let piece = 0; sent < pcm.length; piece += 1) {
      if (sent >= (this.knobs.stallAfterBytes ?? Number.POSITIVE_INFINITY)) await exchange.stall();
      const size = PIECE_BYTES[piece % PIECE_BYTES.length] ?? 1;
      exchange.write(pcm.subarray(sent, sent + size));
      sent += size;
      await exchange.wait(this.knobs.chunkEveryMs);
    }
    exchange.end();
  }

  private get isShutDown(): boolean {
    const { shutDownFrom } = this.knobs;
    return shutDownFrom !== null && this.now() >= Date.parse(shutDownFrom);
  }
}
