import { Ajv, type ValidateFunction } from 'ajv';

const text = { type: 'string' };
const toolCall = {
  type: 'object',
  properties: {
    id: { type: 'string', minLength: 1, maxLength: 64 },
    type: { const: 'function' },
    function: {
      type: 'object',
      properties: { name: text, arguments: text },
      required: ['name', 'arguments'],
      additionalProperties: false,
    },
  },
  required: ['id', 'type', 'function'],
  additionalProperties: false,
};
const message = (role: object, properties: object, required: readonly string[]): object => ({
  type: 'object',
  properties: { role, ...properties },
  required: ['role', ...required],
  additionalProperties: false,
});

/** What of `POST /v1/chat/completions` a voice call needs; every other field is refused. */
const CHAT = {
  type: 'object',
  properties: {
    model: { type: 'string', minLength: 1 },
    messages: {
      type: 'array',
      minItems: 1,
      items: {
        anyOf: [
          message({ enum: ['system', 'developer', 'user'] }, { content: text }, ['content']),
          message({ const: 'assistant' }, { content: text }, ['content']),
          message(
            { const: 'assistant' },
            {
              content: { type: ['string', 'null'] },
              tool_calls: { type: 'array', minItems: 1, items: toolCall },
            },
            ['tool_calls'],
          ),
          message({ const: 'tool' }, { content: text, tool_call_id: text }, [
            'content',
            'tool_call_id',
          ]),
        ],
      },
    },
    tools: {
      type: 'array',
      minItems: 1,
      maxItems: 128,
      items: {
        type: 'object',
        properties: {
          type: { const: 'function' },
          function: {
            type: 'object',
            properties: {
              name: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
              description: text,
              parameters: { type: 'object' },
              strict: { type: 'boolean' },
            },
            required: ['name'],
            additionalProperties: false,
          },
        },
        required: ['type', 'function'],
        additionalProperties: false,
      },
    },
    tool_choice: { enum: ['none', 'auto', 'required'] },
    parallel_tool_calls: { type: 'boolean' },
    reasoning_effort: { enum: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] },
    max_completion_tokens: { type: 'integer', minimum: 1 },
    stream: { const: true },
    stream_options: {
      type: 'object',
      properties: { include_usage: { type: 'boolean' } },
      additionalProperties: false,
    },
  },
  required: ['model', 'messages', 'stream'],
  dependencies: { tool_choice: ['tools'], parallel_tool_calls: ['tools'] },
  additionalProperties: false,
};

const VOICES = 'alloy ash ballad coral echo sage shimmer verse marin cedar fable onyx nova'.split(
  ' ',
);

/** `POST /v1/audio/speech`; only PCM can be played on a telephone line. */
const SPEECH = {
  type: 'object',
  properties: {
    model: { type: 'string', minLength: 1 },
    input: { type: 'string', minLength: 1, maxLength: 4096 },
    voice: { enum: VOICES },
    instructions: text,
    response_format: { const: 'pcm' },
    speed: { type: 'number', minimum: 0.25, maximum: 4 },
    stream_format: { const: 'audio' },
  },
  required: ['model', 'input', 'voice', 'response_format'],
  additionalProperties: false,
};

/** The same of another vendor, whose voices have names of their own. */
const COMPATIBLE_SPEECH = {
  ...SPEECH,
  properties: { ...SPEECH.properties, voice: { type: 'string', minLength: 1 } },
};

/** The fields of `POST /v1/audio/transcriptions` beside the file. */
const TRANSCRIPTION = {
  type: 'object',
  properties: {
    model: { type: 'string', minLength: 1 },
    response_format: { const: 'json' },
    language: { type: 'string', pattern: '^[a-z]{2,3}$' },
    languages: { type: 'array', minItems: 1, items: text },
    keywords: { type: 'array', minItems: 1, items: text },
    prompt: text,
    temperature: text,
  },
  required: ['model'],
  additionalProperties: false,
};

const ajv = new Ajv({ allowUnionTypes: true, code: { optimize: false } });
const CHECKS = {
  chat: ajv.compile(CHAT),
  speech: ajv.compile(SPEECH),
  compatibleSpeech: ajv.compile(COMPATIBLE_SPEECH),
  transcriptions: ajv.compile(TRANSCRIPTION),
} satisfies Record<string, ValidateFunction>;

/** What is wrong with a body; null when nothing is. */
export function faultOf(kind: keyof typeof CHECKS, body: unknown): string | null {
  const check: ValidateFunction = CHECKS[kind];
  return check(body) ? null : ajv.errorsText(check.errors, { dataVar: 'body' });
}
