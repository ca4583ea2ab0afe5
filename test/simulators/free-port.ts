import { createServer } from 'node:net';

/** Below what Linux gives to outgoing connections, which could take a port before it is used. */
const FIRST = 20_000;
/** A worker of Jest has ports of its own. */
const PER_WORKER = 1_000;
const WORKERS = 10;

const first = FIRST + (Number(process.env['JEST_WORKER_ID'] ?? 0) % WORKERS) * PER_WORKER;
let next = Math.floor(Math.random() * PER_WORKER);

/** A port of this machine that nothing listens on; another one each time. */
export async function freePort(): Promise<number> {
  for (;;) {
    next = (next + 1) % PER_WORKER;
    const port = first + next;
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
