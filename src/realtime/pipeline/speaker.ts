/** Text to speech, one sentence at a time. */
export interface Speaker {
  /**
   * Mu-law audio at 8 kHz, in pieces of any size, as it is made. Throws a `ProviderError`;
   * may end early when the signal is aborted.
   */
  speak(text: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
}
