import { readOptions, USAGE } from './options.js';
import { buildScripts } from './build.js';
import { Rig } from './scenes/rig.js';
import { measureCalls, wholeCyclesMs } from './scenes/window.js';
import { pinToLoadCore } from './systems/cores.js';

const options = readOptions(process.argv.slice(2));
if (options === null) {
  console.log(USAGE);
  process.exit(0);
}
pinToLoadCore();
const scripts = await buildScripts();
for (const name of options.systems) {
  const rig = await Rig.start(name, {
    scripts,
    tracing: options.tracing,
    profiling: { cpu: options.cpuProfile, heap: options.heapProfile, folder: options.out },
  });
  try {
    console.log(await measureCalls(rig, options.calls, wholeCyclesMs(options.seconds)));
  } finally {
    await rig.stop();
  }
}
