import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One order as the kitchen received it. */
export interface KitchenTicket {
  readonly headers: IncomingHttpHeaders;
  /** The exact bytes that were signed. */
  readonly body: string;
  /** What the kitchen answered; 0 when it hung up without an answer. */
  readonly status: number;
}

/**
 * A kitchen's order system: a real HTTP server on a free port that notes every request.
 * Answers with the statuses queued by `answerNext`, then with 204; status 0 drops the socket.
 */
export class Kitchen {
  readonly tickets: KitchenTicket[] = [];
  private readonly answers: number[] = [];
  private readonly waiting: { count: number; resolve: () => void }[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** Opens a kitchen. Close it when done. */
  static async open(): Promise<Kitchen> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const kitchen = new Kitchen(server, `http://127.0.0.1:${port}/orders`);
    kitchen.listen();
    return kitchen;
  }

  /** The next requests get these statuses, in this order. */
  answerNext(...statuses: number[]): void {
    this.answers.push(...statuses);
  }

  /** Resolves as soon as so many requests have come in since the kitchen opened. */
  async received(count: number): Promise<readonly KitchenTicket[]> {
    if (this.tickets.length < count) {
      await new Promise<void>((resolve) => this.waiting.push({ count, resolve }));
    }
    return this.tickets;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private listen(): void {
    this.server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('error', () => response.destroy());
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const status = this.answers.shift() ?? 204;
        const body = Buffer.concat(chunks).toString('utf8');
        if (status === 0) request.socket.destroy();
        else response.writeHead(status).end();
        this.tickets.push({ headers: request.headers, body, status });
        this.tell();
      });
    });
  }

  private tell(): void {
    for (const waiter of this.waiting.splice(0)) {
      if (this.tickets.length >= waiter.count) waiter.resolve();
      else this.waiting.push(waiter);
    }
  }
}
