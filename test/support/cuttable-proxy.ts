import { once } from 'node:events';
import {
  type AddressInfo,
  createConnection,
  createServer,
  type Server,
  type Socket,
} from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Forwards connections to a port of this machine, and can be made as bad as a network. A cut is
 * silent: sockets stay open, new ones are accepted, and nothing passes.
 */
export class CuttableProxy {
  private readonly sockets = new Set<Socket>();
  private readonly forgotten = new WeakSet<Socket>();
  private severed = false;
  private slownessMs = 0;

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
  ) {
    server.on('connection', (client) => this.accept(client));
  }

  /** Opens a proxy before this port, on a free port. */
  static async open(targetPort: number): Promise<CuttableProxy> {
    // Half-open, so that a goodbye during a cut is left without an answer as well.
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new CuttableProxy(server, targetPort);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  cut(): void {
    this.severed = true;
  }

  /** Forwards again. Connections that lived through the cut have lost data, and are broken. */
  heal(): void {
    if (!this.severed) return;
    this.severed = false;
    this.breakAll();
  }

  /** Connections of now are silent for good, as when a router forgets them; new ones work. */
  forget(): void {
    for (const socket of this.sockets) this.forgotten.add(socket);
  }

  /** Delays every chunk by so much, each way. */
  slow(ms: number): void {
    this.slownessMs = ms;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.breakAll();
    await closed;
  }

  private breakAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private accept(client: Socket): void {
    this.keep(client);
    if (this.severed) {
      client.resume();
      return;
    }
    const upstream = createConnection({
      port: this.targetPort,
      host: '127.0.0.1',
      allowHalfOpen: true,
      noDelay: true,
    });
    this.keep(upstream);
    this.forward(client, upstream);
    this.forward(upstream, client);
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
  }

  private forward(from: Socket, to: Socket): void {
    let before = Promise.resolve();
    /** Acts after the delay and in order, unless the line is cut by then. */
    const later = (act: () => void): void => {
      const { slownessMs } = this;
      const ready = slownessMs > 0 ? delay(slownessMs) : undefined;
      before = before
        .then(() => ready)
        .then(() => {
          if (!this.severed && !this.forgotten.has(to) && !to.destroyed) act();
        });
    };
    from.on('data', (chunk) => later(() => to.write(chunk)));
    from.on('end', () => later(() => to.end()));
    from.on('close', () => later(() => to.destroy()));
  }
}
