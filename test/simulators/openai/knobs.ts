import type { HandshakeRefusal } from './handshake.js';
import type { Oddity } from './odd-events.js';
import type { FaultRule } from './response-faults.js';
import { likelyTranscriptionRules, type TranscriptionRuleKnobs } from './transcription-rules.js';
import type { UpdateRefusal } from './update-refusals.js';

/** Points of a call at which a connection can be made to fail. */
export type Moment =
  /** Two audio deltas of a response are out, more are to come. */
  | 'during-answer'
  /** The end of the caller's turn was reported, its answer was not begun. */
  | 'after-speech-stopped'
  /** A response that calls a function is done, its output has not come. */
  | 'tool-running';

/** Why a response fails. */
export type ResponseFailure = 'rate_limit_exceeded' | 'insufficient_quota' | 'server_error';

/** An error event followed by a close, in place of a session. */
export interface Refusal {
  /** Code of the error event, e.g. `insufficient_quota`. */
  readonly code: string;
  readonly closeCode: number;
  /** Defaults to `invalid_request_error`. */
  readonly type?: string;
}

/**
 * What can go wrong on a connection, and how fast it is when nothing does. All can be turned
 * while a connection is open.
 */
export interface Knobs {
  /** The API key that is let in; others get 401. */
  acceptedKey: string;
  /** Refuses the upgrade with this HTTP status. */
  refuseUpgrade: number | null;
  /** Refuses the upgrade with this HTTP answer; see `HANDSHAKE_REFUSALS`. */
  refuseHandshake: HandshakeRefusal | null;
  /** Accepts the upgrade, then refuses by event and close code. */
  closeOnOpen: Refusal | null;
  /** Destroys the socket instead of sending more than so many bytes. */
  dropAfterBytes: number | null;
  /** Destroys the socket instead of sending more than so many events. */
  dropAfterEvents: number | null;
  dropAt: Moment | null;
  /** Sets `stalled` to `events` at this point. */
  stallAt: Moment | null;
  /** `events`: sends nothing more but answers pings. `everything`: a dead network. */
  stalled: 'events' | 'everything' | null;
  /** Time from `response.created` to the first output. */
  thinkMs: number;
  /** Time between two audio deltas; each holds 200 to 400 ms of audio. */
  deltaEveryMs: number;
  /** Time from `committed` to the caller's transcript. */
  transcriptMs: number;
  /** Audio deltas of an interrupted response that still come after `speech_started`. */
  lateDeltas: number;
  /** The next responses fail so, one after the other. */
  failResponses: ResponseFailure[];
  /** Responses that these rules fit go wrong. */
  faultResponses: readonly FaultRule[];
  /** Odd things that are mixed in: into each response, `unknown-fields` into each event. */
  odd: readonly Oddity[];
  /** Refuses a `session.update` as these say, whole. */
  refuseUpdates: readonly UpdateRefusal[];
  /** What is uncertain of the transcription settings. */
  transcriptionRules: TranscriptionRuleKnobs;
  /** The next turns get `…transcription.failed` with these codes, one after the other. */
  failTranscripts: string[];
  /** What `…transcription.completed` names as `languages`; null leaves the field out. */
  detectedLanguages: readonly string[] | null;
  /** Says something else than it was asked to say word for word outside the conversation. */
  alterSpeech: ((text: string) => string) | null;
  /** Spoken as a message of its own before all else that a response of the conversation says. */
  preamble: string | null;
  /** Message items tell their `phase`. */
  phases: boolean;
  /** Tokens that each response of the conversation thinks; they eat into its cap. */
  reasoningTokens: number;
  /** Time from `session.created` to the session's end; null says 60 minutes and never ends it. */
  sessionLimitMs: number | null;
  /** What time it is, in milliseconds since the epoch: for `expires_at` and shut-downs. */
  now: () => number;
  /** Refuses a `session.update` that asks for caller transcripts. */
  refuseTranscription: boolean;
  /** Mixes in events of unknown type, broken JSON and known events without their fields. */
  garbage: boolean;
}

/** Nothing goes wrong; quicker than the real service. */
export function healthyKnobs(): Knobs {
  return {
    acceptedKey: 'sk-test',
    refuseUpgrade: null,
    refuseHandshake: null,
    closeOnOpen: null,
    dropAfterBytes: null,
    dropAfterEvents: null,
    dropAt: null,
    stallAt: null,
    stalled: null,
    thinkMs: 150,
    deltaEveryMs: 20,
    transcriptMs: 300,
    lateDeltas: 2,
    failResponses: [],
    faultResponses: [],
    odd: [],
    refuseUpdates: [],
    transcriptionRules: likelyTranscriptionRules(),
    failTranscripts: [],
    detectedLanguages: null,
    alterSpeech: null,
    preamble: null,
    phases: false,
    reasoningTokens: 0,
    sessionLimitMs: null,
    now: Date.now,
    refuseTranscription: false,
    garbage: false,
  };
}

/** Knobs of one connection: what is not set here follows the stand-in's own, also later. */
export function connectionKnobs(shared: Knobs, overrides: Partial<Knobs>): Knobs {
  return Object.assign(Object.create(shared) as Knobs, overrides);
}
