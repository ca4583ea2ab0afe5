import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type ApiError, invalidRequest } from './api-error.js';

/** OpenAI's published shapes of client events; see `x-source` in the file. */
const SCHEMA_FILE = join(
  import.meta.dirname,
  '../../fixtures/openai-realtime-client-events.schema.json',
);

const DEFINITIONS: Readonly<Record<RealtimeClientEvent['type'], string>> = {
  'session.update': 'SessionUpdate',
  'input_audio_buffer.append': 'InputAudioBufferAppend',
  'input_audio_buffer.commit': 'InputAudioBufferCommit',
  'input_audio_buffer.clear': 'InputAudioBufferClear',
  'output_audio_buffer.clear': 'OutputAudioBufferClear',
  'conversation.item.create': 'ConversationItemCreate',
  'conversation.item.retrieve': 'ConversationItemRetrieve',
  'conversation.item.truncate': 'ConversationItemTruncate',
  'conversation.item.delete': 'ConversationItemDelete',
  'response.create': 'ResponseCreate',
  'response.cancel': 'ResponseCancel',
};

/** The faults worth telling first, where several are found. */
const KEYWORDS = ['additionalProperties', 'required', 'type', 'enum', 'const'];

const ajv = new Ajv2020({ strict: false, allErrors: true, code: { optimize: false } });
ajv.addSchema(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')) as object);

function isType(type: unknown): type is RealtimeClientEvent['type'] {
  return typeof type === 'string' && Object.hasOwn(DEFINITIONS, type);
}

function validatorOf<T>(definition: string): ValidateFunction<T> {
  const key = `realtime-client-events#/$defs/Realtime${definition}`;
  const validator = ajv.getSchema<T>(key);
  if (validator === undefined) throw new Error(`the schema has no ${key}`);
  return validator;
}

/** The alternative that a session or an item is meant to be; null when it says none. */
function definitionOf(
  part: 'session' | 'item',
  value: Readonly<Record<string, unknown>>,
): string | null {
  if (part === 'session') {
    const transcribes = value.type === 'transcription';
    return transcribes ? 'TranscriptionSessionCreateRequestGA' : 'SessionCreateRequestGA';
  }
  if (value.type === 'function_call') return 'ConversationItemFunctionCall';
  if (value.type === 'function_call_output') return 'ConversationItemFunctionCallOutput';
  if (value.type !== 'message') return null;
  const roles: Readonly<Record<string, string>> = {
    system: 'ConversationItemMessageSystem',
    user: 'ConversationItemMessageUser',
    assistant: 'ConversationItemMessageAssistant',
  };
  return roles[String(value.role)] ?? null;
}

/** What is wrong with the session or item of a refused event, by its own definition. */
function errorsInside(event: object): readonly ErrorObject[] {
  for (const [key, value] of Object.entries(event)) {
    if ((key !== 'session' && key !== 'item') || typeof value !== 'object') continue;
    const definition = value === null ? null : definitionOf(key, value as Record<string, unknown>);
    if (definition === null) continue;
    const validate = validatorOf(definition);
    if (validate(value)) continue;
    return (validate.errors ?? []).map((e) => ({ ...e, instancePath: `/${key}${e.instancePath}` }));
  }
  return [];
}

/** Splits where an error arose into the alternative of an `anyOf` and the place inside it. */
function alternativeOf(error: ErrorObject): { readonly name: string; readonly inside: string } {
  const name = /^.*(?:\/anyOf\/\d+|\$defs\/[^/]+)/.exec(error.schemaPath)?.[0] ?? '';
  return { name, inside: error.schemaPath.slice(name.length) };
}

/**
 * The errors of the alternative that was meant: not one whose own `type` or `role` is
 * another, and of the others the one that fits best.
 */
function meant(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const byName = new Map<string, ErrorObject[]>();
  const others = new Set<string>();
  for (const error of errors) {
    if (error.keyword === 'anyOf' || error.params.type === 'null') continue;
    const { name, inside } = alternativeOf(error);
    byName.set(name, [...(byName.get(name) ?? []), error]);
    if (/^\/properties\/(type|role)\/(enum|const)$/.test(inside)) others.add(name);
  }
  const groups = [...byName].sort(
    ([a, some], [b, more]) =>
      Number(others.has(a)) - Number(others.has(b)) || some.length - more.length,
  );
  return groups[0]?.[1] ?? errors;
}

function rank(error: ErrorObject): number {
  const index = KEYWORDS.indexOf(error.keyword);
  return index === -1 ? KEYWORDS.length : index;
}

/** `/item/content/0/text` as the service writes it: `item.content[0].text`. */
function paramOf(error: ErrorObject): string {
  const params = error.params as Record<string, unknown>;
  const last = params.additionalProperty ?? params.missingProperty;
  const path = `${error.instancePath}${typeof last === 'string' ? `/${last}` : ''}`;
  return path
    .slice(1)
    .replaceAll(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.');
}

function toApiError(errors: readonly ErrorObject[]): ApiError {
  const [first] = [...meant(errors)].sort(
    (a, b) => rank(a) - rank(b) || b.instancePath.length - a.instancePath.length,
  );
  if (first === undefined) return invalidRequest('invalid_event', 'Invalid event.');
  const param = paramOf(first);
  switch (first.keyword) {
    case 'additionalProperties':
      return invalidRequest('unknown_parameter', `Unknown parameter: '${param}'.`, param);
    case 'required':
      return invalidRequest(
        'missing_required_parameter',
        `Missing required parameter: '${param}'.`,
        param,
      );
    case 'type':
      return invalidRequest('invalid_type', `Invalid type for '${param}'.`, param);
    default:
      return invalidRequest(
        'invalid_value',
        `Invalid value for '${param}': ${first.message ?? first.keyword}.`,
        param,
      );
  }
}

/** The client event in a frame, or how the service refuses it. */
export function readClientEvent(
  frame: string,
): { readonly event: RealtimeClientEvent } | { readonly error: ApiError } {
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return { error: invalidRequest('invalid_json', 'The event is not valid JSON.') };
  }
  if (typeof value !== 'object' || value === null || !('type' in value)) {
    return {
      error: invalidRequest('missing_required_parameter', "Missing 'type'.", 'type'),
    };
  }
  if (!isType(value.type)) {
    return {
      error: invalidRequest('invalid_value', `Unknown event type ${String(value.type)}.`, 'type'),
    };
  }
  const validate = validatorOf<RealtimeClientEvent>(`ClientEvent${DEFINITIONS[value.type]}`);
  if (validate(value)) return { event: value };
  const errors = validate.errors ?? [];
  const inside = errorsInside(value);
  return { error: toApiError(inside.length > 0 ? inside : errors) };
}
