import { createHash, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AppConfig } from '../config/app-config.js';

/** Whether a request may see and do what operators can; `detail` is safe to send. */
export type AccessDecision =
  | { readonly granted: true }
  | { readonly granted: false; readonly status: 401 | 403; readonly detail: string };

const GRANTED: AccessDecision = { granted: true };
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Ops access: the token as Bearer or as the password of Basic, from an allowed network. Without
 * a token configured, only programs and browsers on this very machine are let in.
 */
@Injectable()
export class OpsAccess {
  private readonly networks: BlockList | null;

  constructor(private readonly config: AppConfig) {
    this.networks = toBlockList(config.ops.allowedCidrs);
  }

  decide(request: Request): AccessDecision {
    if (this.networks && !contains(this.networks, request.ip)) {
      return refused('This address is not allowed here.');
    }
    // Browsers attach Basic credentials to requests that other sites make.
    if (
      request.headers['sec-fetch-site'] === 'cross-site' &&
      !SAFE_METHODS.includes(request.method)
    ) {
      return refused('Requests from other sites are not allowed here.');
    }
    if (this.config.ops.token === null) {
      return this.isLocal(request)
        ? GRANTED
        : refused('Only this machine is let in until OPS_TOKEN is set.');
    }
    const given = presentedToken(request.headers.authorization);
    return given !== null && equalInConstantTime(given, this.config.ops.token)
      ? GRANTED
      : { granted: false, status: 401, detail: 'The operations token is missing or wrong.' };
  }

  private isLocal(request: Request): boolean {
    const forwarded = 'x-forwarded-for' in request.headers || 'forwarded' in request.headers;
    return (
      contains(LOOPBACK, request.socket.remoteAddress) &&
      contains(LOOPBACK, request.ip) &&
      (!forwarded || this.config.http.trustProxy !== null) &&
      // A foreign name that resolves to this machine is a web page attacking it (DNS rebinding).
      LOCAL_NAMES.includes(request.hostname)
    );
  }
}

const LOCAL_NAMES: readonly string[] = ['localhost', '127.0.0.1', '::1', '[::1]'];

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

function toBlockList(cidrs: readonly string[]): BlockList | null {
  if (cidrs.length === 0) {
    return null;
  }
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address = '', prefix] = cidr.split('/');
    const family = familyOf(address);
    list.addSubnet(
      address,
      prefix === undefined ? (family === 'ipv4' ? 32 : 128) : +prefix,
      family,
    );
  }
  return list;
}

function contains(list: BlockList, address: string | undefined): boolean {
  return address !== undefined && isIP(address) !== 0 && list.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
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

/** Hashing first makes the lengths equal, so that not even the length can be measured. */
function equalInConstantTime(left: string, right: string): boolean {
  return timingSafeEqual(sha256(left), sha256(right));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

function refused(detail: string): AccessDecision {
  return { granted: false, status: 403, detail };
}
