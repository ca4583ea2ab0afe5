import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A real file system of its own, small enough to be filled. */
export interface SmallDisk {
  readonly path: string;
  /** Takes all the space that is left. */
  fill(): Promise<void>;
  /** Gives it back. */
  free(): Promise<void>;
  close(): Promise<void>;
}

/** Mounts a tmpfs of this size. @throws when this user may not mount. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk> {
  const path = await mkdtemp(join(tmpdir(), 'voiceplate-disk-'));
  const options = `size=${megabytes}m,mode=0700`;
  await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]).catch((error: unknown) => {
    throw new Error('A small tmpfs cannot be mounted: run as root', { cause: error });
  });
  const filler = join(path, 'filler');
  return {
    path,
    async fill() {
      const { bavail, bsize } = await statfs(path);
      await writeFile(filler, Buffer.alloc(bavail * bsize, 1));
    },
    free: () => rm(filler, { force: true }),
    async close() {
      await run('umount', ['--lazy', path]);
      await rm(path, { recursive: true, force: true });
    },
  };
}
