/** Caller numbers remembered; beyond it the longest silent ones are forgotten. */
const MAX_CALLERS = 10_000;

/** Calls a caller may make in a sliding window. */
export class CallerRate {
  private readonly arrivals = new Map<string, number[]>();

  constructor(
    private readonly calls: number,
    private readonly windowMs: number,
  ) {}

  /** Counts a call and tells whether it is still within the rate. */
  admits(caller: string, now: number): boolean {
    const recent = (this.arrivals.get(caller) ?? []).filter((at) => now - at < this.windowMs);
    const admitted = recent.length < this.calls;
    if (admitted) recent.push(now);
    // Set anew, so that the map stays ordered by the newest call.
    this.arrivals.delete(caller);
    this.arrivals.set(caller, recent);
    if (this.arrivals.size > MAX_CALLERS) {
      const [oldest] = this.arrivals.keys();
      if (oldest !== undefined) this.arrivals.delete(oldest);
    }
    return admitted;
  }
}
