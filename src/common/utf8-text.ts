const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a file without its byte order mark; null for bytes that are not UTF-8. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}
