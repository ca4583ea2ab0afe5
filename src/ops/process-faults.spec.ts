import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const MODULE = pathToFileURL(resolve('src/ops/process-faults.ts')).href;

/** Runs a script in a process of its own, guarded; `stop` prints a word. */
async function run(script: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const source = `
    import { guardProcess } from '${MODULE}';
    guardProcess(() => process.stdout.write('stop '));
    ${script}
  `;
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', source],
    { env: { PATH: process.env['PATH'], NO_COLOR: '1' } },
  );
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}

describe('guardProcess', () => {
  it('logs a rejection that nobody awaited and goes on', async () => {
    const { code, stdout, stderr } = await run(`
      Promise.reject(new Error('one call failed'));
      setTimeout(() => process.stdout.write('alive'), 0);
    `);
    expect(code).toBe(0);
    expect(stdout).toBe('alive');
    expect(stderr).toContain('Unhandled rejection');
    expect(stderr).toContain('[eval1]');
    expect(stderr).not.toContain('one call failed');
  }, 30_000);

  it('asks once to stop after exceptions that nobody caught', async () => {
    const { code, stdout, stderr } = await run(`
      setTimeout(() => { throw new Error('first'); }, 0);
      setTimeout(() => { throw new Error('second'); }, 0);
    `);
    expect(code).toBe(0);
    expect(stdout).toBe('stop ');
    expect(stderr.match(/Uncaught exception/g)).toHaveLength(2);
    expect(stderr).not.toMatch(/first|second/);
  }, 30_000);
});
