import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

const protect = helmet({
  contentSecurityPolicy: {
    directives: {
      // The console of a page may open a media stream by hand, whatever this machine is called.
      connectSrc: ["'self'", 'ws://localhost:*', 'ws://127.0.0.1:*'],
      frameAncestors: ["'none'"],
      // A server on loopback has no TLS.
      upgradeInsecureRequests: null,
    },
  },
  frameguard: { action: 'deny' },
  // Whether a host has TLS is settled by what ends it, and a host may have other services.
  strictTransportSecurity: false,
});

/**
 * Middleware of Express, and of plain HTTP: no answer is stored, shown in a frame, or named to
 * another site. Callers' numbers and words are in many of them.
 */
export function secureHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
): void {
  response.setHeader('Cache-Control', 'no-store');
  protect(request, response, next);
}
