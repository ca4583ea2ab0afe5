import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BootError } from '../config/boot-error.js';
import { keptToken } from './kept-token.js';

describe('A kept token', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kept-token-'));
    file = join(folder, 'ops-token');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const mode = async (): Promise<number> => (await stat(file)).mode & 0o777;

  it('is made once, for the owner of the file alone, also in a folder that is not there yet', async () => {
    await rm(folder, { recursive: true });
    const made = await keptToken(folder);
    expect(made).toEqual({ file, token: expect.stringMatching(/^[\w-]{43}$/) });
    expect(await readFile(file, 'utf8')).toBe(`${made.token}\n`);
    expect(await mode()).toBe(0o600);
    expect(await keptToken(folder)).toEqual(made);
  });

  it('is another one in each folder', async () => {
    const { token } = await keptToken(folder);
    await rm(file);
    expect((await keptToken(folder)).token).not.toBe(token);
  });

  it.each([
    ['', 'an empty file'],
    ['half', 'what a crash has left'],
  ])('is made again from %j, %s', async (content) => {
    await writeFile(file, content, { mode: 0o644 });
    expect((await keptToken(folder)).token).toHaveLength(43);
    expect(await mode()).toBe(0o600);
  });

  it('is hidden from others again when its file was opened to them', async () => {
    const { token } = await keptToken(folder);
    await chmod(file, 0o644);
    expect((await keptToken(folder)).token).toBe(token);
    expect(await mode()).toBe(0o600);
  });

  it('that cannot be kept ends the start with one line', async () => {
    await writeFile(join(folder, 'taken'), '');
    const attempt = keptToken(join(folder, 'taken'));
    await expect(attempt).rejects.toThrow(BootError);
    await expect(attempt).rejects.toThrow(/^OPS_TOKEN: missing, and .*\/taken\/ops-token cannot/);
  });
});
