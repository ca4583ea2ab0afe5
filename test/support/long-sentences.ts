/** Most words of a sentence before the caller may act. */
const MAX_WORDS = 25;

/** Sentences of a prompt that are too long to wait for their end. */
export function longSentences(prompt: string): readonly string[] {
  return prompt
    .split(/(?<=[.?!])\s+/)
    .filter((sentence) => sentence.split(/\s+/).length > MAX_WORDS);
}
