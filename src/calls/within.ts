/** What `work` resolves with; null when it takes longer than the limit or fails. */
export async function within<R>(limitMs: number, work: Promise<R>): Promise<R | null> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
