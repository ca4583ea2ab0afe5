import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';

const PURPOSE = 'voiceplate phone page';
const RANDOM_BYTES = 8;
const SEAL_BYTES = 8;
const CALL_SID = /^CA[0-9a-f]{32}$/;

/**
 * Ids of calls that the phone page makes. They look like Twilio's; the second half is a seal over
 * the first by a key derived from the auth token, so that every replica knows them without a list.
 */
@Injectable()
export class PhoneCalls {
  /** One key, two during a rotation of the auth token. */
  private readonly keys: readonly [Buffer, ...Buffer[]];
  private readonly isOn: boolean;

  constructor({ http, twilio: { authToken, previousAuthToken } }: AppConfig) {
    this.isOn = http.phonePage;
    const current = keyFrom(authToken ?? randomBytes(SEAL_BYTES).toString('hex'));
    this.keys = previousAuthToken === null ? [current] : [current, keyFrom(previousAuthToken)];
  }

  /** The id of a new call. */
  make(): string {
    const random = randomBytes(RANDOM_BYTES);
    return `CA${Buffer.concat([random, seal(this.keys[0], random)]).toString('hex')}`;
  }

  /** Whether the page made this call; never while the page is off. */
  has(callSid: unknown): boolean {
    if (!this.isOn || typeof callSid !== 'string' || !CALL_SID.test(callSid)) return false;
    const bytes = Buffer.from(callSid.slice(2), 'hex');
    const random = bytes.subarray(0, RANDOM_BYTES);
    return this.keys.some((key) =>
      timingSafeEqual(bytes.subarray(RANDOM_BYTES), seal(key, random)),
    );
  }
}

/** Derives a key that is used for these ids only. */
function keyFrom(secret: string): Buffer {
  return createHmac('sha256', secret).update(PURPOSE).digest();
}

function seal(key: Buffer, random: Buffer): Buffer {
  return createHmac('sha256', key).update(random).digest().subarray(0, SEAL_BYTES);
}
