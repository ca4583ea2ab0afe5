import { withoutCredentials } from '../../common/credentials-in-url.js';
import { utf8Text } from '../../common/utf8-text.js';

/** Largest menu that is accepted, from a file or a URL: 2 MiB. */
export const MENU_MAX_BYTES = 2 * 1024 * 1024;
/** Limit for the whole download. */
const MENU_DOWNLOAD_TIMEOUT_MS = 5000;
/** Redirects that are followed one after the other. */
const MAX_REDIRECTS = 5;

/** The text of a menu, and the server's tag of this version if it sent one. */
export interface DownloadedMenu {
  readonly text: string;
  readonly etag: string | null;
}

/** What is wrong with an answer; its words hold no part of the URL. */
class UnusableAnswer extends Error {}

/**
 * Fetches a menu; null when the server still has the version of `etag`. User and password in the
 * URL become an `Authorization` header, for the origin of the URL alone. A redirect from https to
 * http, or to another scheme, is not followed.
 *
 * @throws Error whose message is for operators and does not hold the URL, which may hold a secret.
 */
export async function downloadMenu(
  address: string,
  etag: string | null,
  timeoutMs = MENU_DOWNLOAD_TIMEOUT_MS,
): Promise<DownloadedMenu | null> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await ask(address, etag, signal);
    if (response.status !== 200) {
      await response.body?.cancel();
      if (response.status === 304 && etag !== null) return null;
      throw new UnusableAnswer(`the server answered with status ${response.status}`);
    }
    return { text: await limitedText(response), etag: response.headers.get('etag') };
  } catch (error) {
    if (signal.aborted) throw new Error(`no complete answer within ${timeoutMs} ms`);
    if (error instanceof UnusableAnswer) throw error;
    // Undici's "fetch failed" keeps the reason (refused, unknown host) in its cause.
    const { name, cause } = error as Error & { cause?: NodeJS.ErrnoException };
    throw new Error(`the server cannot be reached (${cause?.code ?? name})`);
  }
}

/** The answer of the server that the address leads to. */
async function ask(address: string, etag: string | null, signal: AbortSignal): Promise<Response> {
  const { url: first, authorization } = withoutCredentials(address);
  const { origin } = new URL(first);
  let url = new URL(first);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const response = await fetch(url, {
      signal,
      redirect: 'manual',
      headers: {
        accept: 'application/json',
        ...(etag !== null && { 'if-none-match': etag }),
        ...(authorization !== null && url.origin === origin && { authorization }),
      },
    });
    const location = response.headers.get('location');
    if (!REDIRECTS.has(response.status) || location === null) return response;
    await response.body?.cancel();
    url = redirectTo(location, url);
  }
  throw new UnusableAnswer('the server redirects again and again');
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Where a redirect leads; user and password in it are not used. */
function redirectTo(location: string, from: URL): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : null;
  const allowed = from.protocol === 'https:' ? ['https:'] : ['http:', 'https:'];
  if (url === null || !allowed.includes(url.protocol)) {
    throw new UnusableAnswer('the server redirects to an address that is not followed');
  }
  return new URL(withoutCredentials(url.href).url);
}

async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MENU_MAX_BYTES) {
      throw new UnusableAnswer(`the menu is larger than ${MENU_MAX_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  const text = utf8Text(Buffer.concat(chunks));
  if (text === null) throw new UnusableAnswer('the menu is not in UTF-8');
  return text;
}
