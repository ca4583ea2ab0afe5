import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';

/** A minted token not used within this time is worthless. */
export const STREAM_TOKEN_LIFE_MS = 60_000;
/** Tokens kept at most; the oldest go first. Far more than calls arriving in a lifetime. */
const MAX_TOKENS = 10_000;
const TOKEN_BYTES = 32;

/**
 * Binds a media stream to the call whose webhook asked for it. The signature of an upgrade
 * is the same for every call, so a single-use secret is the second factor (protocol A2.5).
 * An abstract class so that it is its own injection token.
 */
export abstract class StreamTokens {
  /** A new token for this call, fit for a `<Parameter>`. */
  abstract mint(callSid: string): Promise<string>;
  /** True exactly once for a token of this call that has not expired. */
  abstract consume(token: string, callSid: string): Promise<boolean>;
}

/** Tokens of this process alone. Only hashes are kept, in the order of their expiry. */
@Injectable()
export class LocalStreamTokens extends StreamTokens {
  private readonly minted = new Map<string, { callSid: string; expiresAtMs: number }>();

  mint(callSid: string): Promise<string> {
    this.sweep();
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    this.minted.set(hash(token), { callSid, expiresAtMs: Date.now() + STREAM_TOKEN_LIFE_MS });
    return Promise.resolve(token);
  }

  consume(token: string, callSid: string): Promise<boolean> {
    const key = hash(token);
    const entry = this.minted.get(key);
    if (entry?.callSid !== callSid) return Promise.resolve(false);
    this.minted.delete(key);
    return Promise.resolve(entry.expiresAtMs > Date.now());
  }

  private sweep(): void {
    for (const [key, { expiresAtMs }] of this.minted) {
      if (expiresAtMs > Date.now() && this.minted.size < MAX_TOKENS) return;
      this.minted.delete(key);
    }
  }
}

/** Looking up a hash tells nothing about the token through timing. */
function hash(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
