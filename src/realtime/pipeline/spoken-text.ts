/** Speaking rate for a sentence whose audio is not complete: 15 characters a second. */
const MS_PER_CHARACTER = 1000 / 15;

/** One sentence of an assistant's text and how much of its audio went to the phone. */
export class SpokenSentence {
  private sentMs = 0;
  private complete = false;

  constructor(readonly text: string) {}

  get audioMs(): number {
    return this.sentMs;
  }

  /** Audio of this sentence went to the phone. */
  sent(ms: number): void {
    this.sentMs += ms;
  }

  /** All of its audio went to the phone. */
  finish(): void {
    this.complete = true;
  }

  get finished(): boolean {
    return this.complete;
  }

  /** True when it came to its end without any audio: the caller cannot have heard it. */
  get mute(): boolean {
    return this.complete && this.sentMs === 0;
  }

  /** The whole words that are said in the first `ms` of the audio. */
  wordsWithin(ms: number): string {
    const wholeMs = this.complete
      ? this.sentMs
      : Math.max(this.sentMs, this.text.length * MS_PER_CHARACTER);
    if (ms >= wholeMs) return this.text;
    const cut = this.text.slice(0, Math.floor((this.text.length * ms) / wholeMs));
    return cut.slice(0, cut.lastIndexOf(' ') + 1).trim();
  }
}

/**
 * What the assistant says as one item, sentence by sentence, and what is left of it when the
 * caller speaks over it.
 */
export class SpokenText {
  private readonly sentences: SpokenSentence[] = [];
  private stopped = false;
  private heardMs: number | null = null;

  add(text: string): SpokenSentence {
    const sentence = new SpokenSentence(text);
    this.sentences.push(sentence);
    return sentence;
  }

  /** No more audio goes to the phone; true when some of the text was not spoken to its end. */
  stop(): boolean {
    if (this.stopped || this.sentences.every(({ finished }) => finished)) return false;
    this.stopped = true;
    return true;
  }

  /** Only so much of the audio was heard. */
  cut(heardMs: number): void {
    this.heardMs = heardMs;
  }

  /** True when some of its audio went to the phone. */
  get begun(): boolean {
    return this.sentences.some(({ audioMs }) => audioMs > 0);
  }

  /** The sentences of which audio went to the phone. */
  get begunText(): string {
    return joined(this.sentences.filter(({ audioMs }) => audioMs > 0).map(({ text }) => text));
  }

  /** The text whose audio went to the phone, or will unless it is interrupted. */
  get spoken(): string {
    return this.stopped ? this.within(Number.POSITIVE_INFINITY) : this.whole;
  }

  /** The text of every sentence that audio was made of, or still may be. */
  private get whole(): string {
    return joined(this.sentences.filter(({ mute }) => !mute).map(({ text }) => text));
  }

  /** The text as the caller knows it; an ellipsis marks where it was cut. */
  get known(): string {
    if (this.heardMs === null && !this.stopped) return this.spoken;
    const heard = this.within(this.heardMs ?? Number.POSITIVE_INFINITY);
    return heard === '' || heard === this.whole ? heard : `${heard}…`;
  }

  private within(ms: number): string {
    let leftMs = ms;
    const words: string[] = [];
    for (const sentence of this.sentences) {
      if (sentence.mute) continue;
      words.push(sentence.wordsWithin(Math.min(leftMs, sentence.audioMs)));
      leftMs -= sentence.audioMs;
      if (leftMs <= 0) break;
    }
    return joined(words);
  }
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(' ');
}
