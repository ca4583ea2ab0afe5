import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiError } from '../api-error.js';

const MAX_BODY_BYTES = 26 * 1024 * 1024;

/** The endpoints of the stand-in. */
export type Endpoint = 'transcriptions' | 'chat' | 'speech' | 'compatibleSpeech' | 'models';

/** One request as it was heard, and how it was answered. Times are `performance.now()`. */
export interface RestRequest {
  readonly endpoint: Endpoint;
  readonly at: number;
  /** The parsed body; null until it is there, or when it cannot be read. */
  body: unknown;
  status: number | null;
  firstByteAt: number | null;
  endedAt: number | null;
  /** The connection ended before the answer was complete. */
  cutOff: boolean;
  /** The fault that its answer had by a rule; null: none. */
  fault: string | null;
}

/** A refusal as an answer. */
export interface Refusal {
  readonly status: number;
  readonly error: ApiError;
  readonly retryAfterSeconds?: number;
}

/** One request and its answer. Everything that waits rejects when the client goes away. */
export class Exchange {
  private readonly gone = new AbortController();

  constructor(
    readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    readonly record: RestRequest,
    changed: () => void,
  ) {
    response.on('close', () => {
      record.endedAt = performance.now();
      record.cutOff = !response.writableFinished;
      this.gone.abort();
      changed();
    });
  }

  /** True when nobody waits for the answer any more. */
  get over(): boolean {
    return this.gone.signal.aborted;
  }

  async body(): Promise<Buffer> {
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of this.request as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > MAX_BODY_BYTES) throw new Error('the request is too large');
      parts.push(part);
    }
    return Buffer.concat(parts);
  }

  wait(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.gone.signal });
  }

  /** Never answers. */
  stall(): Promise<never> {
    return new Promise((_, reject) => {
      const leave = () => reject(new Error('the client went away'));
      if (this.over) leave();
      else this.gone.signal.addEventListener('abort', leave, { once: true });
    });
  }

  begin(contentType: string): void {
    this.record.status = 200;
    this.record.firstByteAt = performance.now();
    this.response.writeHead(200, { 'content-type': contentType, 'x-request-id': 'req_standin' });
    this.response.flushHeaders();
  }

  write(bytes: string | Uint8Array): void {
    this.response.write(bytes);
  }

  end(): void {
    this.response.end();
  }

  drop(): void {
    this.request.socket.destroy();
  }

  json(body: object): void {
    this.begin('application/json');
    this.response.end(JSON.stringify(body));
  }

  refuse({ status, error, retryAfterSeconds }: Refusal): void {
    this.record.status = status;
    this.response.writeHead(status, {
      'content-type': 'application/json',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    });
    this.response.end(JSON.stringify({ error }));
  }
}
