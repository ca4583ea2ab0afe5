import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spool } from './spool.js';

describe('A spool', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('has its entries for whoever opens the folder next', async () => {
    const path = join(folder, 'not', 'there yet');
    expect(await new Spool(path).names()).toEqual([]);
    await new Spool(path).put('b', '{"n":1}');
    await new Spool(path).put('a', '{"n":2}');
    await new Spool(path).put('b', '{"n":3}');
    const spool = new Spool(path);
    expect(await spool.names()).toEqual(['a', 'b']);
    expect(await spool.get('b')).toBe('{"n":3}');
  });

  it('forgets an entry that was removed, also twice', async () => {
    const spool = new Spool(folder);
    await spool.put('a', '1');
    await spool.remove('a');
    await spool.remove('a');
    expect(await spool.get('a')).toBeNull();
    expect(await spool.names()).toEqual([]);
  });

  it('does not take a half-written file for an entry', async () => {
    await writeFile(join(folder, 'a.json.123.tmp'), '{"half":');
    expect(await new Spool(folder).names()).toEqual([]);
  });

  it('refuses names that would lead elsewhere', async () => {
    await expect(new Spool(folder).put('../a', '1')).rejects.toThrow(RangeError);
  });

  it('says so when the disk refuses', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(new Spool(join(folder, 'file')).put('a', '1')).rejects.toThrow(/EEXIST/);
  });

  it('is private to this user, also where it was not', async () => {
    const path = join(folder, 'new');
    const spool = new Spool(path);
    await spool.put('a', '1');
    await writeFile(join(path, 'older.json'), '1', { mode: 0o644 });
    await spool.tidy();
    const modes = [path, join(path, 'a.json'), join(path, 'older.json')].map(async (file) => {
      return (await stat(file)).mode & 0o777;
    });
    expect(await Promise.all(modes)).toEqual([0o700, 0o600, 0o600]);
  });

  it('removes what a process that died has left half written, and nothing else', async () => {
    const spool = new Spool(folder);
    await spool.put('a', '1');
    await writeFile(join(folder, 'a.json.123.tmp'), '{"half":');
    await writeFile(join(folder, 'notes.txt'), '');
    await spool.tidy();
    expect((await readdir(folder)).toSorted()).toEqual(['a.json', 'notes.txt']);
    await new Spool(join(folder, 'none')).tidy();
  });
});
