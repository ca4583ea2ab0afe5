import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { AccessRole } from './access-role.js';
import { keptToken } from './kept-token.js';

/** Knows the token of each role. Where one is needed and none is configured, the operators' is made. */
@Injectable()
export class OpsTokens implements OnModuleInit {
  private readonly logger = new Logger(OpsTokens.name);
  private digests: readonly (readonly [AccessRole, Buffer])[] = [];

  constructor(private readonly config: AppConfig) {}

  /** @throws BootError when a token is needed and cannot be kept. */
  async onModuleInit(): Promise<void> {
    const { token, kitchenToken, metricsToken } = this.config.ops;
    this.digests = [
      ...digestsOf('operator', token ?? (await this.made())),
      ...digestsOf('kitchen', kitchenToken),
      ...digestsOf('metrics', metricsToken),
    ];
  }

  /** Whose token it is; null when it is no one's. Takes the same time for every wrong one. */
  roleOf(token: string): AccessRole | null {
    const given = sha256(token);
    const owners = this.digests.filter(([, digest]) => timingSafeEqual(digest, given));
    return owners[0]?.[0] ?? null;
  }

  /** What only those who know the role's token, and this server, have in common; null: no token. */
  digestOf(role: AccessRole): Buffer | null {
    return this.digests.find(([owner]) => owner === role)?.[1] ?? null;
  }

  private async made(): Promise<string | null> {
    if (this.config.ops.trustsThisMachine) return null;
    const { file, token } = await keptToken(this.config.storage.dataDir);
    this.logger.warn('OPS_TOKEN is not set; operators need the token in this file', { file });
    return token;
  }
}

function digestsOf(role: AccessRole, token: string | null): [AccessRole, Buffer][] {
  return token === null ? [] : [[role, sha256(token)]];
}

/** Equal lengths, so that not even the length can be measured. */
function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
