/** Largest menu that is accepted, from a file or a URL: 2 MiB. */
export const MENU_MAX_BYTES = 2 * 1024 * 1024;
/** Limit for the whole download. */
const MENU_DOWNLOAD_TIMEOUT_MS = 5000;

/** The text of a menu, and the server's tag of this version if it sent one. */
export interface DownloadedMenu {
  readonly text: string;
  readonly etag: string | null;
}

/**
 * Fetches a menu; null when the server still has the version of `etag`.
 *
 * @throws Error whose message is for operators and does not hold the URL, which may hold a secret.
 */
export async function downloadMenu(
  url: string,
  etag: string | null,
  timeoutMs = MENU_DOWNLOAD_TIMEOUT_MS,
): Promise<DownloadedMenu | null> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      signal,
      headers: { accept: 'application/json', ...(etag !== null && { 'if-none-match': etag }) },
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      if (response.status === 304 && etag !== null) return null;
      throw new Error(`the server answered with status ${response.status}`);
    }
    return { text: await limitedText(response), etag: response.headers.get('etag') };
  } catch (error) {
    if (signal.aborted) throw new Error(`no complete answer within ${timeoutMs} ms`);
    // Undici's "fetch failed" keeps the reason (refused, unknown host) in its cause.
    const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code;
    throw code === undefined ? error : new Error(`the server cannot be reached (${code})`);
  }
}

async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MENU_MAX_BYTES) throw new Error(`the menu is larger than ${MENU_MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
