/**
 * Log fields of an unexpected exception: its kind and place without its message, which may
 * quote what a caller said or a secret.
 */
export function faultFields(error: unknown): { error: string; at: readonly string[] } {
  if (!(error instanceof Error)) return { error: typeof error, at: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, at: frames.slice(0, 5).map((line) => line.trim()) };
}
