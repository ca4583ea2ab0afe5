import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { WebSocketServer, type WebSocket } from 'ws';

/** One webhook as it arrived. */
export interface Webhook {
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly signature: string | undefined;
}

/** A scripted answer; a string is TwiML with status 200 in `text/xml`. */
export type ScriptedAnswer =
  string | { readonly status: number; readonly contentType?: string; readonly body?: string };

/** What the far end of a stream received and can do. */
export class ScriptedStream {
  /** Everything Twilio's side sent, parsed, with the time of its arrival. */
  readonly received: { readonly at: number; readonly message: Record<string, unknown> }[] = [];
  closeCode: number | undefined;

  constructor(
    readonly socket: WebSocket,
    readonly request: IncomingMessage,
  ) {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Record<string, unknown>;
      this.received.push({ at: performance.now(), message });
    });
    socket.on('close', (code) => (this.closeCode = code));
    socket.on('error', () => socket.terminate());
  }

  of(event: string): Record<string, unknown>[] {
    return this.received.map(({ message }) => message).filter((m) => m['event'] === event);
  }

  get streamSid(): string {
    return String(this.of('start')[0]?.['streamSid']);
  }

  send(message: Readonly<Record<string, unknown>>): void {
    this.socket.send(JSON.stringify({ ...message, streamSid: this.streamSid }));
  }

  /** Sends `durationMs` of a mu-law tone as one message. */
  sendAudio(durationMs: number): void {
    const payload = Buffer.alloc(durationMs * 8, 0x20).toString('base64');
    this.send({ event: 'media', media: { payload } });
  }

  sendMark(name: string): void {
    this.send({ event: 'mark', mark: { name } });
  }
}

/** A server with nothing but a script, for the phone's own specs. */
export class ScriptedServer {
  readonly webhooks: Webhook[] = [];
  readonly streams: ScriptedStream[] = [];
  /** Answers by path; anything else gets 204. */
  readonly answers = new Map<string, ScriptedAnswer>();
  /** Status that refuses the next upgrades; 101 accepts. */
  upgradeStatus = 101;
  onStream: (stream: ScriptedStream) => void = () => undefined;

  readonly #sockets = new WebSocketServer({ noServer: true });

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ScriptedServer> {
    const http = createServer((request, response) => void scripted.#answer(request, response));
    const scripted = new ScriptedServer(http);
    http.on('upgrade', (request, socket, head) => {
      if (scripted.upgradeStatus !== 101) {
        socket.end(`HTTP/1.1 ${scripted.upgradeStatus} No\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      scripted.#sockets.handleUpgrade(request, socket, head, (client) => {
        const stream = new ScriptedStream(client, request);
        scripted.streams.push(stream);
        scripted.onStream(stream);
      });
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    return scripted;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  webhooksAt(path: string): readonly Webhook[] {
    return this.webhooks.filter((webhook) => webhook.path === path);
  }

  async close(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const path = request.url ?? '';
    this.webhooks.push({
      path,
      parameters: Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString())),
      signature: request.headers['x-twilio-signature'] as string | undefined,
    });
    const scripted = this.answers.get(path) ?? { status: 204 };
    const answer = typeof scripted === 'string' ? { status: 200, body: scripted } : scripted;
    response.writeHead(answer.status, {
      'Content-Type': ('contentType' in answer && answer.contentType) || 'text/xml; charset=utf-8',
    });
    response.end(answer.body ?? '');
  }
}
