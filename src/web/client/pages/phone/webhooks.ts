import type { Fields, WebhookAnswer } from './twiml/twiml-player.js';

/** `POST /phone/calls`. */
export interface PageCall {
  readonly callSid: string;
  readonly accountSid: string;
  readonly publicUrl: string;
  readonly mediaStreamUrl: string;
}

/** Who calls whom. */
export interface Numbers {
  readonly from: string;
  readonly to: string;
}

/** Twilio's own limit for a voice webhook. */
const LIMIT_MS = 15_000;

/** Twilio's fields of every voice webhook, but for the call's status (protocol A1.1). */
export function standardFields({ callSid, accountSid }: PageCall, { from, to }: Numbers): Fields {
  return {
    CallSid: callSid,
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    Direction: 'inbound',
    From: from,
    To: to,
    Caller: from,
    Called: to,
  };
}

/** The path at this server of a URL in TwiML; null: it leads elsewhere. */
export function ownPath(url: string, { publicUrl }: Pick<PageCall, 'publicUrl'>): string | null {
  const [own, wanted] = [new URL(publicUrl), new URL(url)];
  const base = own.pathname.replace(/\/$/, '');
  const isOwn = wanted.origin === own.origin && wanted.pathname.startsWith(`${base}/`);
  return isOwn ? wanted.pathname.slice(base.length) + wanted.search : null;
}

/** A webhook at this server as Twilio asks it; the page's access stands for the signature. */
export async function askWebhook(
  call: PageCall,
  method: 'GET' | 'POST',
  url: string,
  fields: Fields,
): Promise<WebhookAnswer> {
  const path = ownPath(url, call);
  if (path === null) throw new Error('The URL is not of this server.');
  const form = new URLSearchParams(fields);
  const target = method === 'GET' ? `${path}${path.includes('?') ? '&' : '?'}${form}` : path;
  const signal = AbortSignal.timeout(LIMIT_MS);
  const posted: RequestInit = { method: 'POST', body: form };
  const answer = await fetch(target, { ...(method === 'POST' && posted), signal });
  return { status: answer.status, body: await answer.text() };
}

/** The address of the media stream at this server, with what lets the page in; null: elsewhere. */
export function streamAddress(call: PageCall, url: string, token: string): string | null {
  if (url !== call.mediaStreamUrl) return null;
  const address = new URL('/ws/media', location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  address.search = new URLSearchParams({ call: call.callSid, token }).toString();
  return address.href;
}
