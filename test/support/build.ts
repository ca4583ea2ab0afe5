import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');

/** Builds `dist/` when a source is newer than it. */
export async function ensureBuilt(): Promise<void> {
  const built = await stat(join(ROOT, 'dist/main.js')).catch(() => null);
  const sources = await readdir(join(ROOT, 'src'), { recursive: true });
  const times = await Promise.all(
    sources
      .filter((file) => /\.(ts|mjs)$/.test(file) && !file.endsWith('.spec.ts'))
      .map(async (file) => (await stat(join(ROOT, 'src', file))).mtimeMs),
  );
  if (built && built.mtimeMs >= Math.max(...times)) return;
  for (const step of [['node_modules/@nestjs/cli/bin/nest.js', 'build'], ['deploy/bundle.mjs']]) {
    await promisify(execFile)(process.execPath, step, { cwd: ROOT });
  }
}
