/**
 * What the network does to frames on their way to the server: `loses` them, `swaps` each two,
 * `repeats` each, or `holds` them, to deliver all at once behind the last one.
 */
export type Disturbance = 'loses' | 'swaps' | 'repeats' | 'holds';

/** The way of a stream's frames from Twilio to the server. Undisturbed unless told. */
export class FrameNetwork {
  #disturbance: Disturbance = 'loses';
  #left = 0;
  #held: object[] = [];

  constructor(private readonly deliver: (message: object) => void) {}

  /** Disturbs the next `frames`. */
  disturb(disturbance: Disturbance, frames: number): void {
    this.#disturbance = disturbance;
    this.#left = frames;
  }

  /** Takes a frame, numbered and timed. */
  carry(message: object): void {
    if (this.#left === 0) return this.deliver(message);
    this.#left -= 1;
    switch (this.#disturbance) {
      case 'loses':
        return;
      case 'repeats':
        this.deliver(message);
        return this.deliver(message);
      case 'swaps':
        this.#held.unshift(message);
        if (this.#held.length === 2 || this.#left === 0) this.#release();
        return;
      case 'holds':
        this.#held.push(message);
        if (this.#left === 0) this.#release();
        return;
    }
  }

  #release(): void {
    for (const message of this.#held) this.deliver(message);
    this.#held = [];
  }
}
