// The production server, with a door for tests: asked over IPC it collects garbage and tells
// what it holds. Timers count whether or not they keep the process alive.
import { createHook } from 'node:async_hooks';

const OBSERVED = new Set(['Timeout', 'TCPWRAP']);
const live = new Map();
createHook({
  init: (id, type) => {
    if (OBSERVED.has(type)) live.set(id, type);
  },
  destroy: (id) => live.delete(id),
}).enable();

process.on('message', () => {
  globalThis.gc?.();
  // Handles of collected objects are reported destroyed in a later turn.
  setImmediate(() => {
    const resources = { Timeout: 0, TCPWRAP: 0 };
    for (const type of live.values()) resources[type] += 1;
    process.send?.({ heapUsedBytes: process.memoryUsage().heapUsed, resources });
  });
});
await import('../../dist/main.js');
