import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { EventHistory, type Missed, type PlacedEvent } from './event-history.js';
import type { LiveEvent } from './live-events.js';
import { leaveRequest } from './request-id.js';

/** Keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;
/** A client that has so much unread is cut off; it reconnects and goes on where it was. */
const MAX_UNREAD_BYTES = 256 * 1024;
/** How long a browser waits before it reconnects. */
const RETRY_MS = 2000;

/**
 * Live events as server-sent events. Each has as its id the place to go on from: a client that
 * sends it back in `Last-Event-ID` is told what it has missed, at any replica. When that is no
 * longer known it is told `reset`, and has to ask for the present state.
 */
@Injectable()
export class EventStreams implements BeforeApplicationShutdown {
  private readonly open = new Set<Response>();
  private closing = false;

  constructor(private readonly history: EventHistory) {}

  /** Answers a request with the events that `wants` names, without end. */
  stream(
    request: Request,
    response: Response,
    wants: (event: LiveEvent) => boolean = () => true,
  ): void {
    if (this.closing) {
      // Without a reply the browser tries again, and reaches another replica or the next process.
      response.destroy();
      return;
    }
    leaveRequest();
    let waiting: PlacedEvent[] | null = [];
    const send = (text: string): void => {
      if (response.writableLength > MAX_UNREAD_BYTES) {
        response.destroy();
      } else {
        response.write(text);
      }
    };
    const tell = (placed: PlacedEvent): void => {
      if (wants(placed.event)) send(format(placed));
    };
    const unfollow = this.history.follow((placed) => {
      if (waiting === null) tell(placed);
      else waiting.push(placed);
    });
    const heartbeat = setInterval(() => {
      if (waiting === null) send(': still here\n\n');
    }, HEARTBEAT_MS).unref();
    this.open.add(response);
    response.on('error', () => response.destroy());
    response.on('close', () => {
      unfollow();
      clearInterval(heartbeat);
      this.open.delete(response);
    });
    // Who is answered is told everything from then on.
    void this.missedBy(request).then((missed) => {
      const meanwhile = waiting ?? [];
      waiting = null;
      if (response.destroyed || response.writableEnded) return;
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store, no-transform',
        'X-Accel-Buffering': 'no',
      });
      send(`retry: ${RETRY_MS}\n\n`);
      if (missed.kind === 'unknown') send('event: reset\ndata: {}\n\n');
      const events = missed.kind === 'unknown' ? [] : missed.events;
      const told = new Set(events.map(({ event }) => event.id));
      events.forEach(tell);
      meanwhile.filter(({ event }) => !told.has(event.id)).forEach(tell);
    });
  }

  /** Resolves when events are told, with those before that a client wants. Never rejects. */
  private async missedBy(request: Request): Promise<Missed> {
    const place = request.get('last-event-id');
    if (place !== undefined && place !== '') return this.history.since(place);
    await this.history.ready();
    return { kind: 'events', events: [] };
  }

  /** An open stream would keep the HTTP server from closing. */
  beforeApplicationShutdown(): void {
    this.closing = true;
    for (const response of this.open) {
      if (response.headersSent) response.end();
      else response.destroy();
    }
  }
}

/** Texts of the event told last: each reader is sent the same. */
let formatted: { readonly placed: PlacedEvent; readonly text: string } | null = null;

/** JSON has no raw line breaks, so one `data:` line is always enough. */
function format(placed: PlacedEvent): string {
  if (formatted?.placed !== placed) {
    const { event, place } = placed;
    const { id, type, at, data } = event;
    const json = JSON.stringify({ id, type, at, data });
    formatted = { placed, text: `id: ${place}\nevent: ${type}\ndata: ${json}\n\n` };
  }
  return formatted.text;
}
