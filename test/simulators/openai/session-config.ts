import type {
  RealtimeAudioConfig,
  RealtimeSessionCreateRequest,
} from 'openai/resources/realtime/realtime';
import type { VadSettings } from '../speech/energy-vad.js';
import { type ApiError, invalidRequest } from './api-error.js';
import {
  transcriptionRefusal,
  type TranscriptionRuleKnobs,
  type TranscriptionSettings,
} from './transcription-rules.js';

/** Silence that ends a turn under `semantic_vad`, by eagerness. */
const SEMANTIC_SILENCE_MS = { low: 1200, medium: 700, auto: 700, high: 400 } as const;

/** How the end of the caller's turn is found and what follows from it. */
export interface TurnRules extends VadSettings {
  readonly createResponse: boolean;
  readonly interruptResponse: boolean;
  readonly idleTimeoutMs: number | null;
}

/** What an update is judged by, besides its own shape. */
export interface UpdateFacts {
  /** The assistant has spoken in this session. */
  readonly hasSpoken: boolean;
  readonly refuseTranscription: boolean;
  readonly transcriptionRules: TranscriptionRuleKnobs;
}

const SERVER_VAD = {
  type: 'server_vad',
  threshold: 0.5,
  prefix_padding_ms: 300,
  silence_duration_ms: 500,
  create_response: true,
  interrupt_response: true,
  idle_timeout_ms: null,
} as const;

const SEMANTIC_VAD = {
  type: 'semantic_vad',
  eagerness: 'auto',
  create_response: true,
  interrupt_response: true,
} as const;

/** Reasoning settings are refused by other models (protocol B2.2). */
function reasons(model: string): boolean {
  return /^gpt-realtime-2(?:\.|-mini|$)/.test(model);
}

function withDefaults(audio: RealtimeAudioConfig): RealtimeAudioConfig {
  const detection = audio.input?.turn_detection;
  if (detection === undefined || detection === null) return audio;
  const complete =
    detection.type === 'semantic_vad'
      ? { ...SEMANTIC_VAD, ...detection }
      : { ...SERVER_VAD, ...detection };
  return { ...audio, input: { ...audio.input, turn_detection: complete } };
}

/** The configuration of one session: what it starts with and how updates change it. */
export class SessionConfig {
  private config: RealtimeSessionCreateRequest;

  constructor(private readonly model: string) {
    this.config = {
      type: 'realtime',
      model,
      instructions: 'You are a helpful assistant.',
      output_modalities: ['audio'],
      audio: {
        input: {
          format: { type: 'audio/pcm', rate: 24000 },
          noise_reduction: null as never,
          transcription: null as never,
          turn_detection: { ...SERVER_VAD },
        },
        output: { format: { type: 'audio/pcm', rate: 24000 }, voice: 'marin', speed: 1 },
      },
      tools: [],
      tool_choice: 'auto',
      max_output_tokens: 'inf',
      truncation: 'auto',
      tracing: null,
    };
  }

  /** The configuration in force. */
  get current(): RealtimeSessionCreateRequest {
    return this.config;
  }

  get hearsMulaw(): boolean {
    return this.config.audio?.input?.format?.type === 'audio/pcmu';
  }

  /** Null: the caller's turns are not transcribed. */
  get transcription(): TranscriptionSettings | null {
    return this.config.audio?.input?.transcription ?? null;
  }

  /** Null: the client ends the turns itself. */
  get turnRules(): TurnRules | null {
    const detection = this.config.audio?.input?.turn_detection;
    if (detection === undefined || detection === null) return null;
    const common = {
      createResponse: detection.create_response ?? true,
      interruptResponse: detection.interrupt_response ?? true,
    };
    if (detection.type === 'semantic_vad') {
      const silenceDurationMs = SEMANTIC_SILENCE_MS[detection.eagerness ?? 'auto'];
      return {
        ...common,
        threshold: 0.5,
        prefixPaddingMs: 300,
        silenceDurationMs,
        idleTimeoutMs: null,
      };
    }
    return {
      ...common,
      threshold: detection.threshold ?? SERVER_VAD.threshold,
      prefixPaddingMs: detection.prefix_padding_ms ?? SERVER_VAD.prefix_padding_ms,
      silenceDurationMs: detection.silence_duration_ms ?? SERVER_VAD.silence_duration_ms,
      idleTimeoutMs: detection.idle_timeout_ms ?? null,
    };
  }

  /** Changes the keys that are present; one that is refused leaves everything as it was. */
  update(change: RealtimeSessionCreateRequest, facts: UpdateFacts): ApiError | null {
    const refusal = this.refusal(change, facts);
    if (refusal !== null) return refusal;
    const { audio } = this.config;
    this.config = {
      ...this.config,
      ...change,
      audio: withDefaults({
        input: { ...audio?.input, ...change.audio?.input },
        output: { ...audio?.output, ...change.audio?.output },
      }),
    };
    return null;
  }

  private refusal(change: RealtimeSessionCreateRequest, facts: UpdateFacts): ApiError | null {
    const { input, output } = change.audio ?? {};
    const refuse = (code: string, message: string, param: string): ApiError =>
      invalidRequest(code, message, `session.${param}`);
    if (change.model !== undefined && change.model !== this.model) {
      return refuse('invalid_value', 'The model of a session cannot be changed.', 'model');
    }
    if (change.output_modalities !== undefined && change.output_modalities.length !== 1) {
      return refuse(
        'invalid_value',
        "Supported combinations are: ['text'] and ['audio'].",
        'output_modalities',
      );
    }
    for (const key of ['reasoning', 'parallel_tool_calls'] as const) {
      if (key in change && !reasons(this.model)) {
        return refuse('invalid_value', `${this.model} does not support '${key}'.`, key);
      }
    }
    if (facts.refuseTranscription && Boolean(input?.transcription)) {
      const param = 'audio.input.transcription.model';
      return refuse('invalid_value', 'This transcription model is not supported.', param);
    }
    const transcription: TranscriptionSettings = input?.transcription ?? {};
    const param = 'session.audio.input.transcription.';
    const refusal = transcriptionRefusal(transcription, facts.transcriptionRules, param);
    if (refusal !== null) return refusal;
    const detection = input?.turn_detection;
    if (detection?.type === 'server_vad' && Math.abs((detection.threshold ?? 0.5) - 0.5) > 0.5) {
      const param = 'audio.input.turn_detection.threshold';
      return refuse('invalid_value', 'The threshold must be between 0 and 1.', param);
    }
    const voice = output?.voice;
    if (facts.hasSpoken && voice !== undefined && voice !== this.config.audio?.output?.voice) {
      return refuse(
        'cannot_update_voice',
        "Cannot update a conversation's voice if assistant audio is present.",
        'audio.output.voice',
      );
    }
    return null;
  }
}
