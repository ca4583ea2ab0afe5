/**
 * Why a Redis server that answers takes no writes. `oom`: `maxmemory` is reached. `readonly`: it
 * is a replica. `misconf`: it cannot save its data, and stops writes for that. `noauth`: the
 * password is missing or wrong, or the user may not do this.
 */
export const REFUSAL_KINDS = ['oom', 'readonly', 'misconf', 'noauth'] as const;

/** A reason for which all writes are refused, until an operator does something. */
export type RefusalKind = (typeof REFUSAL_KINDS)[number];

/** Redis' own first words of an error, by kind. Within a script other words may come before. */
const CODES: Readonly<Record<string, RefusalKind>> = {
  OOM: 'oom',
  READONLY: 'readonly',
  MISCONF: 'misconf',
  NOAUTH: 'noauth',
  WRONGPASS: 'noauth',
  NOPERM: 'noauth',
};

const CODE = new RegExp(`\\b(${Object.keys(CODES).join('|')})\\b`);

/** What is said of each kind, in `/health` and `/status`. */
export const REFUSAL_WORDS: Readonly<Record<RefusalKind, string>> = {
  oom: 'refuses writes: its memory is full (OOM)',
  readonly: 'refuses writes: it is a read-only replica (READONLY)',
  misconf: 'refuses writes: it cannot save its data to disk (MISCONF)',
  noauth: 'refuses this server: password missing or wrong (NOAUTH)',
};

/** The kind of a server's error; null for one that concerns a single command. */
export function refusalKind(error: unknown): RefusalKind | null {
  const { message } = Object(error) as { readonly message?: unknown };
  const code = typeof message === 'string' ? CODE.exec(message)?.[1] : undefined;
  return code === undefined ? null : (CODES[code] ?? null);
}

/**
 * What a node of a cluster says while it cannot serve a key: the key's slot is another node's or
 * moves there, or the cluster has no primary for it.
 */
const ELSEWHERE = /^(MOVED|ASK|TRYAGAIN|CLUSTERDOWN)\b/;

/** Whether the primary has to be looked for anew. */
export function isElsewhere(error: unknown): boolean {
  const { message } = Object(error) as { readonly message?: unknown };
  return typeof message === 'string' && ELSEWHERE.test(message);
}
