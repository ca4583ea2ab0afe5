import { Inject, Injectable, Logger } from '@nestjs/common';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Histogram } from 'prom-client';
import { CHECKED_SCHEMA } from '../../common/checked-schema.js';
import { englishList } from '../../common/english-list.js';
import { errorFields } from '../../common/error-fields.js';
import { legalText } from '../../common/legal-text.js';
import { isRecord } from '../../common/is-record.js';
import { TimeLimitError, within } from '../../common/time-limit.js';
import type { ToolDefinition } from '../../common/tool-definition.js';
import { TraceSpan } from '../../ops/tracing/trace-span.js';
import { fault } from '../../orders/order-fault.js';
import { summaryOf } from '../../orders/order.js';
import { MenuMetrics } from '../menu.metrics.js';
import type { Tool, ToolAnswer, ToolContext, ToolOutcome } from './tool.js';

/** Injection token of all tools, in the order a model sees them. */
export const MENU_TOOLS = Symbol('MENU_TOOLS');

/** Codes of a tool call that could not be run to its end; the others are a tool's own reasons. */
const FAILURES: ReadonlySet<string> = new Set([
  'unknown_tool',
  'invalid_arguments',
  'timeout',
  'internal',
]);

/** Limit of one tool run. */
export const TOOL_TIMEOUT_MS = 8000;

interface CheckedTool {
  readonly tool: Tool;
  readonly matches: ValidateFunction;
}

/** Runs the function tools, for models and for the order line without AI. */
@Injectable()
export class ToolBox {
  private readonly logger = new Logger(ToolBox.name);
  private readonly tools: ReadonlyMap<string, CheckedTool>;
  private readonly offered: readonly ToolDefinition[];
  private readonly seconds: Histogram<'tool' | 'result'>;

  constructor(@Inject(MENU_TOOLS) tools: readonly Tool[], metrics: MenuMetrics) {
    const ajv = new Ajv({ ...CHECKED_SCHEMA, allErrors: true, code: { optimize: false } });
    const offered = tools.filter((tool) => tool.offered);
    this.tools = new Map(
      offered.map((tool) => [tool.name, { tool, matches: ajv.compile(tool.parameters) }]),
    );
    this.offered = offered.map(({ name, description, parameters }) => ({
      name,
      description,
      parameters: { ...parameters },
    }));
    this.seconds = metrics.toolSeconds(offered.map(({ name }) => name));
  }

  /** The tools that are offered, as a model is told of them. */
  definitions(): readonly ToolDefinition[] {
    return this.offered;
  }

  /**
   * Runs a tool by its name, with arguments as JSON text. Never rejects and answers within
   * `TOOL_TIMEOUT_MS`. Faults besides those of the tool: `unknown_tool`, `invalid_arguments`,
   * `timeout`, `internal`.
   */
  async run(name: string, argumentsJson: string, context: ToolContext): Promise<ToolOutcome> {
    const found = this.tools.get(name);
    const tool = found ? name : 'unknown';
    const attributes = { 'voiceplate.call_sid': context.callSid, 'gen_ai.tool.name': tool };
    const span = TraceSpan.begin('tool', context.trace ?? null, { attributes });
    const measured = this.seconds.startTimer({ tool });
    const answer: ToolAnswer = found
      ? await this.runChecked(found, argumentsJson, { ...context, trace: span })
      : fault('unknown_tool', 'I am sorry, I cannot do that.');
    const refusal = 'ok' in answer ? answer.error : null;
    const failed = refusal !== null && FAILURES.has(refusal);
    measured({ result: failed ? 'failed' : refusal === null ? 'ok' : 'refused' });
    span.set({ 'voiceplate.tool.result': refusal ?? 'ok' });
    span.end(failed ? refusal : null);
    if ('ok' in answer) {
      const { aloud, ...result } = answer;
      return { result, effect: null, order: null, ...(aloud && { aloud }) };
    }
    const { result, order, callback, language } = answer;
    return {
      result,
      effect: found?.tool.effect ?? null,
      order: order ? summaryOf(order) : null,
      ...(callback && { callback }),
      ...(language !== undefined && { language }),
    };
  }

  private async runChecked(
    { tool, matches }: CheckedTool,
    argumentsJson: string,
    context: ToolContext,
  ): Promise<ToolAnswer> {
    const parsed = parseArguments(argumentsJson);
    if (!parsed) return fault('invalid_arguments', 'The arguments are not a JSON object.');
    if (!matches(parsed)) return fault('invalid_arguments', sentencesOf(matches.errors ?? []));
    const fields = { callSid: context.callSid, tool: tool.name };
    try {
      const running = Promise.resolve().then(() => tool.run(parsed, context));
      return await within(running, TOOL_TIMEOUT_MS);
    } catch (error) {
      if (error instanceof TimeLimitError) {
        this.logger.warn('Tool timed out', { ...fields, timeoutMs: TOOL_TIMEOUT_MS });
        return fault('timeout', 'I am sorry, that is taking too long. Let us try it once more.');
      }
      this.logger.error('Tool failed', { ...fields, ...errorFields(error) });
      return fault('internal', 'I am sorry, something went wrong on our side. Let me try again.');
    }
  }
}

/**
 * The arguments as an object, with legal texts; none for an empty text, which models send too;
 * null for others.
 */
function parseArguments(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = text.trim() === '' ? {} : JSON.parse(text, legalValue);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function legalValue(_: string, value: unknown): unknown {
  return typeof value === 'string' ? legalText(value) : value;
}

/** One sentence for each invalid argument. */
function sentencesOf(errors: readonly ErrorObject[]): string {
  return errors.map((error) => `${sentenceOf(error)}.`).join(' ');
}

function sentenceOf({ keyword, params, instancePath, message }: ErrorObject): string {
  const [, name = '', index] = instancePath.split('/');
  const which = index === undefined ? name : `entry ${Number(index) + 1} of ${name}`;
  const allowed = (params as { allowedValues?: readonly string[] }).allowedValues ?? [];
  switch (keyword) {
    case 'required':
      return `The argument ${String(params['missingProperty'])} is missing`;
    case 'additionalProperties':
      return `There is no argument ${String(params['additionalProperty'])}`;
    case 'type':
      return `The argument ${which} must be ${TYPE_NAMES[String(params['type'])] ?? 'different'}`;
    case 'enum':
      return `The argument ${which} must be ${englishList(allowed, 'or')}`;
    case 'minimum':
      return `The argument ${which} must be at least ${String(params['limit'])}`;
    default:
      return `The argument ${which} ${message ?? 'is not valid'}`;
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  array: 'a list',
};
