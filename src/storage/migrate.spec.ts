import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import { Kysely, sql } from 'kysely';
import type { Migration } from 'kysely';
import { LibsqlDialect } from './libsql-dialect.js';
import { migrate } from './migrate.js';
import { SqliteThread } from './sqlite-thread.js';

const table = (name: string): Migration => ({
  up: (database: Kysely<unknown>) =>
    database.schema.createTable(name).addColumn('id', 'text').execute(),
});
const OLDER = { '0001-a': table('a') };
const NEWER = { ...OLDER, '0002-b': table('b') };

describe('Migrations', () => {
  let kysely: Kysely<unknown>;

  beforeEach(() => {
    kysely = new Kysely({ dialect: new LibsqlDialect(new SqliteThread(':memory:')) });
  });

  afterEach(() => kysely.destroy());

  async function tables(): Promise<string[]> {
    return (await kysely.introspection.getTables()).map(({ name }) => name).toSorted();
  }

  it('run once, those that are new on top of those that are there', async () => {
    for (const version of [OLDER, OLDER, NEWER, NEWER]) await migrate(kysely, version);
    expect(await tables()).toEqual(['a', 'b']);
  });

  it('take a database as it is that a newer version has moved on, and say so once', async () => {
    const log = jest.spyOn(Logger.prototype, 'log').mockReturnValue();
    await migrate(kysely, NEWER);
    await migrate(kysely, OLDER);
    expect(log.mock.calls).toEqual([
      ['Database is newer than this version', { unknown: ['0002-b'] }],
    ]);
  });

  it('refuse a database that is another one', async () => {
    await migrate(kysely, { '0001-other': table('other') });
    await expect(migrate(kysely, OLDER)).rejects.toThrow(/corrupted migrations/);
    expect(await tables()).toEqual(['other']);
  });

  it('leave nothing behind when one of them fails', async () => {
    const broken = { ...NEWER, '0003-a': table('a') };
    await expect(migrate(kysely, broken)).rejects.toThrow(/already exists/);
    expect(await tables()).toEqual([]);
    await sql`select name from kysely_migration`.execute(kysely);
  });
});
