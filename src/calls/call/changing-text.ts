import { GrowingJson } from './growing-json.js';

/** A part of a text: so much of the text before, from this place on, and behind it what is added. */
export interface TextPiece {
  readonly from: number;
  readonly length: number;
  readonly added: string;
}

/**
 * A text with lists of JSON in it, each state of it told by what is other than in the state before:
 * new are what stands in front of the lists, and what has changed of them.
 */
export class ChangingText {
  private readonly lists: readonly { readonly before: string; readonly json: GrowingJson }[];
  private headLength = 0;
  private keptItems = false;

  /**
   * @param before what stands before each list; all of it ASCII.
   * @param end what stands behind the last one; ASCII as well.
   * @param measure how long a text is where it is kept.
   */
  constructor(
    before: readonly string[],
    private readonly end: string,
    private readonly measure: (text: string) => number,
  ) {
    this.lists = before.map((text) => ({ before: text, json: new GrowingJson(measure) }));
  }

  /** Length of the text that was told last. */
  get length(): number {
    const lists = this.lists.reduce(
      (sum, { before, json }) => sum + before.length + json.length,
      0,
    );
    return this.headLength + lists + this.end.length;
  }

  /** Whether nothing of the state before is in the one that was told last. */
  get isWhole(): boolean {
    return !this.keptItems;
  }

  /** The next state, in always as many pieces. @param lists as many as there are places for. */
  change(head: string, lists: readonly (readonly unknown[])[]): readonly TextPiece[] {
    const pieces: TextPiece[] = [];
    let piece: TextPiece = { from: 0, length: 0, added: head };
    let from = this.headLength;
    this.keptItems = false;
    this.lists.forEach(({ before, json }, index) => {
      from += before.length;
      const { length } = json;
      const { keep, rest } = json.change(lists[index] ?? []);
      pieces.push({ ...piece, added: piece.added + before });
      piece = { from, length: keep, added: rest };
      from += length;
      this.keptItems ||= keep > 0;
    });
    pieces.push({ ...piece, added: piece.added + this.end });
    this.headLength = this.measure(head);
    return pieces;
  }

  /** It is not known which state is stored: the next one is told as a whole. */
  forget(): void {
    for (const { json } of this.lists) json.forget();
  }
}

/** The text of pieces that keep nothing of the state before. */
export function textOf(pieces: readonly TextPiece[]): string {
  return pieces.map(({ added }) => added).join('');
}
