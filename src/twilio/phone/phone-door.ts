import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { isRecord } from '../../common/is-record.js';
import { OpsAccess } from '../../ops/ops-access.js';
import { StreamTokens } from '../stream-tokens.js';
import { PhoneCalls } from './phone-calls.js';

/**
 * Lets an operator's phone page in where Twilio's signature is asked for, which a browser cannot
 * make. It opens for calls that the page made, and for nothing else.
 */
@Injectable()
export class PhoneDoor {
  constructor(
    private readonly calls: PhoneCalls,
    private readonly access: OpsAccess,
    private readonly tokens: StreamTokens,
  ) {}

  /** Whether this is a webhook about the page's calls alone, asked by an operator. */
  async admits(request: Request): Promise<boolean> {
    const form: unknown = request.body;
    const { call } = request.query;
    if (!isRecord(form) || !this.calls.has(form['CallSid'])) return false;
    // The dialled person's requests act on the call that their URL names.
    if (call !== undefined && !this.calls.has(call)) return false;
    return (await this.access.decide(request)).granted;
  }

  /**
   * Whether the upgrade's `call` and `token` are a call of the page and a token that was minted for
   * it. Only an operator can have been given that; `start` uses the token up.
   */
  admitsUpgrade({ url = '' }: IncomingMessage): boolean {
    const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
    const callSid = query.get('call') ?? '';
    return this.calls.has(callSid) && this.tokens.isFor(query.get('token') ?? '', callSid);
  }
}
