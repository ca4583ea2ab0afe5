import { BadRequestException } from '@nestjs/common';

/**
 * The parsed form of a webhook. Twilio adds fields at any time, so it is read field by
 * field and never through a whitelist.
 */
export type TwilioWebhook = Readonly<Record<string, unknown>> | undefined;

const CALL_SID = /^[A-Za-z0-9_-]{1,64}$/;
const MAX_FIELD_LENGTH = 1_000;

/** The call that a webhook speaks of; answers 400 when it names none. */
export function callSidOf(webhook: TwilioWebhook): string {
  const callSid = webhook?.CallSid;
  if (typeof callSid === 'string' && CALL_SID.test(callSid)) return callSid;
  throw new BadRequestException('CallSid is missing or malformed');
}

/** A text field, cut to a sane length; null when absent, repeated or empty. */
export function fieldOf(webhook: TwilioWebhook, name: string): string | null {
  const value = webhook?.[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, MAX_FIELD_LENGTH) : null;
}
