import { spawnSync } from 'node:child_process';

const PROGRAM = 'promtool';

/** Prometheus' own verdict: whether it is content, and all that it says. */
export function promtool(
  args: readonly string[],
  input = '',
): { readonly ok: boolean; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(PROGRAM, args, { encoding: 'utf8', input });
  return { ok: status === 0, output: `${stdout}${stderr}` };
}
