import type { Verb } from './verb.js';

/** What a caller gave to a `<Gather>`, as the action's form has it; null: nothing. */
export type GatherAnswer = Readonly<Record<string, string>> | null;

/** How a `<Gather>` listens. */
export interface GatherSettings {
  readonly takesKeys: boolean;
  readonly takesSpeech: boolean;
  readonly timeoutMs: number;
  /** Infinity when only time or a key ends the entry. */
  readonly mostDigits: number;
  /** Keys that end the entry and are not part of it; may be empty. */
  readonly finishKeys: string;
  readonly language: string;
  readonly hints: readonly string[];
  /** Input during the prompts ends them. */
  readonly bargeIn: boolean;
}

/** Twilio's default patience, seconds. */
const TIMEOUT_SECONDS = 5;

/** Reads the attributes of a `<Gather>`, with Twilio's defaults. */
export function gatherSettings({ attributes }: Verb): GatherSettings {
  const inputs = (attributes['input'] ?? 'dtmf').split(' ');
  const seconds = Number(attributes['timeout'] ?? TIMEOUT_SECONDS);
  const hints = attributes['hints'] ?? '';
  return {
    takesKeys: inputs.includes('dtmf'),
    takesSpeech: inputs.includes('speech'),
    timeoutMs: (Number.isFinite(seconds) ? seconds : TIMEOUT_SECONDS) * 1000,
    mostDigits: Number(attributes['numDigits'] ?? Infinity),
    finishKeys: attributes['finishOnKey'] ?? '#',
    language: attributes['language'] ?? 'en-US',
    hints: hints.split(',').flatMap((hint) => (hint.trim() === '' ? [] : [hint.trim()])),
    bargeIn: attributes['bargeIn'] !== 'false',
  };
}

/** One `<Gather>` from the moment it listens: collects keys or takes words, or runs out of time. */
export class GatherEntry {
  /** Settles when the prompts are over. */
  readonly prompted: Promise<void>;
  private readonly endPrompts: () => void;
  private digits = '';
  private timer: ReturnType<typeof setTimeout> | null = null;
  private isOver = false;

  constructor(
    readonly settings: GatherSettings,
    private readonly ended: (answer: GatherAnswer) => void,
  ) {
    let settle = (): void => undefined;
    this.prompted = new Promise((resolve) => (settle = resolve));
    this.endPrompts = settle;
  }

  /** The prompts are over: from here on the caller's silence counts. */
  wait(): void {
    if (this.isOver) return;
    this.endPrompts();
    this.stopTimer();
    this.timer = setTimeout(() => this.runOut(), this.settings.timeoutMs);
  }

  /** A key. False when no keys are taken. */
  key(digit: string): boolean {
    const { takesKeys, finishKeys, mostDigits } = this.settings;
    if (this.isOver || !takesKeys) return false;
    if (finishKeys.includes(digit)) {
      this.end({ Digits: this.digits, FinishedOnKey: digit });
      return true;
    }
    this.digits += digit;
    if (this.digits.length >= mostDigits) this.end({ Digits: this.digits });
    else this.wait();
    return true;
  }

  /** The caller has begun to speak or to type: time stands still until the words are there. */
  hold(): void {
    this.stopTimer();
  }

  /** Words, whole. False when none are taken. */
  words(text: string, confidence: number): boolean {
    if (this.isOver || !this.settings.takesSpeech || text.trim() === '') return false;
    this.end({ SpeechResult: text.trim(), Confidence: confidence.toFixed(4) });
    return true;
  }

  /** The call goes on without this entry. */
  stop(): void {
    this.isOver = true;
    this.stopTimer();
  }

  private runOut(): void {
    this.end(this.digits === '' ? null : { Digits: this.digits });
  }

  private end(answer: GatherAnswer): void {
    this.stop();
    this.ended(answer);
  }

  private stopTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
