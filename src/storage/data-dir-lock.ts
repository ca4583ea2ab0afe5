import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Database from 'libsql';
import { BootError } from '../config/boot-error.js';
import { errorText } from '../common/error-text.js';
import { makePrivate } from './private-file.js';

/** Holds nothing; the lock is an open write transaction on it. */
const LOCK_FILE = 'lock.db';

/** Keeps the connections, and with them the locks, from being collected as garbage. */
const held = new Set<Database.Database>();

/**
 * Makes `DATA_DIR` usable by this process alone until the process ends: the folder is made, and
 * an open SQLite transaction locks a file in it. The operating system drops such a lock together
 * with its process, SIGKILL included, so no stale lock is ever left.
 *
 * @throws BootError with one line when the folder cannot be used or another process has it.
 */
export function lockDataDir(dataDir: string): void {
  try {
    makeFolder(resolve(dataDir));
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    const file = join(resolve(dataDir), LOCK_FILE);
    makePrivate(file);
    const database = new Database(file);
    held.add(database);
    database.exec('begin immediate');
  } catch (error) {
    const reason = isBusy(error)
      ? 'is in use by another server; give each one a folder of its own'
      : `cannot be used: ${errorText(error)}`;
    throw new BootError([`DATA_DIR: ${dataDir} ${reason}`]);
  }
}

/**
 * Like `mkdir -p`. Node's own recursive `mkdir` never returns where a parent exists and still
 * answers ENOENT, as in `/proc`.
 */
function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it at the same moment.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
