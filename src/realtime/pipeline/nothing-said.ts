/** What transcription models make of noise (protocol B7.2). */
const NEVER_SAID =
  /^(thanks? (you )?(so much )?for (watching|listening)|(please )?(like and )?subscribe\b.*|subtitles? by\b.*|transcri(bed|ption) by\b.*|.*\bamara\.org\b.*|copyright\b.*)$/;
/** What they make of silence, but callers say too. */
const PERHAPS_SAID = new Set(['you', 'thank you', 'thanks', 'bye', 'bye bye', 'okay', 'so', 'uh']);
/** So long it takes to say one of these. */
const PERHAPS_SAID_MS = 320;

/**
 * The words of a transcript, or an empty text when the model heard words in a noise.
 *
 * @param voiceMs from the first to the last voice in the audio.
 */
export function wordsOf(transcript: string, voiceMs: number): string {
  // Sounds are given in brackets: [BLANK_AUDIO], (coughing), *sighs*, and as notes.
  const text = transcript.replaceAll(/\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|[♪♫]/g, ' ').trim();
  const plain = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}.]+/gu, ' ')
    .replaceAll(/^[. ]+|[. ]+$/g, '');
  if (plain === '' || NEVER_SAID.test(plain)) return '';
  if (voiceMs < PERHAPS_SAID_MS && PERHAPS_SAID.has(plain)) return '';
  return text;
}

/** What no voice can speak: fences of code, tags, and sounds in square brackets. */
const MARKUP = /```\w*|<[^<>]*>|\[[^[\]]*\]/g;

/** A text as a voice says it: without markup and its marks. */
export function withoutMarkup(text: string): string {
  return text
    .replaceAll(MARKUP, ' ')
    .replaceAll(/[*_#`~|>]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[.,;:!?])/g, '')
    .trim();
}

/** Whether there is a word in a text of the assistant; a speaker makes no sound of marks alone. */
export function isSayable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.replaceAll(MARKUP, ' '));
}
