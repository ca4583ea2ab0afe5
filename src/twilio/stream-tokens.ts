import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SharedStore } from '../cluster/shared-store.js';
import { steadyNow } from '../common/steady-clock.js';
import { AppConfig } from '../config/app-config.js';

/** Life of a token that is not used. */
export const STREAM_TOKEN_LIFE_MS = 60_000;
/**
 * How long a used token is remembered: the clock may be put back by nearly as much, and the token
 * is still not accepted again.
 */
const USED_LIFE_MS = 15 * 60_000;
/** A token's parts: when it expires, in epoch ms; what makes it unique; a seal over both by each key. */
const EXPIRY_BYTES = 6;
const NONCE_BYTES = 16;
const SEAL_BYTES = 32;
const STAMP_BYTES = EXPIRY_BYTES + NONCE_BYTES;
/** By how much the clocks of two replicas may differ, ms. */
const CLOCK_SPREAD_MS = 60_000;
const PURPOSE = 'voiceplate stream token';

/**
 * Binds a media stream to the call whose webhook asked for it. The signature of an upgrade
 * is the same for every call, so a single-use secret is the second factor (protocol A2.5).
 * Tokens are signed (HMAC) with a key derived from the auth token, so every replica can mint and
 * check them alone; only the list of used ones is shared.
 *
 * While the auth token is changed a token has two seals, by the new and by the previous one, so that
 * replicas that know only one of them accept it.
 */
@Injectable()
export class StreamTokens {
  /** One key, two during a rotation. */
  private readonly keys: readonly Buffer[];

  constructor(
    { twilio: { authToken, previousAuthToken } }: AppConfig,
    private readonly store: SharedStore,
  ) {
    const known = [authToken ?? randomBytes(SEAL_BYTES).toString('hex'), previousAuthToken];
    this.keys = known.filter((secret) => secret !== null).map(keyFrom);
  }

  /** A new token for this call, fit for a `<Parameter>`. */
  mint(callSid: string): string {
    const stamp = Buffer.alloc(EXPIRY_BYTES + NONCE_BYTES);
    stamp.writeUIntBE(Date.now() + STREAM_TOKEN_LIFE_MS, 0, EXPIRY_BYTES);
    randomBytes(NONCE_BYTES).copy(stamp, EXPIRY_BYTES);
    const seals = this.keys.map((key) => seal(key, stamp, callSid));
    return Buffer.concat([stamp, ...seals]).toString('base64url');
  }

  /** Whether this token is of this call and has not expired; it may have been used. */
  isFor(token: string, callSid: string): boolean {
    return this.genuineStamp(token, callSid) !== null;
  }

  /** True exactly once for a token of this call that has not expired. */
  async consume(token: string, callSid: string): Promise<boolean> {
    const stamp = this.genuineStamp(token, callSid);
    if (stamp === null) return false;
    const nonce = stamp.subarray(EXPIRY_BYTES).toString('base64url');
    return this.store.setIfAbsent(`token-used:${nonce}`, callSid, USED_LIFE_MS);
  }

  /** The stamp of a token of this call that has not expired. */
  private genuineStamp(token: string, callSid: string): Buffer | null {
    const bytes = Buffer.from(token, 'base64url');
    const stamp = bytes.subarray(0, STAMP_BYTES);
    const given = sealsIn(bytes);
    const ours = this.keys.map((key) => seal(key, stamp, callSid));
    if (!given.some((one) => ours.some((other) => timingSafeEqual(one, other)))) return null;
    const expiresAt = stamp.readUIntBE(0, EXPIRY_BYTES);
    // A clock that was set between the two moments ends no token: one of these has not noticed.
    const alive = [Date.now(), steadyNow()].some((now) => isAlive(expiresAt - now));
    return alive ? stamp : null;
  }
}

function isAlive(leftMs: number): boolean {
  return leftMs > 0 && leftMs <= STREAM_TOKEN_LIFE_MS + CLOCK_SPREAD_MS;
}

/** The seals behind the stamp; none when it is not one or two whole ones. */
function sealsIn(bytes: Buffer): readonly Buffer[] {
  const seals = bytes.subarray(STAMP_BYTES);
  if (seals.length === SEAL_BYTES) return [seals];
  if (seals.length !== 2 * SEAL_BYTES) return [];
  return [seals.subarray(0, SEAL_BYTES), seals.subarray(SEAL_BYTES)];
}

/** Derives a key that is used for stream tokens only. */
function keyFrom(secret: string): Buffer {
  return createHmac('sha256', secret).update(PURPOSE).digest();
}

function seal(key: Buffer, stamp: Buffer, callSid: string): Buffer {
  return createHmac('sha256', key).update(stamp).update(callSid).digest();
}
