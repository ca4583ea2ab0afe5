import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { LogFile, type LogFileLimits } from './log-file.js';

describe('LogFile', () => {
  let folder: string;
  let path: string;
  let warnings: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-log-'));
    path = join(folder, 'logs/app.log');
    warnings = [];
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((message, fields) => {
      warnings.push(`${String(message)} ${JSON.stringify(fields)}`);
    });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(folder, { recursive: true, force: true });
  });

  const text = (file = path): Promise<string> => readFile(file, 'utf8').catch(() => '');
  const until = async (reached: () => Promise<boolean> | boolean): Promise<void> => {
    const deadline = Date.now() + 4_000;
    while (!(await reached())) {
      if (Date.now() > deadline) throw new Error(`Not reached; the file has: ${await text()}`);
      await delay(20);
    }
  };
  /** Opens the file and writes line after line, each when the one before is there. */
  const write = async (lines: readonly string[], limits: Partial<LogFileLimits>): Promise<void> => {
    const file = await LogFile.open(path, limits);
    for (const line of lines) {
      file.write(`${line}\n`);
      await until(async () => (await text()).endsWith(`${line}\n`));
    }
  };

  it('makes its folder, and keeps what is there and the order of lines', async () => {
    const file = await LogFile.open(path);
    await writeFile(path, 'earlier\n');
    for (const line of ['one', 'two', 'three']) file.write(`${line}\n`);
    await until(async () => (await text()) === 'earlier\none\ntwo\nthree\n');
  });

  it('stays the same file, and keeps as many others as it may, when it has grown', async () => {
    await write(['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee', 'ffff'], { maxBytes: 10, keptFiles: 1 });
    expect(await text()).toBe('eeee\nffff\n');
    expect(await text(`${path}.1`)).toBe('cccc\ndddd\n');
    expect(await readdir(join(folder, 'logs'))).toHaveLength(2);
  });

  it('moves the kept files on, the oldest out', async () => {
    await write(['1', '2', '3', '4', '5'], { maxBytes: 2, keptFiles: 3 });
    const kept = await Promise.all([1, 2, 3].map((index) => text(`${path}.${index}`)));
    expect(kept).toEqual(['4\n', '3\n', '2\n']);
    expect((await readdir(join(folder, 'logs'))).sort()).toEqual([
      'app.log',
      'app.log.1',
      'app.log.2',
      'app.log.3',
    ]);
  });

  it('takes a line that is larger than a file may be', async () => {
    await write(['aa', 'bbbbbbbb', 'cc'], { maxBytes: 4 });
    expect([await text(`${path}.2`), await text(`${path}.1`)]).toEqual(['aa\n', 'bbbbbbbb\n']);
  });

  it('cannot be opened where nothing can be written', async () => {
    await expect(LogFile.open(folder)).rejects.toThrow('EISDIR');
  });

  it('says once that the disk is full, throws nothing and does not grow in memory', async () => {
    const file = await LogFile.open('/dev/full', { maxWaiting: 1_000 });
    file.write('first\n');
    await until(() => warnings.length > 0);
    for (let count = 0; count < 10_000; count++) file.write('0123456789\n');
    await delay(1_500);
    expect(warnings).toEqual([expect.stringMatching(/^Log file cannot be written .*ENOSPC/)]);
  });

  it('goes on when it can be written again, and tells how many lines are lost', async () => {
    const file = await LogFile.open(path, { maxWaiting: 12 });
    await rename(join(folder, 'logs'), join(folder, 'away'));
    file.write('one\n');
    await until(() => warnings.length > 0);
    for (const line of ['two', 'six', 'ten']) file.write(`${line}\n`);
    await rename(join(folder, 'away'), join(folder, 'logs'));
    await until(async () => (await text()) === 'one\ntwo\nsix\n');
    expect(warnings[1]).toBe('Log file is written again {"lostLines":1}');
    file.write('new\n');
    await until(async () => (await text()).endsWith('new\n'));
  });
});
