import type { BlockList } from 'node:net';
import { Injectable, Logger } from '@nestjs/common';
import type { Request } from 'express';
import { AppConfig } from '../config/app-config.js';
import type { AccessRole } from './access-role.js';
import { addressList, isInList } from './address-list.js';
import { strangerSign } from './local-request.js';
import { OpsMetrics, type RefusalReason } from './ops.metrics.js';
import { OpsSessions } from './ops-sessions.js';
import { OpsTokens } from './ops-tokens.js';
import { TokenTries } from './token-tries.js';

/** Whether a request may see and do what operators can; `detail` is safe to send. */
export type AccessDecision = AccessGrant | AccessRefusal;

interface AccessGrant {
  readonly granted: true;
  /** Whose rights the request has. */
  readonly role: AccessRole;
}

interface AccessRefusal {
  readonly granted: false;
  readonly status: 401 | 403 | 429;
  readonly reason: RefusalReason;
  readonly detail: string;
}

const ALL_ROLES: readonly AccessRole[] = ['operator', 'kitchen', 'metrics'];
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Ops access: a token as Bearer or as the password of Basic, or the session of a browser that has
 * signed in with one, from an allowed network. Programs and
 * pages of this very machine need none as long as nothing says that others reach the server.
 */
@Injectable()
export class OpsAccess {
  private readonly logger = new Logger(OpsAccess.name);
  private readonly networks: BlockList | null;

  constructor(
    private readonly config: AppConfig,
    private readonly tokens: OpsTokens,
    private readonly sessions: OpsSessions,
    private readonly tries: TokenTries,
    private readonly metrics: OpsMetrics,
  ) {
    const { allowedCidrs } = config.ops;
    this.networks = allowedCidrs.length === 0 ? null : addressList(allowedCidrs);
  }

  /** @param roles whom the route is open to beside operators. */
  async decide(request: Request, roles: readonly AccessRole[] = []): Promise<AccessDecision> {
    return this.counted(this.judgeOrigin(request) ?? (await this.judge(request, roles)));
  }

  /** Whose token a browser signs in with. */
  async signIn(request: Request, token: string): Promise<AccessDecision> {
    return this.counted(
      this.judgeOrigin(request) ?? (await this.judgeToken(token, request, ALL_ROLES)),
    );
  }

  private counted(decision: AccessDecision): AccessDecision {
    if (!decision.granted) this.metrics.requestsRefused.inc({ reason: decision.reason });
    return decision;
  }

  /** Where a request comes from; null when only a token can tell. */
  private judgeOrigin(request: Request): AccessDecision | null {
    const { ip: address = '', headers, method } = request;
    if (this.networks && !isInList(this.networks, address)) {
      return refused(403, 'network', 'This address is not allowed here.');
    }
    // Browsers attach Basic credentials to requests that other sites make.
    if (headers['sec-fetch-site'] === 'cross-site' && !SAFE_METHODS.includes(method)) {
      return refused(403, 'site', 'Requests from other sites are not allowed here.');
    }
    if (this.config.ops.trustsThisMachine) {
      const sign = strangerSign(request);
      // What remains of other sites are links to follow.
      return sign === null || sign === 'site'
        ? { granted: true, role: 'operator' }
        : refused(403, 'stranger', 'Only this machine is let in until OPS_TOKEN is set.');
    }
    return null;
  }

  private async judge(request: Request, roles: readonly AccessRole[]): Promise<AccessDecision> {
    const token = presentedToken(request.headers.authorization);
    if (token !== null) return this.judgeToken(token, request, roles);
    const session = this.sessions.of(request);
    if (session === null) {
      return refused(401, 'missing', 'The operations token is missing or wrong.');
    }
    return isOwn(request)
      ? judgeRole(session.role, roles)
      : refused(403, 'site', 'Requests from other sites are not allowed here.');
  }

  private async judgeToken(
    token: string,
    { ip: address = '', res: response }: Request,
    roles: readonly AccessRole[],
  ): Promise<AccessDecision> {
    const waitSeconds = await this.tries.waitSeconds(address);
    if (waitSeconds > 0) {
      response?.setHeader('Retry-After', waitSeconds);
      return refused(429, 'slowed', 'Too many wrong tokens from this address.');
    }
    const owner = this.tokens.roleOf(token);
    if (owner === null) {
      await this.tries.noteFailure(address);
      this.logger.warn('Wrong operations token', { address });
      return refused(401, 'wrong', 'The operations token is missing or wrong.');
    }
    return judgeRole(owner, roles);
  }
}

function judgeRole(owner: AccessRole, roles: readonly AccessRole[]): AccessDecision {
  return owner === 'operator' || roles.includes(owner)
    ? { granted: true, role: owner }
    : refused(403, 'role', 'This token does not open this.');
}

/**
 * Whether a browser's page of this very server makes the request, for methods that change
 * something: a cookie also goes along with what other servers of the same site ask for.
 */
function isOwn({ headers, method }: Request): boolean {
  if (SAFE_METHODS.includes(method)) return true;
  const { host, origin, 'sec-fetch-site': site } = headers;
  if (site !== undefined) return site === 'same-origin';
  return origin === undefined || origin.replace(/^https?:\/\//, '') === host;
}

function presentedToken(header = ''): string | null {
  const [, scheme = '', credentials = ''] = /^(\S+) +(\S+)$/.exec(header) ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return credentials;
    case 'basic': {
      const pair = Buffer.from(credentials, 'base64').toString('utf8');
      const colon = pair.indexOf(':');
      return colon < 0 ? null : pair.slice(colon + 1);
    }
    default:
      return null;
  }
}

function refused(
  status: AccessRefusal['status'],
  reason: RefusalReason,
  detail: string,
): AccessDecision {
  return { granted: false, status, reason, detail };
}
