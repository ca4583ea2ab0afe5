import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import { doubtOf, growthOf, markdownOf } from './report.js';
import { measure, type SceneFigures, type Size } from './scene.js';

const USAGE = `npm run bench:cluster -- [options]
  --quick         windows of 10 s, under two minutes
  --seconds 30    length of a window
  --calls 4       calls of each replica; many more than these one process cannot play`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    calls: { type: 'string', default: '4' },
    help: { type: 'boolean', default: false },
  },
});

async function bench(): Promise<void> {
  Logger.overrideLogger(false);
  const callsEach = Number(values.calls);
  const windowMs = 1_000 * Number(values.seconds ?? (values.quick ? 10 : 30));
  const sizes: readonly Size[] = [50, 500].map((replicas) => ({ replicas, callsEach }));
  const scenes: SceneFigures[] = [];
  for (const size of sizes) {
    console.error(`${size.replicas} replicas with ${size.callsEach} calls each`);
    scenes.push(await measure(size, windowMs));
  }
  console.log(markdownOf(scenes));
  const [small, large] = scenes as [SceneFigures, SceneFigures];
  const growing = growthOf(small, large);
  const [doubt] = scenes.flatMap(doubtOf);
  if (doubt !== undefined) {
    console.log(`\nNothing is concluded: ${doubt}.`);
    process.exitCode = 1;
    return;
  }
  console.log(
    growing.length === 0
      ? '\nNothing grows with replicas × calls.'
      : `\nGrows: ${growing.join(', ')}.`,
  );
  if (growing.length > 0) process.exitCode = 1;
}

if (values.help) console.log(USAGE);
else await bench();
