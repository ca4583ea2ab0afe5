import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Garbage is collected when the heap has grown by this many percent since the last time. By V8's own
 * measure, up to 300, ten thousand connections that end at once take 150 MB, by this one 75. By 40
 * they take 50, but a burst of calls waits for the collector.
 */
const HEAP_GROWTH_PERCENT = 75;

/**
 * Collects the garbage of the start, once and before calls come, and holds the heap to what is left
 * of it from then on: V8 goes by the growth only after its first collection of the whole heap.
 */
export function boundHeapGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  setFlagsFromString('--expose-gc');
  // A new context has it; an engine without it starts all the same.
  const collect = runInNewContext('globalThis.gc') as (() => void) | undefined;
  collect?.();
}

/**
 * Where the process has one core to itself, the collector works between the turns of the event loop
 * and alone. Its helper threads would share that core with the calls: five threads at once, for a
 * tenth of a second each time the heap is marked, in which frames wait.
 */
export function collectAlone(): void {
  if (availableParallelism() > 1) return;
  setFlagsFromString('--no-concurrent-marking');
  setFlagsFromString('--no-parallel-scavenge');
}
