/** The caller's side of a call, as the session uses it. No method throws. */
export interface PhoneLeg {
  /** Queues audio behind what is not yet played; base64 mu-law, 8 kHz. */
  play(payload: string): void;
  /** Asks to be told, by this name, when everything queued so far has been played. */
  mark(name: string): void;
  /** Drops everything queued; every outstanding mark comes back at once. */
  clear(): void;
  /** Ends the stream; what follows is decided by the call's outcome. */
  end(): void;
  /** Ends the phone call itself (REST), then the stream. */
  hangUp(): void;
  /** Bytes accepted by `play` that have not left this process. */
  readonly backlogBytes: number;
}
