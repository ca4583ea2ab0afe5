/** The boots that were asked for and are not over, one after the other. */
let boots: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * Boots one after another, and resolves when no other boot of this process is under way or
 * waits: a boot stops the process for some time, and every call that is played in it. Tests that
 * run side by side boot here, first of all: Nest imports modules at boot, which Jest refuses from
 * the end of the first of them until the next begins.
 */
export async function bootInTurn<T>(boot: () => Promise<T>): Promise<T> {
  waiting += 1;
  const mine = boots.then(boot).finally(() => (waiting -= 1));
  boots = mine.catch(() => undefined);
  const booted = await mine;
  while (waiting > 0) await boots;
  return booted;
}
