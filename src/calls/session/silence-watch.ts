/** A silence of both sides for so long is asked about. */
const PROMPT_AFTER_MS = 15_000;

/** What silence calls for now. */
export type SilenceStep = 'nothing' | 'prompt' | 'hang-up';

/** Notices that neither side speaks. Times are one monotonic clock in ms. */
export class SilenceWatch {
  private quietSince: number;
  private callerQuietSince: number;
  private prompted: boolean;

  /** @param callerQuietMs how long the caller has been silent already, on an earlier stream. */
  constructor(
    private readonly hangUpAfterMs: number,
    now: number,
    callerQuietMs = 0,
  ) {
    this.quietSince = now;
    this.callerQuietSince = now - callerQuietMs;
    this.prompted = callerQuietMs >= this.promptAfterMs;
  }

  /** The caller spoke or pressed a key. */
  callerActive(now: number): void {
    this.callerQuietSince = now;
    this.quietSince = now;
    this.prompted = false;
  }

  /** The assistant is being heard or is at work. */
  assistantActive(now: number): void {
    this.quietSince = now;
  }

  /** Asks once per silence; hangs up when the caller stays away in spite of it. */
  check(now: number): SilenceStep {
    if (now - this.quietSince < this.promptAfterMs) return 'nothing';
    if (this.prompted && now - this.callerQuietSince >= this.hangUpAfterMs) return 'hang-up';
    if (this.prompted) return 'nothing';
    this.prompted = true;
    this.quietSince = now;
    return 'prompt';
  }

  private get promptAfterMs(): number {
    return Math.min(PROMPT_AFTER_MS, this.hangUpAfterMs);
  }
}
