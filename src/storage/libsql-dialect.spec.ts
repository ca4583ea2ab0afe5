import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { EmbeddedEngine } from './embedded-engine.js';

const ROW = { order_id: 'o', taken_at: 't' };

describe('The embedded database', () => {
  let folder: string;
  const engines: EmbeddedEngine[] = [];

  async function opened(): Promise<EmbeddedEngine> {
    const engine = new EmbeddedEngine(folder);
    engines.push(engine);
    await engine.start();
    return engine;
  }

  async function numbers(engine: EmbeddedEngine): Promise<string[]> {
    const rows = await engine.kysely.selectFrom('order_numbers').select('number').execute();
    return rows.map(({ number }) => number).toSorted();
  }

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'voiceplate-')), 'a folder #1 100%');
  });

  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.close()));
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  it('writes through to disk and checks references', async () => {
    const { kysely } = await opened();
    const settings = await Promise.all(
      ['journal_mode', 'synchronous', 'foreign_keys'].map(async (name) => {
        const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(kysely);
        return rows[0]?.[name];
      }),
    );
    expect(settings).toEqual(['wal', 2, 1]);
  });

  it('keeps the queries of others out of a transaction and undoes it as a whole', async () => {
    const engine = await opened();
    const failing = engine.kysely.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('order_numbers')
        .values({ number: '1', ...ROW })
        .execute();
      await transaction
        .insertInto('order_numbers')
        .values({ number: '2', ...ROW })
        .execute();
      throw new Error('changed my mind');
    });
    const outside = engine.kysely.insertInto('order_numbers').values({ number: '3', ...ROW });
    const results = await Promise.allSettled([failing, outside.execute()]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await numbers(engine)).toEqual(['3']);
  });

  it('goes on after a statement that fails inside a transaction', async () => {
    const engine = await opened();
    const twice = engine.kysely.transaction().execute(async (transaction) => {
      for (const number of ['1', '1']) {
        await transaction
          .insertInto('order_numbers')
          .values({ number, ...ROW })
          .execute();
      }
    });
    await expect(twice).rejects.toThrow(/UNIQUE/);
    expect(await numbers(engine)).toEqual([]);
  });

  it('lets two that have the same file open wait for each other', async () => {
    const [one, two] = [await opened(), await opened()];
    const add = (engine: EmbeddedEngine, number: string): Promise<void> =>
      engine.kysely.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('order_numbers')
          .values({ number, ...ROW })
          .execute();
        await new Promise(setImmediate);
      });
    const all = Array.from({ length: 20 }, (_, index) => add(index % 2 ? one : two, `${index}`));
    await Promise.all(all);
    expect(await numbers(one)).toHaveLength(20);
  });

  it('has what was acknowledged after the process was killed', async () => {
    const script = `
      const { Worker } = await import('node:worker_threads');
      const [, script, file] = process.argv;
      const settings = ['journal_mode = WAL', 'synchronous = FULL'];
      const worker = new Worker(script, { execArgv: [], workerData: { file, settings } });
      const sql = "insert into order_numbers values ('7', 'o', 't')";
      worker.postMessage({ kind: 'write', sql, parameters: [] });
      worker.on('message', ({ changes }) => process.stdout.write('changes: ' + changes));`;
    const engine = await opened();
    const worker = join(import.meta.dirname, 'sqlite-worker.mjs');
    const args = ['--input-type=module', '-e', script, worker, join(folder, 'voiceplate.db')];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    expect(said.toString()).toBe('changes: 1');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await numbers(engine)).toEqual(['7']);
  });

  it('refuses a folder that cannot be made', () => {
    expect(() => new EmbeddedEngine('/dev/null/data')).toThrow(/ENOTDIR/);
  });
});
