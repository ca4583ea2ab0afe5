import { chmodSync, closeSync, openSync } from 'node:fs';
import { PRIVATE_FILE } from '../common/private-modes.js';

/**
 * Makes the file, empty, if it is not there, and takes all rights on it from other users. SQLite
 * takes an empty file for a new database, and gives the files beside it the same mode.
 *
 * @throws when the file cannot be made, or is another user's.
 */
export function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', PRIVATE_FILE));
  chmodSync(path, PRIVATE_FILE);
}
