import { unwatchFile, watch, watchFile, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

/** How often the file is polled; many containers report no file changes. */
const POLL_MS = 2000;
/** Quiet time after a change before it is reported; editors write a file in several steps. */
const SETTLE_MS = 200;

/**
 * Calls `onChange` after the file has changed, appeared or been replaced. Does not keep the process
 * alive.
 *
 * @returns ends the watch.
 */
export function watchMenuFile(path: string, onChange: () => void): () => void {
  let settling: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(settling);
    settling = setTimeout(onChange, SETTLE_MS).unref();
  };
  watchFile(path, { interval: POLL_MS, persistent: false }, changed);
  const watcher = watchFolder(path, changed);
  return () => {
    clearTimeout(settling);
    unwatchFile(path, changed);
    watcher?.close();
  };
}

/** Watches the file's folder: a watch of the file itself ends when the file is replaced. */
function watchFolder(path: string, changed: () => void): FSWatcher | null {
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_, name) => {
      if (name === null || name === basename(path)) changed();
    });
    // Polling goes on and finds later changes.
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    // The system has no watches left, or there is no such folder: polling alone remains.
    return null;
  }
}
