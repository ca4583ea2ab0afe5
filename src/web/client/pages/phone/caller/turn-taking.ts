/** Silence of the assistant after which it is the caller's turn, ms: longer than a tool's. */
const QUIET_MS = 1_600;
/** What must have been heard of the assistant before, ms. */
const HEARD_MS = 300;
/** RMS above which something is heard. */
const AUDIBLE = 0.004;
/** Milliseconds between two looks. */
const LOOK_MS = 20;

/** Tells when the assistant has spoken and ended, as a patient caller hears it. */
export class TurnTaking {
  private heardMs = 0;
  private quietMs = 0;

  /** To be called for each 20 ms, with levels as RMS; true: it is the caller's turn. */
  look(callerLevel: number, heardLevel: number, bufferedMs: number): boolean {
    if (callerLevel > AUDIBLE) {
      this.reset();
    } else if (heardLevel > AUDIBLE || bufferedMs > 0) {
      if (heardLevel > AUDIBLE) this.heardMs += LOOK_MS;
      this.quietMs = 0;
    } else {
      this.quietMs += LOOK_MS;
    }
    return this.heardMs >= HEARD_MS && this.quietMs >= QUIET_MS;
  }

  /** What was heard so far is answered. */
  reset(): void {
    this.heardMs = 0;
    this.quietMs = 0;
  }
}
