import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';

/** An error reply as RFC 9457 has it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}

/** Sends `application/problem+json`; with 401 also how to authenticate. */
export function sendProblem(response: Response, status: number, detail: string): void {
  const problem: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
  };
  if (status === 401) {
    response.setHeader('WWW-Authenticate', 'Basic realm="VoicePlate", charset="UTF-8"');
  }
  response.status(status).type('application/problem+json').send(JSON.stringify(problem));
}
