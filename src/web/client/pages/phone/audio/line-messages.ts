/** What the page tells the audio thread. */
export type ToLine =
  | { readonly kind: 'play'; readonly bytes: Uint8Array }
  | { readonly kind: 'mark'; readonly name: string }
  | { readonly kind: 'clear' }
  /** Mu-law that is sent in the place of the microphone. */
  | { readonly kind: 'say'; readonly bytes: Uint8Array }
  | { readonly kind: 'mute'; readonly muted: boolean };

/** What the audio thread tells the page. */
export type FromLine =
  /** 20 ms of the caller as mu-law. Levels are RMS from 0 to 1. */
  | {
      readonly kind: 'frame';
      readonly bytes: Uint8Array;
      readonly callerLevel: number;
      readonly heardLevel: number;
      readonly bufferedMs: number;
      readonly gaps: number;
    }
  | { readonly kind: 'mark'; readonly name: string }
  | { readonly kind: 'cleared'; readonly droppedMs: number }
  /** The last byte of what was to be said has left. */
  | { readonly kind: 'said' };
