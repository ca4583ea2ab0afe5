import type {
  RealtimeSessionCreateRequest,
  SessionUpdateEvent,
} from 'openai/resources/realtime/realtime';
import type { ToolDefinition } from '../../common/tool-definition.js';
import type { NoiseReduction, ReasoningEffort, TurnDetection } from '../../config/app-config.js';
import {
  transcriptionFields,
  type TranscriptionSettings,
} from '../../openai/transcription-settings.js';

/** Longest answer: about 75 s of speech at 20 audio tokens a second (protocol B2.2). */
const MAX_OUTPUT_TOKENS = 1500;
/** The most that can be set: what a model thinks counts as output too. */
const MAX_OUTPUT_TOKENS_REASONING = 4096;
/** Caller audio before the detected start of speech that belongs to the turn. */
const PREFIX_PADDING_MS = 300;

/** What a session is configured with. */
export interface SessionSettings {
  readonly instructions: string;
  readonly tools: readonly ToolDefinition[];
  readonly voice: string;
  /** Null leaves out the caller's transcript: a refused model must not cost the call. */
  readonly transcription: TranscriptionSettings | null;
  readonly turnDetection: TurnDetection;
  /** The model thinks before it speaks. */
  readonly reasons: boolean;
  /** Null leaves it to the service, as do the next two. */
  readonly reasoningEffort: ReasoningEffort | null;
  readonly noiseReduction: NoiseReduction | null;
  /** From 0 to 1. */
  readonly retentionRatio: number | null;
}

/** True for the Realtime models that reason; others refuse settings of it (protocol B2.2). */
export function reasons(model: string): boolean {
  // Not `gpt-realtime-2025-08-28`, which is a date.
  return /^gpt-realtime-2(\.|-|$)/.test(model);
}

/**
 * The `session` of `session.update` for a phone call: mu-law both ways, complete every time
 * (protocol B2.1; nested objects are never sent in part).
 */
export function sessionConfig(settings: SessionSettings): RealtimeSessionCreateRequest {
  return {
    type: 'realtime',
    instructions: settings.instructions,
    output_modalities: ['audio'],
    audio: {
      input: {
        format: { type: 'audio/pcmu' },
        ...(settings.noiseReduction && { noise_reduction: { type: settings.noiseReduction } }),
        ...(settings.transcription && {
          transcription: transcriptionFields(settings.transcription),
        }),
        turn_detection: turnDetection(settings.turnDetection),
      },
      output: { format: { type: 'audio/pcmu' }, voice: settings.voice },
    },
    tools: settings.tools.map(({ name, description, parameters }) => ({
      type: 'function',
      name,
      description,
      parameters,
    })),
    tool_choice: 'auto',
    max_output_tokens: settings.reasons ? MAX_OUTPUT_TOKENS_REASONING : MAX_OUTPUT_TOKENS,
    ...(settings.reasoningEffort && { reasoning: { effort: settings.reasoningEffort } }),
    ...(settings.retentionRatio !== null && {
      truncation: { type: 'retention_ratio', retention_ratio: settings.retentionRatio },
    }),
  };
}

/** New settings of the caller's side for a session that is already configured; all else stays. */
export function inputEvent(settings: SessionSettings): SessionUpdateEvent {
  const { type, audio } = sessionConfig(settings);
  return { type: 'session.update', session: { type, audio: { input: audio?.input } } };
}

function turnDetection(
  choice: TurnDetection,
): NonNullable<NonNullable<RealtimeSessionCreateRequest['audio']>['input']>['turn_detection'] {
  if (choice.kind === 'semantic_vad') {
    return {
      type: 'semantic_vad',
      eagerness: choice.eagerness,
      create_response: true,
      interrupt_response: true,
    };
  }
  return {
    type: 'server_vad',
    threshold: choice.threshold,
    prefix_padding_ms: PREFIX_PADDING_MS,
    silence_duration_ms: choice.silenceMs,
    create_response: true,
    interrupt_response: true,
  };
}
