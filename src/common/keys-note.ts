const BEGIN = '[The caller pressed the keys ';

/** How a transcript tells of pressed keys. The masker of card numbers reads over its words. */
export function keysNote(keys: string): string {
  return `${BEGIN}${keys.split('').join(' ')}.]`;
}

/** Whether a text tells of pressed keys. */
export function isKeysNote(text: string): boolean {
  return text.startsWith(BEGIN);
}
