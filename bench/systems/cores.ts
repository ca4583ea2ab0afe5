import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The system under test alone. */
export const SERVER_CORE = 0;
/** Load generator, provider stand-in, stores, and the bench itself. */
export const LOAD_CORE = 1;

/**
 * Keeps this process, and what it starts without saying otherwise, off the server's core.
 *
 * @throws when the machine has one core.
 */
export function pinToLoadCore(): void {
  if (availableParallelism() < 2) throw new Error('The bench needs two cores.');
  execFileSync('taskset', ['-a', '-c', '-p', String(LOAD_CORE), String(process.pid)]);
}
