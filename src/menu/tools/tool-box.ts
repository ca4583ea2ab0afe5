import { Inject, Injectable, Logger } from '@nestjs/common';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { TimeLimitError, within } from '../../common/time-limit.js';
import type { ToolDefinition } from '../../common/tool-definition.js';
import type { OrderSummary } from '../../orders/order.js';
import { OrdersService } from '../../orders/orders.service.js';
import { spokenList } from '../spoken.js';
import type { Tool, ToolContext, ToolOutcome, ToolResult } from './tool.js';

/** Injection token of the tools that are offered, in the order a model sees them. */
export const MENU_TOOLS = Symbol('MENU_TOOLS');

/** Limit of one tool run, the look at the order afterwards included. */
export const TOOL_TIMEOUT_MS = 8000;

interface CheckedTool {
  readonly tool: Tool;
  readonly matches: ValidateFunction;
}

/** The tools of a call, for whichever brain holds the conversation. */
@Injectable()
export class ToolBox {
  private readonly logger = new Logger(ToolBox.name);
  private readonly tools: ReadonlyMap<string, CheckedTool>;
  private readonly offered: readonly ToolDefinition[];

  constructor(
    @Inject(MENU_TOOLS) tools: readonly Tool[],
    private readonly orders: OrdersService,
  ) {
    const ajv = new Ajv({ allErrors: true });
    this.tools = new Map(
      tools.map((tool) => [tool.name, { tool, matches: ajv.compile(tool.parameters) }]),
    );
    this.offered = tools.map(({ name, description, parameters }) => ({
      name,
      description,
      parameters,
    }));
  }

  definitions(): readonly ToolDefinition[] {
    return this.offered;
  }

  /**
   * Runs a tool by the name and the JSON text that a model gave. Never throws and never takes
   * longer than `TOOL_TIMEOUT_MS`: whatever is wrong comes back as a sentence to speak from.
   */
  async run(name: string, argumentsJson: string, context: ToolContext): Promise<ToolOutcome> {
    const startedAt = performance.now();
    const found = this.tools.get(name);
    const result = found
      ? await this.runChecked(found, argumentsJson, context)
      : failed('unknown_tool', 'I am sorry, I cannot do that.');
    const leftMs = TOOL_TIMEOUT_MS - (performance.now() - startedAt);
    const order = await this.summary(context.callSid, leftMs);
    return { result, effect: (result.ok && found?.tool.effect) || null, order };
  }

  private async runChecked(
    { tool, matches }: CheckedTool,
    argumentsJson: string,
    context: ToolContext,
  ): Promise<ToolResult> {
    const parsed = parseArguments(argumentsJson);
    if (!parsed) return failed('invalid_arguments', 'The arguments are not a JSON object.');
    if (!matches(parsed)) return failed('invalid_arguments', words(matches.errors ?? []));
    const fields = { callSid: context.callSid, tool: tool.name };
    try {
      const running = Promise.resolve().then(() => tool.run(parsed, context));
      return await within(running, TOOL_TIMEOUT_MS);
    } catch (error) {
      if (error instanceof TimeLimitError) {
        this.logger.warn('Tool timed out', { ...fields, timeoutMs: TOOL_TIMEOUT_MS });
        return failed('timeout', 'I am sorry, that is taking too long. Let us try it once more.');
      }
      this.logger.error('Tool failed', { ...fields, reason: (error as Error).message });
      return failed('internal', 'I am sorry, something went wrong on our side. Let me try again.');
    }
  }

  /** Null also when the order cannot be had in time: the tool's answer must not wait for it. */
  private async summary(callSid: string, limitMs: number): Promise<OrderSummary | null> {
    try {
      const order = await within(this.orders.current(callSid), Math.max(0, limitMs));
      return order === null ? null : this.orders.summary(order);
    } catch (error) {
      if (error instanceof TimeLimitError) return null;
      this.logger.error('Order not read', { callSid, reason: (error as Error).message });
      return null;
    }
  }
}

/** A model that has nothing to say may send no text at all. */
function parseArguments(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = text.trim() === '' ? {} : JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function failed(error: string, message: string): ToolResult {
  return { ok: false, error, message };
}

/** What is wrong with the arguments, each by its name. */
function words(errors: readonly ErrorObject[]): string {
  return errors.map((error) => `${inWords(error)}.`).join(' ');
}

function inWords({ keyword, params, instancePath, message }: ErrorObject): string {
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
      return `The argument ${which} must be ${spokenList(allowed, 'or')}`;
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
