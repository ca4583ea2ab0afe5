import type { Logger } from '@nestjs/common';

const PAUSE_MS = 60_000;

/**
 * Logs what may happen many times a second at most once a minute for each key. The next line of
 * a key says how many were left out before it.
 */
export class PacedLog {
  private readonly last = new Map<string, { at: number; leftOut: number }>();

  /** @param now milliseconds of a clock that never goes back. */
  constructor(
    private readonly logger: Logger,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @param key one of a fixed set: each is remembered for good. */
  error(key: string, message: string, fields: Readonly<Record<string, unknown>>): void {
    this.write('error', key, message, fields);
  }

  /** The same for what is no fault of this program. @param key one of a fixed set. */
  warn(key: string, message: string, fields: Readonly<Record<string, unknown>>): void {
    this.write('warn', key, message, fields);
  }

  private write(
    level: 'error' | 'warn',
    key: string,
    message: string,
    fields: Readonly<Record<string, unknown>>,
  ): void {
    const last = this.last.get(key);
    if (last && this.now() - last.at < PAUSE_MS) {
      last.leftOut += 1;
      return;
    }
    this.last.set(key, { at: this.now(), leftOut: 0 });
    const leftOut = last?.leftOut ?? 0;
    this.logger[level](message, { ...fields, ...(leftOut > 0 && { leftOut }) });
  }
}
