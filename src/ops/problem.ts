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
  413: 'The body is too large',
  415: 'The body is in an encoding that is not understood',
  429: 'Too many wrong tokens from this address; `Retry-After` says when to try again',
  500: 'A fault of this server; `requestId` leads to its line in the log',
  503: 'A dependency is away; the same request may succeed later',
} as const;

type ProblemStatus = keyof typeof MEANINGS;

/** What the detail of such an error says, for the documentation. */
const DETAILS: Readonly<Record<ProblemStatus, string>> = {
  400: 'limit must not be less than 1',
  401: 'The operations token is missing or wrong.',
  403: 'This token does not open this.',
  404: 'There is no such call',
  409: 'The call is already over',
  413: 'request entity too large',
  415: 'unsupported charset "X-UNKNOWN"',
  429: 'Too many wrong tokens from this address.',
  500: 'The request could not be completed.',
  503: 'The database does not answer',
};

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

/** An error reply with its example, as OpenAPI describes it. */
export function problemContent(status: ProblemStatus) {
  const schema = { $ref: getSchemaPath(ProblemDto) };
  const example = problemOf(status, DETAILS[status], '7d0c1f4e-6a5b-4c3d-9e2f-1a0b9c8d7e6f');
  return {
    description: MEANINGS[status],
    content: { [PROBLEM_MEDIA_TYPE]: { schema, example } },
  };
}

/**
 * Documents the errors that a handler, or every handler of a controller, can answer with. What
 * needs a token (401) can also have had too many wrong ones (429).
 */
export function ProblemResponses(
  ...statuses: readonly ProblemStatus[]
): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ...(statuses.includes(401) ? [...statuses, 429 as const] : statuses).map((status) =>
      ApiResponse({ status, ...problemContent(status) }),
    ),
  );
}
