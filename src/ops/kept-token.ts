import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errorText } from '../common/error-text.js';
import { BootError } from '../config/boot-error.js';

/** The file under `DATA_DIR` that holds the operations token that was made. */
export const KEPT_TOKEN_FILE = 'ops-token';
/** Shorter than this is what a crash has left of a file. */
const KEPT_TOKEN = /^\S{16,}$/;
const OWNER_ONLY = 0o600;

/** A token and the file that holds it. */
export interface KeptToken {
  readonly file: string;
  readonly token: string;
}

/**
 * The operations token for a server that has none configured: made at its first boot and read
 * again at later ones. Only the file's owner can read it.
 *
 * @throws BootError when the file can neither be read nor be written.
 */
export async function keptToken(dataDir: string): Promise<KeptToken> {
  const file = join(resolve(dataDir), KEPT_TOKEN_FILE);
  try {
    return { file, token: (await readToken(file)) ?? (await makeToken(file, dataDir)) };
  } catch (error) {
    throw new BootError([`OPS_TOKEN: missing, and ${file} cannot be used: ${errorText(error)}`]);
  }
}

async function readToken(file: string): Promise<string | null> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found === null) return null;
  const token = (await readFile(file, 'utf8')).trim();
  if (!KEPT_TOKEN.test(token)) return null;
  if ((found.mode & 0o077) !== 0) await chmod(file, OWNER_ONLY);
  return token;
}

async function makeToken(file: string, dataDir: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await mkdir(dataDir, { recursive: true });
  // A file that exists would keep its mode.
  await rm(file, { force: true });
  await writeFile(file, `${token}\n`, { mode: OWNER_ONLY, flag: 'wx' });
  return token;
}
