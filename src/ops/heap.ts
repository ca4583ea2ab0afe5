import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Garbage is collected when the heap has grown by this many percent since the last time. V8's own
 * measure is up to 300: ten thousand connections that end at once then take 150 MB instead of 75. With 40
 * it is 50 MB, and a burst of calls waits for the collector.
 */
const HEAP_GROWTH_PERCENT = 75;

/**
 * Collects the garbage of the start, once and before calls come, and holds the heap to what is left
 * of it from then on: V8 goes by the growth only after its first collection of the whole heap.
 */
export function boundHeapGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
}
