import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';
import { REQUEST_ID_HEADER } from './request-id.js';

/** An error reply as RFC 9457 has it, and the id that the log has the request under. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string | undefined;
}

/** Sends `application/problem+json`; with 401 also how to authenticate. */
export function sendProblem(response: Response, status: number, detail: string): void {
  const problem: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    requestId: response.get(REQUEST_ID_HEADER),
  };
  if (status === 401) {
    response.setHeader('WWW-Authenticate', 'Basic realm="VoicePlate", charset="UTF-8"');
  }
  response.status(status).type('application/problem+json').send(JSON.stringify(problem));
}
