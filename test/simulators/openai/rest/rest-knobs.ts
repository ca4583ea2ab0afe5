import { likelyTranscriptionRules, type TranscriptionRuleKnobs } from '../transcription-rules.js';
import type { ChatFaultRule } from './chat-faults.js';
import type { Refusal } from './exchange.js';
import type { ModelEntry } from './model-list.js';

/** How one request fails in place of an answer. */
export type RestFailure =
  | {
      readonly status: number;
      readonly code: string | null;
      readonly type?: string;
      readonly message?: string;
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

/** What an endpoint that speaks has. */
export interface SpeechKnobs extends EndpointKnobs {
  /** Time between two pieces of audio, each of a few hundred ms. */
  chunkEveryMs: number;
  /** Sends nothing more after so many bytes, but keeps the connection. */
  stallAfterBytes: number | null;
  /** From this day on (`2027-01-06`, by the stand-in's clock) no model is served any more. */
  shutDownFrom: string | null;
  /** How requests are answered then. */
  shutDownError: Exclude<RestFailure, string>;
}

/** What can go wrong at the REST endpoints, and how fast they are when nothing does. */
export interface RestKnobs {
  readonly transcriptions: EndpointKnobs & {
    /** Made of audio in which nothing of the vocabulary is recognised. */
    heardInNoise: string;
    /** What of the settings is uncertain. */
    rules: TranscriptionRuleKnobs;
    /** `languages` of the answer; empty: not recognised; null leaves the field out. */
    detectedLanguages: readonly string[] | null;
  };
  readonly chat: EndpointKnobs & {
    /** Time between two chunks of an answer. */
    chunkEveryMs: number;
    /** Destroys the connection after so many chunks. */
    breakOffAfter: number | null;
    /** Values of `reasoning_effort` that the model does not accept. */
    refusedEfforts: readonly string[];
    /** Answers that go wrong although the request was taken. */
    faults: ChatFaultRule[];
  };
  readonly speech: SpeechKnobs;
  /** Another vendor's `POST /audio/speech`, with its own address and key. */
  readonly compatibleSpeech: SpeechKnobs & { acceptedKey: string };
  readonly models: EndpointKnobs & {
    /** What `GET /v1/models` lists; see `MODELS_2027`. */
    entries: readonly ModelEntry[];
  };
}

/**
 * The answer of a model that was shut down, as other models of OpenAI gave it; what
 * `/audio/speech` will say is not known before 2027-01-06.
 */
const SHUT_DOWN = {
  status: 404,
  code: 'model_not_found',
  message: 'The model has been shut down, see the page of deprecations.',
} as const;

function healthySpeech(): SpeechKnobs {
  return {
    failures: [],
    delayMs: 50,
    chunkEveryMs: 10,
    stallAfterBytes: null,
    shutDownFrom: null,
    shutDownError: SHUT_DOWN,
  };
}

/** Nothing goes wrong; quicker than the real service. */
export function healthyRestKnobs(): RestKnobs {
  return {
    transcriptions: {
      failures: [],
      delayMs: 50,
      heardInNoise: '',
      rules: likelyTranscriptionRules(),
      detectedLanguages: null,
    },
    chat: {
      failures: [],
      delayMs: 50,
      chunkEveryMs: 2,
      breakOffAfter: null,
      refusedEfforts: [],
      faults: [],
    },
    speech: healthySpeech(),
    compatibleSpeech: { ...healthySpeech(), acceptedKey: 'sk-compatible' },
    models: { failures: [], delayMs: 0, entries: [] },
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

/** A failure as an answer. */
export function refusalBy(failure: Exclude<RestFailure, string>): Refusal {
  const { status, code, type = 'invalid_request_error', retryAfterSeconds } = failure;
  const message = failure.message ?? 'Refused by a knob.';
  const error = { type, code, message, param: null };
  return { status, error, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}
