import { statSync } from 'node:fs';
import { basename } from 'node:path';

/** The files that take longest, longest first: none of them may begin when all others are done. */
const LONGEST = [
  'never-dead',
  'order-by-voice',
  'never-dead-pipeline',
  'degrading',
  'demo',
  'pipeline',
  'never-dead-line',
  'resume',
  'hand-over',
  'leaks',
  'replicas',
  'stores',
];

/** Jest's order of files: those above, then by size; the same on every machine and in every run. */
export default class LongestFirst {
  sort(tests) {
    const rank = ({ path }) => {
      const index = LONGEST.indexOf(basename(path).split('.')[0]);
      return index === -1 ? LONGEST.length : index;
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
