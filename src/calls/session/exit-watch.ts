/** A caller of whom nothing is heard for so long has ended what they were saying. */
const LAST_WORD_MS = 500;
/** Nothing is heard since a sound ended so shortly ago: the next voice follows without a gap. */
const JUST_ENDED_MS = 300;
/** The stream is left by then whatever is going on. */
const LIMIT_MS = 10_000;

/** What leaving a stream asks for now. */
export type ExitStep = 'nothing' | 'filler' | 'leave';

/** What leaving a stream depends on. */
export interface ExitView {
  readonly playing: boolean;
  readonly callerQuietMs: number;
}

/**
 * Times how a stream is left that no provider speaks on any more: not over the caller, not in the
 * middle of what plays, and right after a sound, as another voice takes its time to begin. Times
 * are one monotonic clock in ms.
 */
export class ExitWatch {
  /** @param soundAt when something was last played to the caller. */
  constructor(
    private readonly since: number,
    private soundAt: number,
  ) {}

  check({ playing, callerQuietMs }: ExitView, now: number): ExitStep {
    if (now - this.since >= LIMIT_MS) return 'leave';
    if (playing) this.soundAt = now;
    if (playing || callerQuietMs < LAST_WORD_MS) return 'nothing';
    if (now - this.soundAt <= JUST_ENDED_MS) return 'leave';
    this.soundAt = now;
    return 'filler';
  }
}
