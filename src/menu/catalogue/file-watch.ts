import { unwatchFile, watch, watchFile, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

/** How often the file is looked at where the system reports no changes, as in many containers. */
const POLL_MS = 2000;
/** Editors write a file in several steps; a change counts when this long nothing more happened. */
const SETTLE_MS = 200;

/**
 * Calls back after the file changed, appeared or was replaced. Never keeps the process alive.
 * The returned function ends the watch.
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

/** The folder, since a file replaced by renaming is lost to a watch of its own. */
function watchFolder(path: string, changed: () => void): FSWatcher | null {
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_, name) => {
      if (name === null || name === basename(path)) changed();
    });
    // A watch that breaks leaves the polling, which finds the change a little later.
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    // No inotify watch is left, or no such folder: polling does the work alone.
    return null;
  }
}
