import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SharedStore } from '../cluster/shared-store.js';
import { AppConfig } from '../config/app-config.js';

/** Life of a token that is not used. */
export const STREAM_TOKEN_LIFE_MS = 60_000;
/** A token's parts: when it expires, in epoch ms; what makes it unique; the seal over both. */
const EXPIRY_BYTES = 6;
const NONCE_BYTES = 16;
const SEAL_BYTES = 32;
const PURPOSE = 'voiceplate stream token';

/**
 * Binds a media stream to the call whose webhook asked for it. The signature of an upgrade
 * is the same for every call, so a single-use secret is the second factor (protocol A2.5).
 * Tokens are signed (HMAC) with a key derived from the auth token, so every replica can mint and
 * check them alone; only the list of used ones is shared.
 */
@Injectable()
export class StreamTokens {
  private readonly key: Buffer;
  /** Keys that are accepted: also the previous auth token's, during a rotation. */
  private readonly accepted: readonly Buffer[];

  constructor(
    { twilio: { authToken, previousAuthToken } }: AppConfig,
    private readonly store: SharedStore,
  ) {
    this.key = keyFrom(authToken ?? randomBytes(SEAL_BYTES).toString('hex'));
    this.accepted = previousAuthToken ? [this.key, keyFrom(previousAuthToken)] : [this.key];
  }

  /** A new token for this call, fit for a `<Parameter>`. */
  mint(callSid: string): string {
    const stamp = Buffer.alloc(EXPIRY_BYTES + NONCE_BYTES);
    stamp.writeUIntBE(Date.now() + STREAM_TOKEN_LIFE_MS, 0, EXPIRY_BYTES);
    randomBytes(NONCE_BYTES).copy(stamp, EXPIRY_BYTES);
    return Buffer.concat([stamp, seal(this.key, stamp, callSid)]).toString('base64url');
  }

  /** True exactly once for a token of this call that has not expired. */
  async consume(token: string, callSid: string): Promise<boolean> {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== EXPIRY_BYTES + NONCE_BYTES + SEAL_BYTES) return false;
    const stamp = bytes.subarray(0, -SEAL_BYTES);
    const given = bytes.subarray(-SEAL_BYTES);
    if (!this.accepted.some((key) => timingSafeEqual(given, seal(key, stamp, callSid))))
      return false;
    const leftMs = stamp.readUIntBE(0, EXPIRY_BYTES) - Date.now();
    if (leftMs <= 0) return false;
    const nonce = stamp.subarray(EXPIRY_BYTES).toString('base64url');
    return this.store.setIfAbsent(`token-used:${nonce}`, callSid, leftMs);
  }
}

/** Derives a key that is used for stream tokens only. */
function keyFrom(secret: string): Buffer {
  return createHmac('sha256', secret).update(PURPOSE).digest();
}

function seal(key: Buffer, stamp: Buffer, callSid: string): Buffer {
  return createHmac('sha256', key).update(stamp).update(callSid).digest();
}
