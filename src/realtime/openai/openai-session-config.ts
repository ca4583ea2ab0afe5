import type {
  RealtimeSessionCreateRequest,
  SessionUpdateEvent,
} from 'openai/resources/realtime/realtime';
import type { ToolDefinition } from '../../common/tool-definition.js';
import type { TurnDetection } from '../../config/app-config.js';
import { transcriptionFields, type TranscriptionSettings } from '../transcription-settings.js';

/** Longest answer: about 75 s of speech at 20 audio tokens a second (protocol B2.2). */
const MAX_OUTPUT_TOKENS = 1500;
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
    max_output_tokens: MAX_OUTPUT_TOKENS,
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
