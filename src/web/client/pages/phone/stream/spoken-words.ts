import type { TranscriptLine } from '../phone-state.js';

/** An entry of a call's transcript (`GET /calls/:callSid`). */
export interface SpokenEntry {
  readonly role: 'caller' | 'assistant';
  readonly text: string;
  readonly interrupted: boolean;
}

/** What was said on one media stream, in words, as far as the server knows them by now. */
export class SpokenWords {
  private readonly before: Promise<number>;
  private entries: readonly SpokenEntry[] = [];
  private said: readonly string[] = [];
  private asked = 0;
  private isOver = false;

  /**
   * Made before the stream begins.
   *
   * @param transcript asks for the transcript of the whole call, oldest entry first.
   * @param show is given all lines of this stream whenever they have changed.
   */
  constructor(
    private readonly transcript: () => Promise<readonly SpokenEntry[]>,
    private readonly show: (lines: readonly TranscriptLine[]) => void,
  ) {
    this.before = transcript().then(
      ({ length }) => length,
      () => 0,
    );
  }

  /** The sample caller says a sentence, which is shown before the server has understood it. */
  say(text: string): void {
    this.said = [...this.said, text];
    this.show(this.lines());
  }

  /** The transcript has changed. What cannot be got is shown with the next change. */
  async refresh(): Promise<void> {
    const turn = (this.asked += 1);
    const before = await this.before;
    const entries = await this.transcript().catch(() => null);
    if (entries === null || turn !== this.asked || this.isOver) return;
    this.entries = entries.slice(before);
    this.show(this.lines());
  }

  /** The stream is over: nothing is shown any longer. */
  end(): void {
    this.isOver = true;
  }

  private lines(): readonly TranscriptLine[] {
    const known = this.entries.filter(({ role }) => role === 'caller').length;
    return [
      ...this.entries.map(({ role, text, interrupted }): TranscriptLine => {
        if (role === 'caller') return { who: 'caller', text };
        return { who: 'line', text, ...(interrupted && { heard: 'interrupted' }) };
      }),
      ...this.said.slice(known).map((text): TranscriptLine => ({ who: 'caller', text })),
    ];
  }
}
