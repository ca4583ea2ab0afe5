import type { Logger } from '@nestjs/common';
import { ExpiringMap } from '../common/expiring-map.js';

/** What a line tells: who, and the code of why; never a text of the provider. */
export interface RecoveryFields {
  readonly provider: string;
  readonly code: string;
  readonly [field: string]: string | number | null;
}

/** One line a minute for what is the same. */
const PAUSE_MS = 60_000;
/** How many of the same were left out is forgotten after this time. */
const MEMORY_MS = 3_600_000;
const KINDS = 200;
/** The shape of error codes. What is not of it, such as a key or a sentence, is not printed. */
const CODE = /^[a-z][a-z0-9_]{0,49}$/;

/**
 * Tells the log at WARN of what goes wrong with providers. During an outage every call has the
 * same to tell: a message, provider and code are logged once a minute, with the number of those
 * that were left out since the line before (`more`).
 */
export class RecoveryLog {
  private readonly logged: ExpiringMap<{ at: number; more: number }>;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.logged = new ExpiringMap(KINDS, now);
  }

  warn(message: string, fields: RecoveryFields): void {
    const code = CODE.test(fields.code) ? fields.code : 'other';
    const key = `${message} ${fields.provider} ${code}`;
    const at = this.now();
    const before = this.logged.get(key);
    if (before !== undefined && at - before.at < PAUSE_MS) {
      before.more += 1;
      return;
    }
    this.logged.set(key, { at, more: 0 }, MEMORY_MS);
    this.logger.warn(message, { ...fields, code, more: before?.more ?? 0 });
  }
}
