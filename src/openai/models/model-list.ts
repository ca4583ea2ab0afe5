/** The models of a service: the day of its end, `2027-01-06`, by id; null where none is announced. */
export interface ModelList {
  readonly ends: ReadonlyMap<string, string | null>;
  /** Entries have the field `shutdown_date`, as OpenAI's do and those of other services do not. */
  readonly dated: boolean;
}

/** Why there is no list: `http_404`, `timeout`, `connection`, `too_large` or `not_a_list`. */
export class ModelListError extends Error {
  override readonly name = 'ModelListError';

  constructor(readonly code: string) {
    super(`no list of models: ${code}`);
  }
}

/** Limit for the whole answer. */
const LIMIT_MS = 10_000;
/** OpenAI lists about a hundred models in 20 kB; brokers list thousands. */
const MAX_BYTES = 4 * 1024 * 1024;
const DATE = /^\d{4}-\d{2}-\d{2}/;

/**
 * Asks a service for its models: `GET /models` (openai-2027 S1).
 *
 * @param signal ends the request early.
 * @throws ModelListError
 */
export async function fetchModelList(
  baseUrl: string,
  apiKey: string,
  signal: AbortSignal,
  limitMs = LIMIT_MS,
): Promise<ModelList> {
  const timeout = AbortSignal.timeout(limitMs);
  try {
    const response = await fetch(`${baseUrl}/models`, {
      headers: { accept: 'application/json', authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.any([signal, timeout]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new ModelListError(`http_${response.status}`);
    }
    return readModelList(await limitedText(response));
  } catch (error) {
    if (error instanceof ModelListError) throw error;
    throw new ModelListError(timeout.aborted ? 'timeout' : 'connection');
  }
}

async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new ModelListError('too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Reads the body of the answer. Entries without an id are left out; a date that is none counts as
 * not announced.
 *
 * @throws ModelListError when it is no list.
 */
export function readModelList(text: string): ModelList {
  const ends = new Map<string, string | null>();
  let dated = false;
  for (const entry of entriesOf(text)) {
    const { id, shutdown_date } = (entry ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof id !== 'string') continue;
    dated ||= shutdown_date !== undefined;
    ends.set(id, dayOf(shutdown_date));
  }
  return { ends, dated };
}

function entriesOf(text: string): readonly unknown[] {
  try {
    const body = JSON.parse(text) as { readonly data?: unknown } | null;
    if (Array.isArray(body?.data)) return body.data;
  } catch {
    // Text that is no JSON is no list either.
  }
  throw new ModelListError('not_a_list');
}

function dayOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const day = DATE.exec(value)?.[0];
  return day === undefined || Number.isNaN(Date.parse(day)) ? null : day;
}
