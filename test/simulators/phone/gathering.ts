import type { Verb } from './twiml.js';

/** What the caller gave to a `<Gather>`, as the action request carries it. */
export type GatherInput =
  | { readonly Digits: string; readonly FinishedOnKey?: string }
  | { readonly SpeechResult: string; readonly Confidence: string };

interface OpenGather {
  readonly verb: Verb;
  readonly settle: (input: GatherInput | null) => void;
}

/** The caller's side of `<Gather>`: at most one is open at a time. */
export class Gathering {
  #open: OpenGather | undefined;

  constructor(private readonly changed: () => void) {}

  get open(): boolean {
    return this.#open !== undefined;
  }

  /** True while a gather is open that takes this kind of input. */
  listensFor(kind: 'speech' | 'dtmf'): boolean {
    const input = this.#open?.verb.attributes['input'] ?? 'dtmf';
    return this.open && input.split(' ').includes(kind);
  }

  /** Waits for the caller; null when the gather timed out or `signal` was aborted. */
  listen(verb: Verb, signal: AbortSignal): Promise<GatherInput | null> {
    const input = new Promise<GatherInput | null>((resolve) => {
      const gather: OpenGather = {
        verb,
        settle: (answer) => {
          if (this.#open === gather) this.#open = undefined;
          signal.removeEventListener('abort', giveUp);
          resolve(answer);
        },
      };
      const giveUp = (): void => gather.settle(null);
      this.#open = gather;
      signal.addEventListener('abort', giveUp, { once: true });
    });
    this.changed();
    return input;
  }

  /** The caller says `text`, recognised without a mistake. */
  speech(text: string): void {
    this.#expect('speech').settle({ SpeechResult: text, Confidence: '0.95' });
  }

  /** The caller keys `digits` in one go; what follows the end of the entry is lost. */
  keys(digits: string): void {
    const { verb, settle } = this.#expect('dtmf');
    const finishOnKey = verb.attributes['finishOnKey'] ?? '#';
    const most = Number(verb.attributes['numDigits'] ?? Infinity);
    let entry = '';
    for (const digit of digits) {
      if (finishOnKey.includes(digit)) {
        return settle({ Digits: entry, FinishedOnKey: digit });
      }
      entry += digit;
      if (entry.length >= most) break;
    }
    settle({ Digits: entry });
  }

  /** The caller gives nothing: the gather times out at once. */
  silence(): void {
    this.#open?.settle(null);
  }

  #expect(kind: 'speech' | 'dtmf'): OpenGather {
    if (this.#open === undefined) throw new Error('No <Gather> is listening.');
    const input = this.#open.verb.attributes['input'] ?? 'dtmf';
    if (!input.split(' ').includes(kind)) {
      throw new Error(`The <Gather> listens for "${input}", not for ${kind}.`);
    }
    return this.#open;
  }
}
