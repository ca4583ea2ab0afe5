import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { providerErrorOf } from '../../openai/rest-errors.js';
import type { Speaker, SpeechUse } from '../pipeline/speaker.js';
import { ProviderError } from '../../common/provider-error.js';
import { Reading } from './reading.js';
import { ReadingCheck } from '../../wording/reading-check.js';
import type { SpeechSockets } from './speech-sockets.js';

/** After so long no further try is begun: the call gives up on the provider at 9 s. */
const PATIENCE_MS = 8_000;
const PAUSE_MS = 200;

/** What can be asked to read a text. */
export type ReadingVoice = Pick<SpeechSockets, 'model' | 'read'>;

/**
 * Speech by Realtime models. What is read is compared with the text: when a number, a price, a
 * name or the sense differs it is read again, and then by the next voice. The last try may use
 * other words, but never other numbers, prices, names or negations; when it does, the error is
 * `speech_altered`, which is not worth another session.
 */
export class RealtimeSpeaker implements Speaker {
  private readonly logger = new Logger(RealtimeSpeaker.name);

  /**
   * @param next speaks in a call when the first voice failed twice; null: there is none.
   * @param names words that must not change, besides those written as names.
   */
  constructor(
    private readonly first: ReadingVoice,
    private readonly next: ReadingVoice | null,
    private readonly names: readonly string[],
  ) {}

  async *speak(
    text: string,
    signal: AbortSignal,
    use: SpeechUse = 'call',
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const { first, next } = this;
    // A recording is kept as the first voice's.
    const voices = [first, first, ...(next === null || use === 'recording' ? [] : [next])];
    const beganAt = performance.now();
    for (const [index, voice] of voices.entries()) {
      const last = index === voices.length - 1;
      const reading = new Reading(text, new ReadingCheck(text, this.names), {
        use,
        accepts: last ? ['same', 'reworded'] : ['same'],
      });
      try {
        yield* heard(reading, voice, signal);
        return;
      } catch (cause) {
        const error = providerErrorOf(cause);
        const { code } = error;
        this.logger.warn('Text not spoken as it is', {
          model: voice.model,
          code,
          attempt: index + 1,
        });
        if (last || error.fault === 'account' || performance.now() - beganAt > PATIENCE_MS) {
          throw lasting(error);
        }
        if (code !== 'speech_altered') await pause(signal);
        if (signal.aborted) return;
      }
    }
  }
}

async function* heard(
  reading: Reading,
  voice: ReadingVoice,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const abort = (): void => reading.abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (signal.aborted) reading.abort();
    else voice.read(reading);
    yield* reading.audio;
  } finally {
    signal.removeEventListener('abort', abort);
    reading.abort();
  }
}

/** Another session would say the same. */
function lasting(error: ProviderError): ProviderError {
  const { code, message, fault } = error;
  return code === 'speech_altered' ? new ProviderError(code, message, fault, false) : error;
}

async function pause(signal: AbortSignal): Promise<void> {
  await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
}
