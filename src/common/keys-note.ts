/** How a transcript tells of pressed keys. The masker of card numbers reads over its words. */
export function keysNote(keys: string): string {
  return `[The caller pressed the keys ${keys.split('').join(' ')}.]`;
}
