import type { NestApplicationOptions } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { describeApi } from './app.docs.js';
import { AppConfig } from './config/app-config.js';
import { Lifecycle } from './ops/lifecycle.js';
import { limitConnections } from './ops/connection-limits.js';
import { OpsAccess } from './ops/ops-access.js';
import { sendProblem } from './ops/problem.js';
import { identifyRequest } from './ops/request-id.js';
import { secureHeaders } from './ops/secure-headers.js';
import { MediaWsAdapter } from './twilio/media-ws.adapter.js';

/** Options that the application must be created with, in `main.ts` and in tests. */
export const APPLICATION_OPTIONS = {
  // Signatures of bodies that are not forms cover the raw bytes.
  rawBody: true,
  routeResolutionStrategy: 'specificity',
  // A route that another one keeps from being reached stops the boot.
  routeConflictPolicy: { duplicate: 'error', shadow: 'error' },
} as const satisfies NestApplicationOptions;

/** Everything about the application that `main.ts` and tests share; call before `listen`. */
export function configureApp(app: NestExpressApplication): void {
  const config = app.get(AppConfig);
  const lifecycle = app.get(Lifecycle);
  const server = app.getHttpServer();

  app.disable('x-powered-by');
  app.set('trust proxy', toTrustProxySetting(config.http.trustProxy));
  // Ahead of the body parsers, which answer a broken body themselves.
  app.use(identifyRequest, secureHeaders);
  app.useWebSocketAdapter(new MediaWsAdapter(app, limitConnections(server)));
  serveDocs(app);

  server.once('listening', () => lifecycle.markReady());
}

/** Express takes a number as "so many proxies" and a string as their addresses. */
function toTrustProxySetting(trustProxy: string | null): string | number | false {
  if (trustProxy === null) {
    return false;
  }
  return /^\d+$/.test(trustProxy) ? Number(trustProxy) : trustProxy;
}

function serveDocs(app: NestExpressApplication): void {
  const access = app.get(OpsAccess);
  // Swagger registers its routes past Nest's guards.
  const guard = async (request: Request, response: Response, next: NextFunction) => {
    const decision = await access.decide(request);
    if (decision.granted) {
      next();
    } else {
      sendProblem(response, decision.status, decision.detail);
    }
  };
  app.use(['/docs', '/docs-json'], guard);
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'docs-json',
    raw: ['json'],
    customSiteTitle: 'VoicePlate API',
  });
}
