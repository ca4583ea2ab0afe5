/** Addresses of recordings by what they say, as `wordsOf` has it. */
export type Recordings = Readonly<Record<string, string>>;

/** The sentences of a text. */
export function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?])\s+/).filter((sentence) => wordsOf(sentence) !== '');
}

/** A text without marks and capitals, one hyphen between words: the name of its recording. */
export function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join('-');
}

/**
 * The recordings that say a sentence one after the other: its own, or those of its parts, such as
 * the digits of an order's number. Null when some word of it has none.
 */
export function recordingsOf(sentence: string, recordings: Recordings): readonly string[] | null {
  const words = wordsOf(sentence).split('-');
  const find = (name: string): string | undefined =>
    Object.hasOwn(recordings, name) ? recordings[name] : undefined;
  const addresses: string[] = [];
  for (let start = 0; start < words.length;) {
    let end = words.length;
    let address: string | undefined;
    while (end > start) {
      address = find(words.slice(start, end).join('-'));
      if (address !== undefined) break;
      end -= 1;
    }
    if (address === undefined) return null;
    addresses.push(address);
    start = end;
  }
  return addresses.length === 0 ? null : addresses;
}
