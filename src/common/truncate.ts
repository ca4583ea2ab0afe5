const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The beginning of a text, no longer than `maxLength` UTF-16 units, that ends between two
 * characters as a reader sees them: no emoji, letter or surrogate pair is cut in half. A character
 * that is longer than the limit by itself is cut between code points.
 */
export function truncate(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  // Where a character ends is told by what is before it and the code point behind it.
  const segments = GRAPHEMES.segment(text.slice(0, maxLength + 2));
  const end = segments.containing(maxLength)?.index ?? 0;
  if (end > 0) return text.slice(0, end);
  const halved = (text.codePointAt(maxLength - 1) ?? 0) > 0xffff;
  return text.slice(0, halved ? maxLength - 1 : maxLength);
}
