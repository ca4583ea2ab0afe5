/**
 * Every check there is: format, lint, dead code, types, build, known faults of packages and the
 * tests' speech side by side, then end-to-end, chaos and unit tests. With arguments Jest runs once
 * with those alone. A few files that fail beside others are run once more by themselves, and what
 * passes then is named. Says how long each part and the slowest files took. The last line is
 * `N passed, N failed`: each step before the tests counts as one, and every test.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { makeSpeech } from './simulators/speech/make-speech.js';
import { auditProduction } from './support/npm-audit.js';

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
  { package: 'nginx', programs: ['nginx', '/usr/sbin/nginx'] },
  { package: 'prometheus', programs: ['promtool'] },
  { package: 'chromium', programs: ['chromium', 'chromium-browser', 'google-chrome'] },
] as const;

/** Tests that kill real processes under load. */
const CHAOS = 'test/chaos/';

/** End-to-end tests that measure no silence: they may wait for the processor. */
const NO_SILENCE = `test/(${[
  'api-docs',
  'async-api',
  'balancer',
  'broken-orders',
  'browser-console',
  'call-scenario',
  'cluster',
  'cluster-outage',
  'config',
  'forget-caller',
  'full-disk',
  'fuzz/http',
  'guide',
  'health',
  'live-calls',
  'media-upgrade',
  'menu',
  'metrics',
  'model-limits',
  'ops-access',
  'orders',
  'orders-fencing',
  'orders-outage',
  'outside',
  'pages-(access|call|kitchen|operations|phone|tour)',
  'poison',
  'redis-refusals',
  'request-id',
  'retention',
  'sold-out',
  'tokens-replicas',
  'tool-reads',
  'tracing',
  'url-credentials',
  'voice-file',
].join('|')})\\.e2e-spec`;

/** What the other end-to-end tests are run without. */
const ELSEWHERE = [CHAOS, NO_SILENCE];

/** Tests that are run together, with what Jest is told. */
interface Part {
  readonly name: string;
  readonly args: readonly string[];
  /** Others that get the processor when this part leaves it idle. */
  readonly beside?: Part;
}

/** Specs that hold something to a limit in real time: they need the processor as it comes. */
const CLOCKED = [
  String.raw`test/simulators/.*\.spec\.ts$`,
  String.raw`/(conversation|english|ivr-conversations|spanish-conversations|event-loop\.monitor|health|parse-menu|resilient-request|spanish)\.spec\.ts$`,
];

const UNIT_TESTS: Part = {
  name: 'unit tests',
  args: ['--maxWorkers=2', String.raw`\.spec\.ts$`, '--testPathIgnorePatterns', ...CLOCKED],
};

/** One file after the other. A test that ran out of time leaves sockets open: Jest ends all the same. */
const ALONE = ['--runInBand', '--forceExit'];

/** The tests in the order of running, by what they ask of the machine. */
const PARTS: readonly Part[] = [
  { name: 'what measures no silence', args: ['--maxWorkers=4', NO_SILENCE, ...CLOCKED] },
  // Calls in real time: a worker keeps a third of a core busy.
  {
    name: 'end-to-end tests',
    args: ['--maxWorkers=5', 'e2e-spec', '--testPathIgnorePatterns', ...ELSEWHERE],
  },
  // Two clusters with thirty callers each; then one server alone, as frames are counted by the
  // millisecond.
  {
    name: 'chaos',
    args: ['--maxWorkers=2', `${CHAOS}(killed|stopped)`],
    beside: UNIT_TESTS,
  },
  { name: 'burst', args: [...ALONE, `${CHAOS}(burst|hostile)`] },
];

/** Where Linux keeps files in memory, and how much of it has to be free for those of the tests. */
const MEMORY = { folder: '/dev/shm', freeBytes: 4 * 1024 ** 3 };

/** Nothing else on the machine waits for what runs so. */
const YIELDING = ['nice', '-n', '19'];

const SLOWEST = 10;

