/**
 * From the end of the caller's speech to the first audio of the answer. On the order line with a
 * chat model: from the caller's words to the text of the answer.
 */
export interface TurnLatency {
  /** When the answer began, ISO. */
  readonly at: string;
  readonly responseMs: number;
  /** Waiting for the provider: turn detection's verdict to first audio, without our part. */
  readonly providerMs: number;
  /** Our tools, while the caller waited for them. */
  readonly toolsMs: number;
  /** Handling of the first audio here, from socket to socket. */
  readonly forwardMs: number;
}

/** Stopwatch of one answer at a time. Times are one monotonic clock in ms. */
export class TurnStopwatch {
  private speechEndedAt: number | null = null;
  private toolStartedAt: number | null = null;
  private runningTools = 0;
  private toolsMs = 0;

  speechStarted(): void {
    this.speechEndedAt = null;
  }

  speechEnded(now: number): void {
    this.speechEndedAt = now;
    this.toolsMs = 0;
  }

  toolStarted(now: number): void {
    if (this.runningTools === 0) this.toolStartedAt = now;
    this.runningTools += 1;
  }

  /** Tools that run together count once. */
  toolEnded(now: number): void {
    this.runningTools = Math.max(0, this.runningTools - 1);
    if (this.runningTools > 0 || this.toolStartedAt === null) return;
    this.toolsMs += now - this.toolStartedAt;
    this.toolStartedAt = null;
  }

  /**
   * Audio left for the phone. The first since the caller fell silent gives the measure; null
   * for all later ones.
   */
  audioSent(receivedAt: number, sentAt: number): TurnLatency | null {
    if (this.speechEndedAt === null) return null;
    const responseMs = sentAt - this.speechEndedAt;
    this.speechEndedAt = null;
    const forwardMs = sentAt - receivedAt;
    return {
      at: new Date().toISOString(),
      responseMs: round(responseMs),
      providerMs: round(responseMs - this.toolsMs - forwardMs),
      toolsMs: round(this.toolsMs),
      forwardMs: round(forwardMs),
    };
  }
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
