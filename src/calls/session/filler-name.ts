/** File name of a text's recording: its words in lower case, joined by hyphens. */
export function fillerName(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}
