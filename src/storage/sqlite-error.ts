/**
 * The embedded database refuses a statement.
 *
 * @param code SQLite's name of the extended result code, such as `SQLITE_CONSTRAINT_UNIQUE`.
 */
export class SqliteError extends Error {
  override readonly name = 'SqliteError';

  constructor(
    message: string,
    readonly code: string,
  ) {
    super(`${code}: ${message}`);
  }
}
