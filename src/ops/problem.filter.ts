import { isNativeError } from 'node:util/types';
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { errorFields } from '../common/error-fields.js';
import { sendProblem } from './problem.js';

/**
 * Global filter: every HTTP error leaves as `application/problem+json`. What an `HttpException`
 * says is sent; any other error is logged and told to the client only as a 500.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') {
      // Nothing may be written to a socket whose peer speaks a protocol of its own.
      this.logger.error('Socket handler failed', errorFields(error));
      return;
    }
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const known = toKnown(error);
    if (known === null) {
      const { method, route } = http.getRequest<Request & { route?: { path?: string } }>();
      const where = { method, route: route?.path };
      this.logger.error('Request failed', { ...where, ...errorFields(error) });
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { status, detail } = known ?? {
      status: 500,
      detail: 'The request could not be completed.',
    };
    sendProblem(response, status, detail);
  }
}

interface Known {
  readonly status: number;
  readonly detail: string;
}

function toKnown(error: unknown): Known | null {
  if (error instanceof HttpException) {
    return { status: error.getStatus(), detail: detailOf(error) };
  }
  // Errors of Express's body parsers: malformed, too large, unsupported encoding.
  if (isNativeError(error) && 'status' in error && 'expose' in error && error.expose === true) {
    return { status: Number(error.status), detail: error.message };
  }
  return null;
}

/** Validation lists one message for each fault; other exceptions have one. */
function detailOf(error: HttpException): string {
  const body = error.getResponse();
  if (typeof body === 'object' && 'message' in body && Array.isArray(body.message)) {
    return body.message.join('; ');
  }
  return error.message;
}
