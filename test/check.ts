/**
 * Every check there is: format, lint, dead code, types, build and the tests' speech side by
 * side, then unit, end-to-end and chaos tests. With arguments Jest runs once with those alone.
 * Says how long each part and the slowest files took. The last line is `N passed, N failed`: each
 * step before the tests counts as one, and every test.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { makeSpeech } from './simulators/speech/make-speech.js';

const ROOT = join(import.meta.dirname, '..');

/** A check before the tests: a script of package.json. */
const STEPS = [
  ['format', 'format'],
  ['lint', 'lint'],
  ['dead code', 'deadcode'],
  ['types', 'typecheck'],
  ['build', 'build'],
] as const;

/** Packages of Debian for the tests, and where each may be found. */
const SERVERS = [
  { package: 'redis-server', programs: ['redis-server'] },
  { package: 'postgresql', programs: ['initdb', '/usr/lib/postgresql/*/bin/initdb'] },
  { package: 'haproxy', programs: ['haproxy', '/usr/sbin/haproxy'] },
  { package: 'chromium', programs: ['chromium', 'chromium-browser', 'google-chrome'] },
] as const;

/** Tests that kill real processes under load. */
const CHAOS = 'test/chaos/';

/** End-to-end tests that measure no silence; they fill the time in which two clusters wait. */
const BESIDE_CHAOS = `test/(${[
  'api-docs',
  'balancer',
  'broken-orders',
  'browser-console',
  'cluster',
  'cluster-outage',
  'forget-caller',
  'full-disk',
  'fuzz/http',
  'guide',
  'health',
  'live-calls',
  'media-upgrade',
  'menu',
  'metrics',
  'ops-access',
  'orders',
  'orders-fencing',
  'orders-outage',
  'outside',
  'poison',
  'redis-refusals',
  'request-id',
  'retention',
  'tokens-replicas',
  'tool-reads',
  'url-credentials',
  'voice-file',
].join('|')})\\.e2e-spec`;

/** The tests in the order of running: what needs the processor, what waits, what needs both cores. */
const PARTS = [
  { name: 'unit tests', args: ['--maxWorkers=2', String.raw`\.spec\.ts$`] },
  // Calls in real time: a worker keeps a third of a core busy.
  {
    name: 'end-to-end tests',
    args: ['--maxWorkers=4', 'e2e-spec', '--testPathIgnorePatterns', CHAOS, BESIDE_CHAOS],
  },
  // Two clusters with thirty callers each beside what is quiet, and then two scenes alone: frames are
  // counted by the millisecond.
  {
    name: 'chaos and quiet end-to-end tests',
    args: ['--maxWorkers=3', CHAOS, BESIDE_CHAOS, '--testPathIgnorePatterns', 'burst', 'hostile'],
  },
  { name: 'burst', args: ['--runInBand', `${CHAOS}(burst|hostile)`] },
] as const;

const SLOWEST = 10;

/** What all checks came to. */
interface Tally {
  passed: number;
  failed: number;
  readonly parts: string[];
  readonly files: { readonly name: string; readonly seconds: number }[];
}

/** The part of Jest's `--json` report that is counted. */
interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
  /** Milliseconds since 1970. */
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
  }[];
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

/** How a check went, and what it printed that was not shown yet. */
interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a script of package.json; with `inherit` its output is shown as it comes. */
function run(script: string, args: readonly string[], stdio: 'inherit' | 'pipe'): Promise<Outcome> {
  const child = spawn('npm', ['run', '-s', script, ...args], { cwd: ROOT, stdio });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}

/** One check before the tests; what it prints is shown in one piece, as others go on beside it. */
async function runStep(name: string, check: () => Promise<Outcome>, tally: Tally): Promise<void> {
  const startedAt = performance.now();
  const { ok, output } = await check();
  tally[ok ? 'passed' : 'failed'] += 1;
  const line = `${name}: ${ok ? 'ok' : 'FAILED'}, ${secondsSince(startedAt).toFixed(1)} s`;
  tally.parts.push(line);
  console.log(`${output.trim()}\n== ${line}`.trim());
}

/** What the tests say, made before any of them waits for it. */
function speech(): Promise<Outcome> {
  return makeSpeech().then(
    () => ({ ok: true, output: '' }),
    (error: unknown) => ({ ok: false, output: String(error) }),
  );
}

/** Counts every test; a file that could not be run, or no report at all, is one failure. */
async function runTests(name: string, args: readonly string[], tally: Tally): Promise<void> {
  console.log(`\n== ${name}`);
  const startedAt = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'voiceplate-check-'));
  const file = join(folder, 'jest.json');
  let result = 'no report';
  try {
    const { ok } = await run('jest', ['--', '--json', `--outputFile=${file}`, ...args], 'inherit');
    const report = JSON.parse(await readFile(file, 'utf8')) as JestReport;
    const counted = report.numFailedTests + report.numRuntimeErrorTestSuites;
    const failed = counted > 0 || ok ? counted : 1;
    const skipped = report.numPendingTests + report.numTodoTests;
    tally.passed += report.numPassedTests;
    tally.failed += failed;
    result = `${report.numPassedTests} passed, ${failed} failed, ${skipped} not run`;
    for (const { name: path, startTime, endTime } of report.testResults) {
      tally.files.push({ name: relative(ROOT, path), seconds: (endTime - startTime) / 1000 });
    }
  } catch (error) {
    console.error(`Jest left no report: ${String(error)}`);
    tally.failed += 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  tally.parts.push(`${name}: ${result}, ${secondsSince(startedAt).toFixed(1)} s`);
}

async function main(): Promise<number> {
  const startedAt = performance.now();
  if (!existsSync(join(ROOT, 'node_modules/.package-lock.json'))) {
    console.error('The packages are not installed. Run: npm ci');
    return 1;
  }
  if (!ensureServers()) return 1;
  const tally: Tally = { passed: 0, failed: 0, parts: [], files: [] };
  const steps = STEPS.map(([name, script]) => runStep(name, () => run(script, [], 'pipe'), tally));
  await Promise.all([...steps, runStep('speech', speech, tally)]);
  const args = process.argv.slice(2);
  const parts = args.length === 0 ? PARTS : [{ name: 'tests', args }];
  for (const part of parts) await runTests(part.name, part.args, tally);

  const slowest = tally.files.sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
  console.log(`\nThe slowest files:`);
  for (const { name, seconds } of slowest)
    console.log(`  ${seconds.toFixed(1).padStart(6)} s  ${name}`);
  console.log(`\n${tally.parts.join('\n')}`);
  console.log(`all together: ${secondsSince(startedAt).toFixed(1)} s`);
  console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
  return tally.failed === 0 ? 0 : 1;
}

process.exitCode = await main();
