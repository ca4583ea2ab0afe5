import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { CallsService } from '../calls/calls.service.js';
import { TraceSpan } from '../ops/tracing/trace-span.js';
import { TwilioMetrics, WEBHOOK_ROUTES } from './twilio.metrics.js';

/**
 * Times every webhook, refused ones too. Its span is a part of the call that this replica has
 * before or after it, as the first webhook of a call makes it and the last one ends it.
 */
@Injectable()
export class WebhookTelemetry implements NestMiddleware {
  constructor(
    private readonly calls: CallsService,
    private readonly metrics: TwilioMetrics,
  ) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const startedAt = performance.now();
    const route = WEBHOOK_ROUTES.find((known) => known === pathOf(request));
    const callSid = callSidOf(request);
    const before = this.calls.traceOf(callSid)?.whole ?? null;
    response.once('close', () => {
      if (route === undefined) return;
      const { statusCode } = response;
      const seconds = (performance.now() - startedAt) / 1000;
      this.metrics.webhookSeconds.observe({ route, status: String(statusCode) }, seconds);
      // A refused request may name any call.
      const refused = statusCode >= 400 && statusCode < 500;
      const within = refused ? null : (before ?? this.calls.traceOf(callSid)?.whole ?? null);
      const attributes = {
        'http.request.method': 'POST',
        'http.route': route,
        'http.response.status_code': statusCode,
        ...(!refused && callSid !== '' && { 'voiceplate.call_sid': callSid }),
      };
      const span = TraceSpan.begin('webhook', within, { kind: 'server', startedAt, attributes });
      span.end(statusCode >= 500 ? String(statusCode) : null);
    });
    next();
  }
}

function pathOf({ originalUrl }: Request): string {
  const [path = ''] = originalUrl.split('?', 1);
  return path.replace(/(?<=.)\/$/, '');
}

function callSidOf({ body }: Request): string {
  const { CallSid: callSid } = Object(body) as { readonly CallSid?: unknown };
  return typeof callSid === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(callSid) ? callSid : '';
}
