/**
 * Does something again and again while the page is in view, one after the other, and at once when
 * it comes into view. Returns the function that ends it.
 *
 * @param periodMs from the end of one to the beginning of the next.
 */
export function poll(what: () => Promise<unknown>, periodMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running = false;
  let ended = false;

  const run = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (running || ended || document.hidden) return;
    running = true;
    // What has failed is tried again like everything else; the caller shows it.
    await what().catch(() => undefined);
    running = false;
    if (!ended) timer = setTimeout(() => void run(), periodMs);
  };
  const onView = (): void => void run();
  document.addEventListener('visibilitychange', onView);
  void run();
  return () => {
    ended = true;
    if (timer !== null) clearTimeout(timer);
    document.removeEventListener('visibilitychange', onView);
  };
}
