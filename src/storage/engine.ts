import { ServiceUnavailableException } from '@nestjs/common';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.js';

/** A database that the product can run on. */
export interface DatabaseEngine {
  readonly kind: 'embedded' | 'postgresql';
  readonly kysely: Kysely<Tables>;
  /** Whether it answered when it was last heard of. */
  readonly up: boolean;
  /** After a query failed: whether trying it again at once makes sense. Waits a moment at most. */
  upAgain(): Promise<boolean>;
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
