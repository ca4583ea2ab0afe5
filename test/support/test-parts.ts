/** Which tests `npm test` runs together, and in which order: `test/check.ts` runs them. */

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
export interface Part {
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

/**
 * The unit tests that take longest: they only compute. In about the processor time that the first
 * part leaves idle, so that the others fit beside the chaos.
 */
const WALKS = [
  String.raw`/(allergen-answers|dialogue|ivr-talk|menu-check|open-questions|session-day)\.spec\.ts$`,
];

const LONG_UNIT_TESTS: Part = { name: 'long unit tests', args: ['--maxWorkers=2', ...WALKS] };

const UNIT_TESTS: Part = {
  name: 'unit tests',
  args: [
    '--maxWorkers=2',
    String.raw`\.spec\.ts$`,
    '--testPathIgnorePatterns',
    ...CLOCKED,
    ...WALKS,
  ],
};

/** One file after the other. A test that ran out of time leaves sockets open: Jest ends all the same. */
export const ALONE = ['--runInBand', '--forceExit'];

/** The tests in the order of running, by what they ask of the machine. */
export const PARTS: readonly Part[] = [
  {
    name: 'what measures no silence',
    args: ['--maxWorkers=4', NO_SILENCE, ...CLOCKED],
    beside: LONG_UNIT_TESTS,
  },
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
