import pg from 'pg';
import { DatabaseUnavailableError } from './engine.js';
import { SqliteError } from './sqlite-error.js';

/**
 * Why a database or a disk takes no writes. `full`: no space or quota is left. `read-only`: it is
 * a replica, or was mounted so. `away`: it does not answer. `refused`: anything else.
 */
export type WriteFault = 'full' | 'read-only' | 'away' | 'refused';

/** What is said of each, in `/health` and `/status`. */
export const WRITE_FAULT_WORDS: Readonly<Record<WriteFault, string>> = {
  full: 'refuses writes: no space is left',
  'read-only': 'refuses writes: it is read-only',
  away: 'not reachable',
  refused: 'refuses writes',
};

/** By code of the file system, SQLite (its extended codes begin with these) or PostgreSQL. */
const FULL = /^(ENOSPC|EDQUOT|EFBIG|SQLITE_FULL|53100)/;
const READ_ONLY = /^(EROFS|SQLITE_READONLY|25006)/;
/** An error that concerns one entry, whatever the state of the database. */
const OF_ENTRY_SQLITE = /^SQLITE_(CONSTRAINT|MISMATCH|RANGE|TOOBIG)/;
/** Classes: data exception, integrity constraint violation, program limit exceeded. */
const OF_ENTRY_POSTGRESQL = /^(22|23|54)/;

/** Tells from the error of a write why it failed. */
export function writeFault(error: unknown): WriteFault {
  if (error instanceof DatabaseUnavailableError) return 'away';
  const code = codeOf(error);
  if (FULL.test(code)) return 'full';
  return READ_ONLY.test(code) ? 'read-only' : 'refused';
}

/**
 * The code of an error that lies in the entry itself, so that trying again does not help: the
 * database takes others but not this one, or our own code cannot read it. Null for any other.
 */
export function faultOfEntry(error: unknown): string | null {
  const code = codeOf(error);
  if (error instanceof pg.DatabaseError) return OF_ENTRY_POSTGRESQL.test(code) ? code : null;
  if (error instanceof SqliteError) return OF_ENTRY_SQLITE.test(code) ? code : null;
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError
    ? error.name
    : null;
}

function codeOf(error: unknown): string {
  const { code } = Object(error) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}
