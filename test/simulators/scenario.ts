import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

/** A function call of the assistant. Texts in `arguments` may hold `{{tool.field}}`. */
interface ScenarioTool {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/**
 * One answer of the assistant: what it says, then what it calls. Several texts are several
 * audio items. Texts may hold `{{tool.field}}`, a field of that tool's latest result.
 */
export interface ScenarioStep {
  readonly tools?: readonly ScenarioTool[];
  readonly say?: string | readonly string[];
}

/**
 * The caller says something and the assistant answers in steps, one response each. A turn without
 * steps is for a line without AI.
 */
export interface ScenarioTurn {
  /** What the caller says; empty when the turn is made of keys alone. */
  readonly caller: string;
  /** The caller speaks over the assistant, so long after its audio began. */
  readonly bargeIn?: { readonly afterMs: number };
  /** How long the caller stays silent after the assistant; absent: as a polite caller does. */
  readonly pauseMs?: number;
  /** Keys the caller presses. */
  readonly keys?: string;
  readonly steps: readonly ScenarioStep[];
  /** Said in place of the remaining steps when a tool answers `ok: false`. */
  readonly onToolError?: string;
  /**
   * The assistant says `onToolError`, too, when an order is not placed because the caller has not
   * heard it; otherwise it says what the tool asks it to.
   */
  readonly heedless?: true;
}

/** A whole call, for the phone (the caller's half) and for the stand-in's brain (the other). */
export interface Scenario {
  readonly name: string;
  /** The caller's number, E.164. */
  readonly from?: string;
  readonly greeting: string;
  readonly turns: readonly ScenarioTurn[];
  /** Said when the caller was not understood. */
  readonly unknown?: string;
  /** What has to be true of the order in the end. */
  readonly expect?: { readonly order: Readonly<Record<string, unknown>> };
}

/** Who answers a call: an AI on a media stream, or a line that listens by `<Gather>`. */
export type AnsweredBy = 'stream' | 'gather';

/** What has to answer for the caller's half of a scenario to make sense, judged by its beginning. */
export function answerNeeded({ turns }: Scenario): AnsweredBy {
  return (turns[0]?.steps.length ?? 0) > 0 ? 'stream' : 'gather';
}

const texts = { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };

const validate = new Ajv({ allErrors: true, code: { optimize: false } }).compile<Scenario>({
  type: 'object',
  required: ['name', 'greeting', 'turns'],
  additionalProperties: false,
  properties: {
    name: { type: 'string' },
    from: { type: 'string' },
    greeting: { type: 'string' },
    unknown: { type: 'string' },
    expect: {
      type: 'object',
      required: ['order'],
      properties: { order: { type: 'object' } },
    },
    turns: {
      type: 'array',
      items: {
        type: 'object',
        required: ['caller', 'steps'],
        additionalProperties: false,
        properties: {
          caller: { type: 'string' },
          keys: { type: 'string' },
          pauseMs: { type: 'number', minimum: 0, maximum: 30_000 },
          heedless: { const: true },
          onToolError: { type: 'string' },
          bargeIn: {
            type: 'object',
            required: ['afterMs'],
            additionalProperties: false,
            properties: { afterMs: { type: 'number' } },
          },
          steps: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              properties: {
                say: texts,
                tools: {
                  type: 'array',
                  items: {
                    type: 'object',
                    required: ['name', 'arguments'],
                    additionalProperties: false,
                    properties: { name: { type: 'string' }, arguments: { type: 'object' } },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
});

/** The scenario in a JSON file; throws with the path of each fault. */
export function readScenario(file: string): Scenario {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (validate(value)) return value;
  const faults = validate.errors?.map((e) => `${e.instancePath || '/'} ${e.message ?? ''}`) ?? [];
  throw new Error(`${file} is no scenario: ${faults.join('; ')}`);
}
