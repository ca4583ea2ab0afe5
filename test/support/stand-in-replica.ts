import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type WebSocket, WebSocketServer } from 'ws';

const ROOT = join(import.meta.dirname, '../..');

/** What a replica was asked, health aside. */
export interface AskedRequest {
  readonly line: string;
  readonly body: string;
  /** The headers that tell of the client. */
  readonly forwarded: Readonly<Record<string, unknown>>;
}

/**
 * Plays a replica towards a balancer: health, webhooks answered with its name, and media streams
 * whose first message is its name. The fields may be changed at any time.
 */
export class StandInReplica {
  /** Status of `/health/ready`. */
  ready: 200 | 503 = 200;
  /** Status of every other request. */
  status = 200;
  /** False takes requests, health aside, and says nothing to them. */
  answers = true;
  /** False refuses upgrades with 503. */
  admitsStreams = true;
  readonly asked: AskedRequest[] = [];
  private readonly server = createServer(
    (request, response) => void this.answer(request, response),
  );
  private readonly sockets = new WebSocketServer({ noServer: true });

  private constructor(readonly name: string) {
    this.server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  static async start(name: string, { host = '127.0.0.1', port = 0 } = {}): Promise<StandInReplica> {
    const replica = new StandInReplica(name);
    replica.server.listen(port, host);
    await once(replica.server, 'listening');
    return replica;
  }

  get url(): string {
    const { address, port } = this.server.address() as AddressInfo;
    return `http://${address}:${port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets.clients) socket.terminate();
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    switch (request.url) {
      case '/health/live':
        response.end();
        return;
      case '/health/ready':
        response.writeHead(this.ready).end();
        return;
      default: {
        const forwarded = Object.entries(request.headers).filter(([name]) =>
          /^(x-)?(forwarded|real-ip)/.test(name),
        );
        this.asked.push({
          line: `${request.method} ${request.url}`,
          body,
          forwarded: Object.fromEntries(forwarded),
        });
        if (this.answers) response.writeHead(this.status).end(this.name);
      }
    }
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    if (!this.admitsStreams) {
      socket.end(
        'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
      );
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (stream: WebSocket) => {
      stream.on('error', () => stream.terminate());
      stream.send(this.name);
    });
  }
}

/** A stand-in replica in a process of its own, to be stopped and killed. */
export interface ReplicaProcess {
  readonly url: string;
  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void;
  close(): Promise<void>;
}

/** Starts one on a free port; resolves when it listens, rejects when it ends before. */
export async function startReplicaProcess(name: string): Promise<ReplicaProcess> {
  const program = `
    import { StandInReplica } from ${JSON.stringify(import.meta.url)};
    const replica = await StandInReplica.start(${JSON.stringify(name)});
    process.stdout.write(replica.url);`;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', program],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exit = once(child, 'exit');
  const [url] = (await Promise.race([once(child.stdout, 'data'), exit])) as [unknown];
  if (child.exitCode !== null) throw new Error(`The replica ended with ${child.exitCode}.`);
  return {
    url: String(url),
    signal: (signal) => void child.kill(signal),
    async close() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}
