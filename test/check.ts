/**
 * Every check there is: format, lint, dead code, types, build, then unit, end-to-end and chaos
 * tests. Further arguments go to Jest. The last line is `N passed, N failed`: each step before
 * the tests counts as one, and every test.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** A check before the tests: a script of package.json. */
const STEPS = [
  ['format', 'format'],
  ['lint', 'lint'],
  ['dead code', 'deadcode'],
  ['types', 'typecheck'],
  ['build', 'build'],
] as const;

/** Packages of Debian for the tests, and where each may be found. No test needs Chromium so far. */
const SERVERS = [
  { package: 'redis-server', programs: ['redis-server'] },
  { package: 'postgresql', programs: ['initdb', '/usr/lib/postgresql/*/bin/initdb'] },
  { package: 'haproxy', programs: ['haproxy', '/usr/sbin/haproxy'] },
  { package: 'chromium', programs: ['chromium', 'chromium-browser', 'google-chrome'] },
] as const;

/** Tests that kill real processes under load. */
const CHAOS = 'test/chaos/';

interface Counts {
  passed: number;
  failed: number;
}

/** The part of Jest's `--json` report that is counted. */
interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

function isInstalled(programs: readonly string[]): boolean {
  return programs.some(
    (program) => spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0,
  );
}

/** Installs what is absent, as root; otherwise says what to install. False when it is not there. */
function ensureServers(): boolean {
  const absent = (): string[] =>
    SERVERS.filter(({ programs }) => !isInstalled(programs)).map((server) => server.package);
  const missing = absent();
  if (missing.length === 0) return true;
  const install = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() === 0 && isInstalled(['apt-get'])) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('sh', ['-c', install], { stdio: 'inherit', env });
    if (absent().length === 0) return true;
  }
  console.error(`The tests need ${absent().join(', ')}. Install with: ${install}`);
  return false;
}

/** Runs a program in the project's folder; resolves with whether it went well. */
function run(command: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit' });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.on('exit', (code) => resolve(code === 0));
  });
}

async function timed(name: string, check: () => Promise<boolean>): Promise<boolean> {
  console.log(`\n== ${name}`);
  const startedAt = performance.now();
  const ok = await check();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`== ${name}: ${ok ? 'ok' : 'FAILED'}, ${seconds} s`);
  return ok;
}

/** Counts every test; a file that could not be run, or no report at all, is one failure. */
async function runTests(name: string, args: readonly string[], counts: Counts): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'voiceplate-check-'));
  const file = join(folder, 'jest.json');
  try {
    const ok = await timed(name, () =>
      run('npm', ['run', '-s', 'jest', '--', '--json', `--outputFile=${file}`, ...args]),
    );
    const report = JSON.parse(await readFile(file, 'utf8')) as JestReport;
    const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
    const skipped = report.numPendingTests + report.numTodoTests;
    counts.passed += report.numPassedTests;
    counts.failed += failed > 0 || ok ? failed : 1;
    if (skipped > 0) console.log(`${skipped} tests were not run.`);
  } catch (error) {
    console.error(`Jest left no report: ${String(error)}`);
    counts.failed += 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<number> {
  if (!existsSync(join(ROOT, 'node_modules/.package-lock.json'))) {
    console.error('The packages are not installed. Run: npm ci');
    return 1;
  }
  if (!ensureServers()) return 1;
  const counts: Counts = { passed: 0, failed: 0 };
  for (const [name, script] of STEPS) {
    const ok = await timed(name, () => run('npm', ['run', '-s', script]));
    counts[ok ? 'passed' : 'failed'] += 1;
  }
  const args = process.argv.slice(2);
  await runTests('tests', ['--testPathIgnorePatterns', CHAOS, ...args], counts);
  // Alone on the machine: what a caller hears is measured in milliseconds.
  if (args.length === 0) await runTests('chaos', ['--runInBand', CHAOS], counts);
  console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0 ? 0 : 1;
}

process.exitCode = await main();