/**
 * Most files that are run a second time. Tests that hold sound to milliseconds fail now and then
 * where the machine stalls; more files than this fail for another reason.
 */
const MOST_AGAIN = 4;

/** A failed test's report is repeated at the end up to so many lines; all of it is further up. */
const FAILURE_LINES = 12;

/** What all checks came to. */
interface Tally {
  passed: number;
  failed: number;
  readonly parts: string[];
  readonly files: { readonly name: string; readonly seconds: number }[];
  failures: Failure[];
}

/** A test that failed, or a file that could not be run. */
interface Failure {
  readonly file: string;
  readonly test: string;
  /** The beginning of Jest's report. */
  readonly report: string;
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
    /** All failures of the file, as Jest prints them; empty without any. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
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
  /** In place of "ok", for a check that could not be made. */
  readonly word?: string;
}

/**
 * Runs a script of package.json; with `inherit` its output is shown as it comes.
 *
 * @param before what the command is put behind.
 */
function run(
  script: string,
  args: readonly string[],
  stdio: 'inherit' | 'pipe',
  before: readonly string[] = [],
): Promise<Outcome> {
  const folder = temporaryFolder();
  const [program = '', ...rest] = [...before, 'npm', 'run', '-s', script, ...args];
  const child = spawn(program, rest, { cwd: ROOT, stdio, env: { ...process.env, TMPDIR: folder } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/** Databases of the tests are kept in memory where there is room: a call must not wait for a disk. */
function temporaryFolder(): string {
  const { folder, freeBytes } = MEMORY;
  if (!existsSync(folder)) return tmpdir();
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < freeBytes ? tmpdir() : folder;
}

/** Processor seconds of all child processes that have ended so far, and of theirs; 0 but on Linux. */
function processorSeconds(): number {
  if (!existsSync('/proc/self/stat')) return 0;
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // The name, in brackets, may hold spaces.
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(13, 15);
  return (Number(user) + Number(system)) / 100;
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}

/** One check before the tests; what it prints is shown in one piece, as others go on beside it. */
async function runStep(name: string, check: () => Promise<Outcome>, tally: Tally): Promise<void> {
  const startedAt = performance.now();
  const { ok, output, word = 'ok' } = await check();
  tally[ok ? 'passed' : 'failed'] += 1;
  const line = `${name}: ${ok ? word : 'FAILED'}, ${secondsSince(startedAt).toFixed(1)} s`;
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

/** Known faults of the production packages, as the registry tells them if it does. */
async function audit(): Promise<Outcome> {
  const { kind, text } = await auditProduction(ROOT);
  return { ok: kind !== 'failed', output: text, word: kind === 'not-asked' ? 'not asked' : 'ok' };
}

/** Runs a part and what is beside it; says the processor time of both. */
async function runPart(part: Part, tally: Tally): Promise<void> {
  console.log(`\n== ${part.name}`);
  const before = processorSeconds();
  const beside = part.beside && runTests(part.beside, tally, 'pipe', YIELDING);
  await runTests(part, tally, 'inherit');
  await beside;
  tally.parts.push(`  ${(processorSeconds() - before).toFixed(0)} s of processor`);
}

/** Counts every test; a file that could not be run, or no report at all, is one failure. */
async function runTests(
  { name, args }: Part,
  tally: Tally,
  stdio: 'inherit' | 'pipe',
  before: readonly string[] = [],
): Promise<void> {
  const startedAt = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'voiceplate-check-'));
  const file = join(folder, 'jest.json');
  let result = 'no report';
  try {
    const told = ['--', '--json', `--outputFile=${file}`, ...args];
    const { ok, output } = await run('jest', told, stdio, before);
    if (output !== '') console.log(output);
    const report = JSON.parse(await readFile(file, 'utf8')) as JestReport;
    const counted = report.numFailedTests + report.numRuntimeErrorTestSuites;
    const failed = counted > 0 || ok ? counted : 1;
    const skipped = report.numPendingTests + report.numTodoTests;
    tally.passed += report.numPassedTests;
    tally.failed += failed;
    result = `${report.numPassedTests} passed, ${failed} failed, ${skipped} not run`;
    for (const {
      name: path,
      startTime,
      endTime,
      message,
      assertionResults,
    } of report.testResults) {
      tally.files.push({ name: relative(ROOT, path), seconds: (endTime - startTime) / 1000 });
      const tests = assertionResults.filter(({ status }) => status === 'failed');
      const reports = tests.map(({ fullName, failureMessages }) => [fullName, failureMessages[0]]);
      if (reports.length === 0 && message !== '') reports.push(['could not be run', message]);
      for (const [test = '', text = ''] of reports) {
        tally.failures.push({ file: relative(ROOT, path), test, report: beginning(text) });
      }
    }
  } catch (error) {
    console.error(`Jest left no report: ${String(error)}`);
    tally.failed += 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  tally.parts.push(`${name}: ${result}, ${secondsSince(startedAt).toFixed(1)} s`);
}

/** Runs the files of a few failures again, one after the other; what passes then has passed. */
async function runAgain(tally: Tally): Promise<void> {
  const files = [...new Set(tally.failures.map(({ file }) => file))];
  if (files.length === 0 || files.length > MOST_AGAIN) return;
  const first = tally.failures;
  const again: Tally = { passed: 0, failed: 0, parts: [], files: [], failures: [] };
  await runPart({ name: 'once more, alone', args: [...ALONE, ...files] }, again);
  tally.parts.push(...again.parts);
  // Without a report of every file nothing is known to have passed.
  if (again.files.length < files.length) return;
  const stillFails = ({ file, test }: Failure): boolean =>
    again.failures.some((one) => one.file === file && one.test === test);
  for (const { file, test } of first.filter((one) => !stillFails(one))) {
    tally.parts.push(`  passed alone: ${file}: ${test}`);
  }
  tally.passed += first.length - again.failures.length;
  tally.failed += again.failures.length - first.length;
  tally.failures = again.failures;
}

/** The first lines of a report; what is left out is said. */
function beginning(report: string): string {
  const lines = report.trim().split('\n');
  const left = lines.length - FAILURE_LINES;
  return [...lines.slice(0, FAILURE_LINES), ...(left > 0 ? [`(and ${left} lines)`] : [])].join(
    '\n',
  );
}

async function main(): Promise<number> {
  const startedAt = performance.now();
  if (!existsSync(join(ROOT, 'node_modules/.package-lock.json'))) {
    console.error('The packages are not installed. Run: npm ci');
    return 1;
  }
  if (!ensureServers()) return 1;
  const tally: Tally = { passed: 0, failed: 0, parts: [], files: [], failures: [] };
  const steps = STEPS.map(([name, script]) => runStep(name, () => run(script, [], 'pipe'), tally));
  const others = [runStep('audit', audit, tally), runStep('speech', speech, tally)];
  await Promise.all([...steps, ...others]);
  const args = process.argv.slice(2);
  const parts = args.length === 0 ? PARTS : [{ name: 'tests', args }];
  for (const part of parts) await runPart(part, tally);
  await runAgain(tally);

  const slowest = tally.files.sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
  console.log(`\nThe slowest files:`);
  for (const { name, seconds } of slowest)
    console.log(`  ${seconds.toFixed(1).padStart(6)} s  ${name}`);
  for (const { file, test, report } of tally.failures) {
    console.log(`\nFailed: ${file}: ${test}\n${report}`);
  }
  console.log(`\n${tally.parts.join('\n')}`);
  console.log(`all together: ${secondsSince(startedAt).toFixed(1)} s`);
  // Once more without the reports, where an output that is cut to its end still shows them.
  for (const { file, test } of tally.failures) console.log(`${file}: ${test}`);
  console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
  return tally.failed === 0 ? 0 : 1;
}

process.exitCode = await main();
