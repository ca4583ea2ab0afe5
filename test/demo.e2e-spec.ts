import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './support/build.js';

const ROOT = join(import.meta.dirname, '..');
const CHAOS_LIMIT_MS = 90_000;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the demonstration as `npm run demo` does, and waits for its end. */
function demo(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', 'test/demo.ts', ...args],
      {
        cwd: ROOT,
        timeout: CHAOS_LIMIT_MS + 5_000,
        // The scenario is of this menu; the restaurant's own may change.
        env: { ...process.env, MENU_FILE: 'test/fixtures/menu.json' },
      },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

describe('The demonstration', () => {
  beforeAll(() => ensureBuilt(), 60_000);

  it.concurrent(
    'fails, and says what is wrong, when OpenAI fails with nothing to fall back on',
    async () => {
      const { code, stdout, stderr } = await demo('--misbehave');
      expect(code).toBe(1);
      expect(stderr).toContain('FAILED: expected 1 orders, found 0');
      expect(stdout).toContain('openai-realtime is lost: close_1006');
      expect(stdout).not.toContain('The store holds what was ordered');
    },
    60_000,
  );

  it.concurrent(
    'takes one order through a dropped connection, a refused key and a dead OpenAI',
    async () => {
      const startedAt = performance.now();
      const { code, stdout, stderr } = await demo('--chaos');
      const tookMs = performance.now() - startedAt;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(tookMs).toBeLessThan(CHAOS_LIMIT_MS);
      const told = [
        'reconnect: openai-realtime, after close_1006',
        'openai-realtime goes on',
        'next-provider: openai-pipeline, after http_401',
        'openai-pipeline goes on',
        'next-provider: openai-chat',
        'I have added one Tiramisu.',
        'Your order number is',
        'placed: pickup for Maria',
      ];
      const places = told.map((text) => stdout.indexOf(text));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places[0]).toBeGreaterThan(0);
      expect(stdout).toMatch(/Tax +4\.03\n +Total +49\.48\n/);
      expect(stdout).toMatch(/the worst silence in it was [0-2]\.\d s\./);
      process.stdout.write(`Demonstration: ${/The call lasted .*/.exec(stdout)?.[0] ?? ''}\n`);
    },
    CHAOS_LIMIT_MS + 10_000,
  );

  it.concurrent('refuses options that make no sense', async () => {
    const { code, stderr } = await demo('--chaos', '--misbehave');
    expect(code).toBe(1);
    expect(stderr).toContain('exclude each other');
  });
});
