/**
 * Caller audio kept while nobody can hear it, oldest dropped first, so that the first words
 * of a call are not lost. Bounded by duration.
 */
export class HeldAudio {
  private readonly frames: string[] = [];
  private heldBytes = 0;

  /** @param limitMs longest audio kept; mu-law at 8 kHz is 8 bytes a millisecond. */
  constructor(private readonly limitMs: number) {}

  get heldMs(): number {
    return this.heldBytes / 8;
  }

  add(payload: string): void {
    this.frames.push(payload);
    this.heldBytes += base64Bytes(payload);
    while (this.heldMs > this.limitMs) {
      const oldest = this.frames.shift();
      if (oldest === undefined) break;
      this.heldBytes -= base64Bytes(oldest);
    }
  }

  /** Hands everything over in the order it was spoken and keeps nothing. */
  drain(deliver: (payload: string) => void): void {
    const frames = this.frames.splice(0);
    this.heldBytes = 0;
    for (const frame of frames) deliver(frame);
  }
}

/** Bytes that a padded base64 text decodes to. */
export function base64Bytes(text: string): number {
  const { length } = text;
  if (length === 0) return 0;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return (length / 4) * 3 - padding;
}
