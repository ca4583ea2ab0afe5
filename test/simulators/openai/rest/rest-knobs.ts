/** How one request fails in place of an answer. */
export type RestFailure =
  | {
      readonly status: number;
      readonly code: string | null;
      readonly type?: string;
      /** Value of the `retry-after` header. */
      readonly retryAfterSeconds?: number;
    }
  /** The request is taken and never answered. */
  | 'stall'
  /** The connection is destroyed. */
  | 'drop';

/** What every endpoint has. */
interface EndpointKnobs {
  /** The next requests fail so, one after the other. */
  failures: RestFailure[];
  /** Time from the request to the first byte of its answer. */
  delayMs: number;
}

/** What can go wrong at the REST endpoints, and how fast they are when nothing does. */
export interface RestKnobs {
  readonly transcriptions: EndpointKnobs & {
    /** Made of audio in which nothing of the vocabulary is recognised. */
    heardInNoise: string;
  };
  readonly chat: EndpointKnobs & {
    /** Time between two chunks of an answer. */
    chunkEveryMs: number;
    /** Destroys the connection after so many chunks. */
    breakOffAfter: number | null;
    /** Values of `reasoning_effort` that the model does not accept. */
    refusedEfforts: readonly string[];
  };
  readonly speech: EndpointKnobs & {
    /** Time between two pieces of audio, each of a few hundred ms. */
    chunkEveryMs: number;
    /** Sends nothing more after so many bytes, but keeps the connection. */
    stallAfterBytes: number | null;
  };
}

/** Nothing goes wrong; quicker than the real service. */
export function healthyRestKnobs(): RestKnobs {
  return {
    transcriptions: { failures: [], delayMs: 50, heardInNoise: '' },
    chat: { failures: [], delayMs: 50, chunkEveryMs: 2, breakOffAfter: null, refusedEfforts: [] },
    speech: { failures: [], delayMs: 50, chunkEveryMs: 10, stallAfterBytes: null },
  };
}

export const UNKNOWN_KEY: RestFailure = { status: 401, code: 'invalid_api_key' };
export const SERVER_ERROR: RestFailure = { status: 500, code: null, type: 'server_error' };
export const RATE_LIMITED: RestFailure = {
  status: 429,
  code: 'rate_limit_exceeded',
  type: 'requests',
  retryAfterSeconds: 0.3,
};
