/** Speech to text, one turn at a time. */
export interface Transcriber {
  /**
   * What was said; empty when nothing was. Rejects with a `ProviderError`, or with the
   * signal's reason once that is aborted.
   *
   * @param audio mu-law, 8 kHz.
   */
  transcribe(audio: Buffer, signal: AbortSignal): Promise<string>;
  /** From now on these languages may be spoken, told by their codes. */
  expect(languages: readonly string[]): void;
}
