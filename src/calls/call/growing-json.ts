/** The JSON of a list, as far as it differs from what was told before. */
export interface JsonChange {
  /** So much of the text before is still right, counted from its beginning. */
  readonly keep: number;
  /** What follows on that. */
  readonly rest: string;
}

/**
 * The JSON of a list that grows at its end. Of items that were told before no JSON is built again,
 * so that a long list costs no more than a short one. An item that changes has to be replaced by
 * another object: it is told again with all that follow.
 */
export class GrowingJson {
  private items: readonly unknown[] = [];
  /** Where the text of each item ends. */
  private ends: number[] = [];
  private told = 0;

  /** @param measure how long a text is where it is kept. */
  constructor(private readonly measure: (text: string) => number) {}

  /** Length of the whole text. */
  get length(): number {
    return this.told;
  }

  /** The text from now on is that of these items. */
  change(items: readonly unknown[]): JsonChange {
    const same = this.sameUntil(items);
    const keep = same === 0 ? 0 : (this.ends[same - 1] ?? 0);
    const parts: string[] = same === 0 ? ['['] : [];
    let length = same === 0 ? 1 : keep;
    this.ends.length = same;
    for (let index = same; index < items.length; index += 1) {
      const json = JSON.stringify(items[index] ?? null);
      const part = index === 0 ? json : `,${json}`;
      parts.push(part);
      length += this.measure(part);
      this.ends.push(length);
    }
    parts.push(']');
    this.items = items;
    this.told = length + 1;
    return { keep, rest: parts.join('') };
  }

  /** Nothing counts as told any more: the next change is the whole text. */
  forget(): void {
    this.items = [];
    this.ends = [];
    this.told = 0;
  }

  private sameUntil(items: readonly unknown[]): number {
    const most = Math.min(items.length, this.items.length);
    let same = 0;
    while (same < most && items[same] === this.items[same]) same += 1;
    return same;
  }
}

/** Bytes of a text in UTF-8. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

/** Characters of a text, as databases count them: a pair of surrogates is one. */
export function charactersOf(text: string): number {
  let pairs = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit < 0xdc00) pairs += 1;
  }
  return text.length - pairs;
}
