import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../common/private-modes.js';

const NAME = /^[\w-]{1,100}$/;
const EXTENSION = '.json';
const DRAFT = '.tmp';

/**
 * A folder with one file for each entry, complete or absent: an entry is on disk when `put` has
 * resolved, and outlives the process and a loss of power.
 */
export class Spool {
  constructor(private readonly folder: string) {}

  /**
   * Writes or replaces an entry; resolves when it is on disk.
   *
   * @param name letters, digits, `_` and `-`, at most 100.
   * @throws RangeError for another name; the file system's own error when the disk refuses.
   */
  async put(name: string, body: string): Promise<void> {
    if (!NAME.test(name)) throw new RangeError('Not a spool name');
    await mkdir(this.folder, { recursive: true, mode: PRIVATE_FOLDER });
    const file = join(this.folder, name + EXTENSION);
    const draft = `${file}.${randomUUID()}${DRAFT}`;
    try {
      await written(draft, (handle) => handle.writeFile(body));
      await rename(draft, file);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      throw error;
    }
    await written(this.folder, () => Promise.resolve(), 'r');
  }

  /**
   * Removes what an earlier process has left half written, and takes all rights on the rest from
   * other users. What does not let that happen stays as it is. For the start only: a draft of this
   * process would be removed as well.
   *
   * @throws when the folder cannot be read.
   */
  async tidy(): Promise<void> {
    for (const file of await this.files()) {
      const path = join(this.folder, file);
      if (file.endsWith(DRAFT)) await rm(path, { force: true }).catch(() => undefined);
      else if (file.endsWith(EXTENSION)) await chmod(path, PRIVATE_FILE).catch(() => undefined);
    }
  }

  /** Names of all entries, in order of name. */
  async names(): Promise<readonly string[]> {
    return (await this.files())
      .filter((file) => file.endsWith(EXTENSION))
      .map((file) => file.slice(0, -EXTENSION.length))
      .toSorted();
  }

  /** An entry's body; null when there is none. */
  get(name: string): Promise<string | null> {
    return readFile(join(this.folder, name + EXTENSION), 'utf8').catch(ifAbsent<null>(null));
  }

  /** When an entry was last written, epoch ms; null when there is none. */
  async writtenAt(name: string): Promise<number | null> {
    const file = await stat(join(this.folder, name + EXTENSION)).catch(ifAbsent<null>(null));
    return file === null ? null : file.mtimeMs;
  }

  /** Removes an entry if it is there. */
  async remove(name: string): Promise<void> {
    await rm(join(this.folder, name + EXTENSION), { force: true });
  }

  private files(): Promise<string[]> {
    return readdir(this.folder).catch(ifAbsent<string[]>([]));
  }
}

/** Opens a file or folder, runs `write` and closes it, with everything forced to disk before. */
async function written(
  path: string,
  write: (handle: Awaited<ReturnType<typeof open>>) => Promise<unknown>,
  flags: 'r' | 'w' = 'w',
): Promise<void> {
  const handle = await open(path, flags, PRIVATE_FILE);
  try {
    await write(handle);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function ifAbsent<R>(value: R): (error: NodeJS.ErrnoException) => R {
  return (error) => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}
