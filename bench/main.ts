import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buildScripts } from './build.js';
import { readOptions, USAGE, type BenchOptions } from './options.js';
import { markdownOf } from './report/markdown.js';
import { pictureOf } from './report/picture.js';
import { run } from './scenes/run.js';
import { pinToLoadCore } from './systems/cores.js';

async function bench(given: BenchOptions): Promise<void> {
  // Profiles are written by processes in folders of their own.
  const options = { ...given, out: resolve(given.out) };
  await mkdir(options.out, { recursive: true });
  pinToLoadCore();
  const results = await run(options, await buildScripts(), (line) => console.error(line));
  const markdown = markdownOf(results);
  const name = results.startedAt.replaceAll(/[:.]/g, '-');
  await writeFile(join(options.out, `${name}.json`), JSON.stringify(results, null, 2));
  await writeFile(join(options.out, `${name}.md`), markdown);
  const picture = pictureOf(results.ramps);
  if (picture !== null) await writeFile(join(options.out, `${name}.svg`), picture);
  console.log(markdown);
}

const options = readOptions(process.argv.slice(2));
if (options === null) console.log(USAGE);
else await bench(options);
