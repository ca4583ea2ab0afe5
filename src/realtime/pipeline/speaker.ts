/** What a spoken text is for: `call` is heard while it is made, `recording` is kept. */
export type SpeechUse = 'call' | 'recording';

/** Text to speech, one sentence at a time. */
export interface Speaker {
  /**
   * Mu-law audio at 8 kHz, in pieces of any size, as it is made. Throws a `ProviderError`;
   * may end early when the signal is aborted. In a call a sentence may begin again after some of
   * it, when the rest turned out wrong; a recording holds the text once.
   */
  speak(text: string, signal: AbortSignal, use?: SpeechUse): AsyncIterable<Uint8Array>;
}
