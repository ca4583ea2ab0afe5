import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

/** Carries the id of a request, from a proxy in front of the server and back to the client. */
export const REQUEST_ID_HEADER = 'X-Request-Id';
/** What a client may name its request; anything else is replaced. */
const ACCEPTED_ID = /^[\w.-]{1,64}$/;

/** An HTTP request in this process; `open` until its response is sent or its client is gone. */
interface RequestContext {
  readonly id: string;
  open: boolean;
}

const contexts = new AsyncLocalStorage<RequestContext>();

/**
 * Express middleware: gives the request an id, sends it back in `X-Request-Id` and makes it known
 * to all that is done for the request. Goes before everything that may log or answer.
 */
export function identifyRequest(request: Request, response: Response, next: NextFunction): void {
  const given = request.get(REQUEST_ID_HEADER) ?? '';
  const context = { id: ACCEPTED_ID.test(given) ? given : randomUUID(), open: true };
  response.setHeader(REQUEST_ID_HEADER, context.id);
  // Timers that were started meanwhile go on, and what they do is no part of the request.
  response.once('close', () => (context.open = false));
  contexts.run(context, next);
}

/** The id of the HTTP request that is being handled; undefined outside of one. */
export function currentRequestId(): string | undefined {
  const context = contexts.getStore();
  return context?.open === true ? context.id : undefined;
}
