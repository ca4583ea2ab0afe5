/** What went through a stream, as operators see it. */
export interface StreamStats {
  readonly startedAt: string;
  readonly framesIn: number;
  readonly framesOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly lastMediaAt: string | null;
}

/** Counts audio of one stream; bytes are mu-law samples. */
export class StreamCounters {
  private readonly startedAt = Date.now();
  framesIn = 0;
  private framesOut = 0;
  private bytesIn = 0;
  private bytesOut = 0;
  private lastMediaAt: number | null = null;

  heard(bytes: number): void {
    this.framesIn += 1;
    this.bytesIn += bytes;
    this.lastMediaAt = Date.now();
  }

  played(bytes: number): void {
    this.framesOut += 1;
    this.bytesOut += bytes;
  }

  report(): StreamStats {
    const { framesIn, framesOut, bytesIn, bytesOut, startedAt, lastMediaAt } = this;
    return {
      startedAt: new Date(startedAt).toISOString(),
      framesIn,
      framesOut,
      bytesIn,
      bytesOut,
      lastMediaAt: lastMediaAt === null ? null : new Date(lastMediaAt).toISOString(),
    };
  }
}
