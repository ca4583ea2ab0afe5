/** What the server answered in place of what was asked for. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    /** A sentence of the server, or of this page when the server was not reached. */
    readonly detail: string,
  ) {
    super(detail);
  }
}

/** How long an answer may take, ms. */
const LIMIT_MS = 15_000;

/** Asks this server for JSON. */
export function getJson<T>(path: string): Promise<T> {
  return request<T>('GET', path);
}

/**
 * Tells this server to do something; without a body to send, none is sent.
 *
 * @throws ApiProblem when it was not done, or it is not known whether it was.
 */
export function send<T = unknown>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  return request<T>(method, path, body);
}

async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(LIMIT_MS),
  }).catch(() => {
    throw new ApiProblem(0, 'The server cannot be reached.');
  });
  const text = await response.text();
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
  // The session has ended: the same address now answers with the page to sign in at.
  if (response.status === 401 && path !== '/session') location.reload();
  throw new ApiProblem(
    response.status,
    detailOf(text) ?? `The server answered ${response.status}.`,
  );
}

function detailOf(text: string): string | null {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    return typeof detail === 'string' ? detail : null;
  } catch {
    return null;
  }
}
