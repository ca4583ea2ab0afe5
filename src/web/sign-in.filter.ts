import { type ArgumentsHost, Catch, HttpException, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { sendProblem } from '../ops/problem.js';
import { PageAssets } from './page-assets.js';
import { pageDocument } from './page-document.js';
import { pagePolicy } from './page-policy.js';

/**
 * In the place of a page that a browser may not see: the page to sign in at, with the same status.
 * A program gets problem+json, as everywhere.
 */
@Catch(HttpException)
export class SignInFilter implements ExceptionFilter {
  constructor(private readonly assets: PageAssets) {}

  catch(error: HttpException, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const status = error.getStatus();
    const files = this.assets.page('sign-in');
    const isRefusal = [401, 403, 429].includes(status);
    if (!isRefusal || files === null || request.accepts(['json', 'html']) !== 'html') {
      sendProblem(response, status, error.message);
      return;
    }
    pagePolicy(request, response, () => {
      const data = { status: String(status), detail: error.message };
      const title = 'Sign in · VoicePlate';
      response.status(status).type('html').send(pageDocument({ title, files, data }));
    });
  }
}
