import { statSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * Files that take long, in the order in which they begin; the two that keep the processor busiest
 * apart, and none of them when all others are done.
 */
const FIRST = [
  'stopped',
  'killed',
  'cluster-views',
  'burst',
  'never-dead',
  'order-by-voice',
  'demo',
  'leaks',
  'resume',
  'pipeline',
  'hand-over',
  'after-shutdown',
  'degrading',
  'never-dead-line',
  'never-dead-pipeline',
  'gave-nothing-pipeline',
  'dying-provider',
  'recovery-record',
  'config',
  'call',
  'transfers',
  'way-out',
  'gave-nothing',
  'transfer-replicas',
  'ivr-conversations',
  'spanish-conversations',
];

/** Jest's order of files: those above, then by size; the same on every machine and in every run. */
export default class LongestFirst {
  sort(tests) {
    const rank = ({ path }) => {
      const index = FIRST.indexOf(basename(path).split('.')[0]);
      return index === -1 ? FIRST.length : index;
    };
    const size = ({ path }) => statSync(path).size;
    return [...tests].sort((a, b) => rank(a) - rank(b) || size(b) - size(a));
  }

  /** Takes every `count`th test, for `--shard`. */
  shard(tests, { shardIndex, shardCount }) {
    return tests.filter((_, index) => index % shardCount === shardIndex - 1);
  }

  /** No results of earlier runs are kept: `--onlyFailures` runs everything. */
  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
