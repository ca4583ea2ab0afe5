import { ServiceUnavailableException } from '@nestjs/common';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.js';

/** Beside whom a lock may be held. */
export type LockMode = 'shared' | 'exclusive';

/** A database that the product can run on. */
export interface DatabaseEngine {
  readonly kind: 'embedded' | 'postgresql';
  readonly kysely: Kysely<Tables>;
  /** Whether it answered when it was last heard of. */
  readonly up: boolean;
  /** After a query failed: whether trying it again at once makes sense. Waits a moment at most. */
  upAgain(): Promise<boolean>;
  /**
   * Waits for a lock that the transaction keeps to its end: any number of `shared` ones at a time,
   * or one that is `exclusive`. Nothing where transactions run one after the other anyway.
   *
   * @param key names the lock; a number of its own for each use.
   */
  lock(transaction: Transaction<Tables>, key: number, mode: LockMode): Promise<void>;
  /** Opens it and brings the schema up to date; may go on in the background. */
  start(): Promise<void>;
  /** Ends every connection; later queries fail. */
  close(): Promise<void>;
}

/**
 * The database does not answer now; the query itself may be right. Leaves an HTTP handler as
 * status 503.
 */
export class DatabaseUnavailableError extends ServiceUnavailableException {
  constructor(cause?: unknown) {
    super('The database does not answer', { cause });
  }
}
