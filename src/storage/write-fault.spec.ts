import pg from 'pg';
import { DatabaseUnavailableError } from './engine.js';
import { SqliteError } from './sqlite-error.js';
import { faultOfEntry, writeFault } from './write-fault.js';

function postgres(code: string): Error {
  return Object.assign(new pg.DatabaseError('it says', 0, 'error'), { code });
}

function file(code: string): Error {
  return Object.assign(new Error('it says'), { code });
}

describe('Why a write failed', () => {
  it.each([
    ['full', file('ENOSPC')],
    ['full', file('EDQUOT')],
    ['full', new SqliteError('it says', 'SQLITE_FULL')],
    ['full', postgres('53100')],
    ['read-only', file('EROFS')],
    ['read-only', new SqliteError('it says', 'SQLITE_READONLY_DBMOVED')],
    ['read-only', postgres('25006')],
    ['away', new DatabaseUnavailableError(postgres('53100'))],
    ['refused', new SqliteError('it says', 'SQLITE_IOERR')],
    ['refused', postgres('42501')],
    ['refused', null],
  ])('is told: %s', (fault, error) => {
    expect(writeFault(error)).toBe(fault);
  });

  it.each([
    ['22021', postgres('22021')],
    ['23502', postgres('23502')],
    ['54000', postgres('54000')],
    ['SQLITE_CONSTRAINT_NOTNULL', new SqliteError('it says', 'SQLITE_CONSTRAINT_NOTNULL')],
    ['SQLITE_TOOBIG', new SqliteError('it says', 'SQLITE_TOOBIG')],
    ['TypeError', new TypeError('it says')],
    ['SyntaxError', new SyntaxError('it says')],
  ])('lies in the entry itself: %s', (code, error) => {
    expect(faultOfEntry(error)).toBe(code);
  });

  it.each([
    postgres('53100'),
    postgres('25006'),
    postgres('40001'),
    postgres('57014'),
    new SqliteError('it says', 'SQLITE_FULL'),
    new SqliteError('it says', 'SQLITE_BUSY'),
    file('ENOSPC'),
    new DatabaseUnavailableError(),
    new Error('it says'),
  ])('does not lie in the entry: %s', (error) => {
    expect(faultOfEntry(error)).toBeNull();
  });
});
