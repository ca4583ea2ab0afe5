import { type BeforeApplicationShutdown, Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { type LiveEvent, LiveEvents } from './live-events.js';
import { ProblemResponses } from './problem.js';

/** Keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;
/** A client that has so much unread is cut off; it reconnects and asks for the present state. */
const MAX_UNREAD_BYTES = 256 * 1024;
/** How long a browser waits before it reconnects. */
const RETRY_MS = 2000;

/** Live events as server-sent events. */
@ApiTags('operations')
@Controller()
@ProblemResponses(401, 403)
export class EventsController implements BeforeApplicationShutdown {
  private readonly open = new Set<Response>();
  private closing = false;

  constructor(private readonly events: LiveEvents) {}

  @Get('events')
  @ApiOperation({ summary: 'Calls, turns, orders and provider states as they happen' })
  @ApiOkResponse({
    description:
      'Without end; `data` is JSON: `type`, which is the name of the event, `at`, `data`',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  stream(@Res() response: Response): void {
    if (this.closing) {
      // Without a reply the browser tries again, and reaches another replica or the next process.
      response.destroy();
      return;
    }
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    });
    response.write(`retry: ${RETRY_MS}\n\n`);

    const send = (text: string): void => {
      if (response.writableLength > MAX_UNREAD_BYTES) {
        response.destroy();
      } else {
        response.write(text);
      }
    };
    const unsubscribe = this.events.subscribe((event) => send(format(event)));
    const heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MS).unref();
    this.open.add(response);
    response.on('error', () => response.destroy());
    response.on('close', () => {
      unsubscribe();
      clearInterval(heartbeat);
      this.open.delete(response);
    });
  }

  /** An open stream would keep the HTTP server from closing. */
  beforeApplicationShutdown(): void {
    this.closing = true;
    for (const response of this.open) {
      response.end();
    }
  }
}

/** JSON has no raw line breaks, so one `data:` line is always enough. */
function format({ type, at, data }: LiveEvent): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, at, data })}\n\n`;
}
