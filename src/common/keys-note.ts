const BEGIN = '[The caller pressed the keys ';

/** How a transcript tells of pressed keys. The masker of card numbers reads over its words. */
export function keysNote(keys: string): string {
  return `${BEGIN}${keys.split('').join(' ')}.]`;
}

/** The keys that a text tells of; null when it tells of none, or they are masked. */
export function keysIn(note: string): string | null {
  if (!isKeysNote(note)) return null;
  const keys = note.slice(BEGIN.length, -2).replaceAll(' ', '');
  return /^(?!.*\*\*)[\d*#]+$/.test(keys) ? keys : null;
}

/** Whether a text tells of pressed keys. */
export function isKeysNote(text: string): boolean {
  return text.startsWith(BEGIN);
}
