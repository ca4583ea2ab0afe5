/**
 * The same text in memory of its own. A text that was cut out of a longer one, such as a field of a
 * form, keeps the whole of that alive for as long as it is kept itself: V8 shares their characters.
 *
 * @param text well-formed: no half of a surrogate pair.
 */
export function ownText(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
