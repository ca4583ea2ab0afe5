import { BadRequestException, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Caller } from '../calls/ownership/owned-calls.js';
import { legalText } from '../common/legal-text.js';
import { ownText } from '../common/own-text.js';
import { truncate } from '../common/truncate.js';

const CALL_SID = /^[A-Za-z0-9_-]{1,64}$/;
const MAX_FIELD_LENGTH = 2_400;

/**
 * What a webhook of Twilio carries (protocol A1). Twilio adds fields at any time, so the form is
 * read field by field and never through a whitelist.
 */
export class TwilioWebhook {
  /** The call that it speaks of; `from` and `to` are empty where Twilio leaves them out. */
  readonly caller: Caller;
  private readonly form: Readonly<Record<string, unknown>>;

  /** @throws BadRequestException when the form names no call. */
  constructor(body: unknown) {
    this.form = Object(body) as Readonly<Record<string, unknown>>;
    const callSid = callSidIn(this.field('CallSid'));
    this.caller = { callSid, from: this.field('From') ?? '', to: this.field('To') ?? '' };
  }

  /** A text field, legal and cut to 2,400 characters; null when absent, repeated or empty. */
  field(name: string): string | null {
    const value = this.form[name];
    return typeof value === 'string' && value !== ''
      ? ownText(truncate(legalText(value), MAX_FIELD_LENGTH))
      : null;
  }
}

/** @throws BadRequestException when this is no call's id. */
export function callSidIn(value: unknown): string {
  if (typeof value === 'string' && CALL_SID.test(value)) return value;
  throw new BadRequestException('CallSid is missing or malformed');
}

/** Parameter decorator: the request's form as a `TwilioWebhook`; 400 when it names no call. */
export const Webhook = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    new TwilioWebhook(context.switchToHttp().getRequest<Request>().body),
);
