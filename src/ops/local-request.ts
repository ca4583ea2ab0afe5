import type { IncomingMessage } from 'node:http';
import { addressList, isInList } from './address-list.js';

/**
 * Why a request does not come from this machine alone: its socket's address, a proxy in between,
 * the name that the server was called by, or the web page that makes it.
 */
export type StrangerSign = 'address' | 'proxy' | 'host' | 'origin' | 'site';

const LOOPBACK = addressList(['127.0.0.0/8', '::1']);

/** A name or address of this machine, with or without a port; in an `Origin`, with a scheme. */
const LOCAL_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;
const LOCAL_ORIGIN = /^https?:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/** What proxies, tunnels and content networks add to the requests of others. */
const PROXY_HEADERS =
  /^(via|forwarded|cdn-loop|x-forwarded.*|x-real-ip|x-original-.+|x-envoy-.+|cf-.+|.*client-?ip)$/;

/** What a request with such a sign is answered while only this machine is let in. */
export const STRANGER_WORDS: Readonly<Record<StrangerSign, string>> = {
  address: 'Only this machine is let in.',
  proxy: 'Only this machine is let in, and a proxy or a tunnel has passed this on.',
  host: 'Only this machine is let in, under localhost or a loopback address.',
  origin:
    'Only pages of this server are let in, such as /health. Other sites are not, nor is the origin ' +
    'null, which pages from files, about:blank and the sandboxed frames of any site have.',
  site: 'Only pages of this server are let in, such as /health. Other sites are not.',
};

/**
 * The first sign that a request was not made by a program or a page of this machine; null: none.
 * A foreign name in `Host` is a page whose name was made to point here (DNS rebinding). `Origin:
 * null` counts as foreign, because any site can have it with a sandboxed frame.
 */
export function strangerSign(request: IncomingMessage): StrangerSign | null {
  const { headers, httpVersion, socket } = request;
  if (!isInList(LOOPBACK, socket.remoteAddress)) return 'address';
  // HTTP/1.0 is what nginx speaks to the server behind it unless told otherwise.
  if (httpVersion === '1.0') return 'proxy';
  if (Object.keys(headers).some((name) => PROXY_HEADERS.test(name))) return 'proxy';
  if (!LOCAL_HOST.test(headers.host ?? '')) return 'host';
  if (headers.origin !== undefined && !LOCAL_ORIGIN.test(headers.origin)) return 'origin';
  return headers['sec-fetch-site'] === 'cross-site' ? 'site' : null;
}
