import { DatabaseUnavailableError } from './engine.js';

/**
 * Whether a database answers. At first that is not known, and `pass` waits for the first news,
 * up to a limit. Once the database is known to be away `pass` refuses at once, so that a call
 * never waits for a dead server.
 */
export class Availability {
  private state: 'unknown' | 'up' | 'down' = 'unknown';
  private cause: unknown;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly limitMs: number) {}

  get up(): boolean {
    return this.state === 'up';
  }

  markUp(): void {
    this.decide('up', undefined);
  }

  /** Returns whether this is news. */
  markDown(cause: unknown): boolean {
    const news = this.state !== 'down';
    this.decide('down', cause);
    return news;
  }

  /** @throws DatabaseUnavailableError when it is away, or still undecided after the limit. */
  async pass(): Promise<void> {
    if (this.state === 'unknown') await this.news();
    if (this.state !== 'up') throw new DatabaseUnavailableError(this.cause);
  }

  /** Resolves when the state is decided, or after the limit. */
  news(): Promise<void> {
    return this.state === 'unknown' ? this.nextNews(this.limitMs) : Promise.resolve();
  }

  /** Whether it is up, now or by what is heard of it next within `limitMs`. */
  async upSoon(limitMs: number): Promise<boolean> {
    if (this.state !== 'up') await this.nextNews(limitMs);
    return this.up;
  }

  private nextNews(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, limitMs);
      this.waiting.add(done);
    });
  }

  private decide(state: 'up' | 'down', cause: unknown): void {
    this.state = state;
    this.cause = cause;
    for (const tell of this.waiting) tell();
  }
}
