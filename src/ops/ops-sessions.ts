import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import type { AccessRole } from './access-role.js';
import { OpsTokens } from './ops-tokens.js';

/** A role that signs in at a page. */
export type PageRole = Exclude<AccessRole, 'metrics'>;

/** Somebody who has signed in. */
export interface OpsSession {
  readonly role: PageRole;
  /** Epoch seconds. */
  readonly endsAt: number;
}

const COOKIE = 'voiceplate';
const IN_COOKIES = new RegExp(
  `(?:^|; *)${COOKIE}=(operator|kitchen)\\.(\\d{1,12})\\.([\\w-]{43})(?:;|$)`,
);

/** How long a session lasts, seconds: a kitchen's screen hangs on a wall. */
const LIFE_SECONDS: Readonly<Record<PageRole, number>> = {
  operator: 12 * 60 * 60,
  kitchen: 30 * 24 * 60 * 60,
};

/**
 * Sessions of browsers: a cookie that no script can read and no other site can make a browser
 * send. It is signed with the role's token, so that every replica knows it and a new token ends
 * it; nothing is stored.
 */
@Injectable()
export class OpsSessions {
  constructor(
    private readonly tokens: OpsTokens,
    private readonly config: AppConfig,
  ) {}

  /** Signs a browser in. */
  begin(role: PageRole, response: Response): void {
    const endsAt = epochSeconds() + LIFE_SECONDS[role];
    const signature = this.sign(role, endsAt);
    if (signature === null) return;
    const value = `${role}.${endsAt}.${signature.toString('base64url')}`;
    const maxAge = LIFE_SECONDS[role] * 1000;
    response.cookie(COOKIE, value, { ...this.attributes(), maxAge });
  }

  /** Signs a browser out. */
  end(response: Response): void {
    response.clearCookie(COOKIE, this.attributes());
  }

  /** Who has signed in; null: no one, or not lately enough. */
  of(request: Request): OpsSession | null {
    const [, role, end, given = ''] = IN_COOKIES.exec(request.get('cookie') ?? '') ?? [];
    if (role !== 'operator' && role !== 'kitchen') return null;
    const endsAt = Number(end);
    const signature = this.sign(role, endsAt);
    const genuine =
      signature !== null && timingSafeEqual(signature, Buffer.from(given, 'base64url'));
    return genuine && endsAt > epochSeconds() ? { role, endsAt } : null;
  }

  /** Gives a session that is more than half over a new end. */
  prolong(session: OpsSession, response: Response): void {
    const left = session.endsAt - epochSeconds();
    if (left < LIFE_SECONDS[session.role] / 2) this.begin(session.role, response);
  }

  private sign(role: PageRole, endsAt: number): Buffer | null {
    const key = this.tokens.digestOf(role);
    return key && createHmac('sha256', key).update(`session.${role}.${endsAt}`).digest();
  }

  private attributes() {
    const secure = new URL(this.config.http.publicUrl).protocol === 'https:';
    return { httpOnly: true, sameSite: 'strict', path: '/', secure } as const;
  }
}

function epochSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
