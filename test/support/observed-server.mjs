// The production server, with a door for tests: asked over IPC it collects garbage and tells
// what it holds.
process.on('message', () => {
  globalThis.gc?.();
  const resources = {};
  for (const type of process.getActiveResourcesInfo()) {
    resources[type] = (resources[type] ?? 0) + 1;
  }
  process.send?.({ heapUsedBytes: process.memoryUsage().heapUsed, resources });
});
await import('../../dist/main.js');
