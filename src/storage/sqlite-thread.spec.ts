import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { constants, getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DatabaseUnavailableError } from './engine.js';
import { SqliteThread, type SqliteRequest, type SqliteResult } from './sqlite-thread.js';

const WORKER = join(import.meta.dirname, 'sqlite-worker.mjs');
const BUSY_LIMIT_MS = 1_000;
/** Counts to three million, in a good quarter of a second. */
const SLOW =
  'with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000000) select count(*) from n';

const statement = (kind: 'read' | 'write' | 'run', sql: string, ...parameters: string[]) =>
  ({ kind, sql, parameters }) satisfies SqliteRequest;

/** How long `work` took, and the longest time for which it held up the event loop. */
async function heldUp(work: Promise<unknown>): Promise<{ tookMs: number; longestMs: number }> {
  const startedAt = performance.now();
  let [last, longestMs] = [startedAt, 0];
  const timer = setInterval(() => {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last);
    last = now;
  }, 2);
  await work.finally(() => clearInterval(timer));
  const now = performance.now();
  return { tookMs: now - startedAt, longestMs: Math.max(longestMs, now - last) };
}

describe('The thread of the embedded database', () => {
  let folder: string;
  const threads: SqliteThread[] = [];

  function opened(script = WORKER): SqliteThread {
    const thread = new SqliteThread(join(folder, 'a.db'), BUSY_LIMIT_MS, script);
    threads.push(thread);
    return thread;
  }

  async function withTable(): Promise<SqliteThread> {
    const thread = opened();
    await thread.ask(statement('write', 'create table words (word text unique)'));
    return thread;
  }

  const add = (thread: SqliteThread, word: string): Promise<SqliteResult> =>
    thread.ask(statement('write', 'insert into words values (?)', word));

  async function words(thread: SqliteThread): Promise<unknown[]> {
    const { rows } = await thread.ask(statement('read', 'select word from words order by word'));
    return rows.map(([word]) => word);
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-'));
  });

  afterEach(async () => {
    await Promise.all(threads.splice(0).map((thread) => thread.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it('does not hold up the event loop with a slow statement', async () => {
    const thread = await withTable();
    const { tookMs, longestMs } = await heldUp(thread.ask(statement('read', SLOW)));
    expect(tookMs).toBeGreaterThan(100);
    expect(longestMs).toBeLessThan(tookMs / 2);
  });

  it('gives way to the thread of the calls where both have one core', async () => {
    await withTable();
    const own = getPriority();
    // On Linux the others of the process are lower: the thread's own, and those that libsql starts.
    const tasks = process.platform === 'linux' ? await readdir('/proc/self/task') : [];
    const lowered = Math.min(constants.priority.PRIORITY_LOW, own + 5);
    const lower = tasks.filter((task) => getPriority(Number(task)) === lowered);
    expect(lower.length > 0).toBe(process.platform === 'linux');
    expect(getPriority()).toBe(own);
  });

  it('does not hold up the event loop while another has the file', async () => {
    const [thread, other] = [await withTable(), opened()];
    await other.ask({ kind: 'begin' });
    const release = delay(300).then(() => other.ask({ kind: 'commit' }));
    const { tookMs, longestMs } = await heldUp(add(thread, 'a'));
    await release;
    expect(tookMs).toBeGreaterThan(250);
    expect(longestMs).toBeLessThan(150);
    expect(await words(thread)).toEqual(['a']);
  });

  it.each(['write', 'read'] as const)('goes on after it waited in vain, to %s', async (kind) => {
    const [thread, other] = [await withTable(), opened()];
    await other.ask({ kind: 'begin' });
    const vain = thread.ask(statement(kind, 'insert into words values (?)', 'a'));
    await expect(vain).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    await other.ask({ kind: 'rollback' });
    await add(thread, 'b');
    expect(await words(thread)).toEqual(['b']);
  });

  it('names what SQLite refuses, and goes on', async () => {
    const thread = await withTable();
    await add(thread, 'a');
    await expect(add(thread, 'a')).rejects.toMatchObject({
      code: 'SQLITE_CONSTRAINT_UNIQUE',
      message: 'SQLITE_CONSTRAINT_UNIQUE: UNIQUE constraint failed: words.word',
    });
    await add(thread, 'b');
    expect(await words(thread)).toEqual(['a', 'b']);
  });

  it('refuses a file that is no database, each time', async () => {
    await writeFile(join(folder, 'a.db'), 'no database '.repeat(1000));
    const thread = opened();
    for (let i = 0; i < 2; i++) {
      const read = thread.ask(statement('read', 'select 1'));
      await expect(read).rejects.toMatchObject({ code: 'SQLITE_NOTADB' });
    }
  });

  it('writes nothing of a transaction that is over', async () => {
    const thread = await withTable();
    await thread.ask({ kind: 'begin' });
    await thread.ask(statement('run', 'insert or rollback into words values (?)', 'a'));
    const twice = thread.ask(statement('run', 'insert or rollback into words values (?)', 'a'));
    await expect(twice).rejects.toThrow(/UNIQUE/);
    const late = thread.ask(statement('run', 'insert into words values (?)', 'b'));
    await expect(late).rejects.toMatchObject({ code: 'SQLITE_ABORT' });
    await expect(thread.ask({ kind: 'commit' })).rejects.toThrow(/no transaction/);
    await thread.ask({ kind: 'rollback' });
    expect(await words(thread)).toEqual([]);
  });

  it('answers what it was asked before it is closed, and nothing later', async () => {
    const thread = await withTable();
    const before = add(thread, 'a');
    await Promise.all([thread.close(), before]);
    await expect(add(thread, 'b')).rejects.toThrow(DatabaseUnavailableError);
    expect(await words(opened())).toEqual(['a']);
  });

  it('is followed by another when it ends by itself, which loses what was not committed', async () => {
    const error = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    await (await withTable()).close();
    const script = join(folder, 'dies.mjs');
    await writeFile(
      script,
      `import { parentPort } from 'node:worker_threads';
      const post = parentPort.postMessage.bind(parentPort);
      parentPort.postMessage = (answer) =>
        answer.error?.message.includes('die') ? process.exit(3) : post(answer);
      await import(${JSON.stringify(pathToFileURL(WORKER).href)});`,
    );
    const thread = opened(script);
    await add(thread, 'kept');
    await thread.ask({ kind: 'begin' });
    await thread.ask(statement('run', 'insert into words values (?)', 'lost'));
    const pending = [thread.ask(statement('run', 'die')), thread.ask({ kind: 'commit' })];
    for (const { status, ...rest } of await Promise.allSettled(pending)) {
      expect({ status, ...rest }).toMatchObject({
        status: 'rejected',
        reason: { cause: new Error('exit code 3') },
      });
    }
    // It has lived for a moment only, so the next one waits.
    expect(thread.up).toBe(false);
    await expect(words(thread)).rejects.toThrow(DatabaseUnavailableError);
    await delay(1_100);
    expect(thread.up).toBe(true);
    await expect(thread.ask({ kind: 'commit' })).rejects.toThrow(/no transaction/);
    expect(await words(thread)).toEqual(['kept']);
    expect(error).toHaveBeenCalledTimes(1);
  });

  it('lets the process end', async () => {
    const script = `
      const { Worker } = await import('node:worker_threads');
      const worker = new Worker(process.argv[1], { execArgv: [], workerData: { file: ':memory:', settings: [] } });
      worker.postMessage({ kind: 'read', sql: 'select 1 as one', parameters: [] });
      worker.on('message', ({ rows }) => { process.stdout.write(JSON.stringify(rows)); worker.unref(); });`;
    const args = ['--input-type=module', '-e', script, WORKER];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 10_000 });
    expect(stdout).toBe('[[1]]');
  });
});
