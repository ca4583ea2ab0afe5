import { STATUS_CODES } from 'node:http';
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { REQUEST_ID_HEADER } from './request-id.js';

/** The media type of an error reply (RFC 9457). */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** What an error status means here, for the documentation. */
const MEANINGS = {
  400: 'A parameter or the body is not allowed',
  401: 'The operations token is missing or wrong',
  403: 'Not allowed: by address, origin, signature or the role of the token',
  404: 'Unknown id',
  409: 'Not possible in the present state',
  429: 'Too many wrong tokens from this address; `Retry-After` says when to try again',
  503: 'A dependency is away; the same request may succeed later',
} as const;

/** An error reply as RFC 9457 has it. */
export class ProblemDto {
  @ApiProperty({ example: 'about:blank' }) type!: string;
  @ApiProperty({ description: 'The words of the status code' }) title!: string;
  @ApiProperty({ type: 'integer' }) status!: number;
  @ApiProperty() detail!: string;
  @ApiProperty({ type: String, description: 'The request in the log; also in `X-Request-Id`' })
  requestId!: string | undefined;
}

/** The body of an error reply. */
export function problemOf(status: number, detail: string, requestId?: string): ProblemDto {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    requestId,
  };
}

/** Sends `application/problem+json`; with 401 also how to authenticate. */
export function sendProblem(response: Response, status: number, detail: string): void {
  const problem = problemOf(status, detail, response.get(REQUEST_ID_HEADER));
  if (status === 401) {
    response.setHeader('WWW-Authenticate', challengeFor(response.req));
  }
  response.status(status).type(PROBLEM_MEDIA_TYPE).send(JSON.stringify(problem));
}

/** A browser opens a dialog for Basic, also over a page whose script has asked. */
function challengeFor(request: Request | undefined): string {
  return request?.headers['sec-fetch-dest'] === 'empty'
    ? 'Bearer realm="VoicePlate"'
    : 'Basic realm="VoicePlate", charset="UTF-8"';
}

/**
 * Documents the errors that a handler, or every handler of a controller, can answer with. What
 * needs a token (401) can also have had too many wrong ones (429).
 */
export function ProblemResponses(
  ...statuses: readonly (keyof typeof MEANINGS)[]
): MethodDecorator & ClassDecorator {
  const schema = { $ref: getSchemaPath(ProblemDto) };
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ...(statuses.includes(401) ? [...statuses, 429 as const] : statuses).map((status) =>
      ApiResponse({
        status,
        description: MEANINGS[status],
        content: { [PROBLEM_MEDIA_TYPE]: { schema } },
      }),
    ),
  );
}
