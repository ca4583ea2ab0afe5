import type { OrderFault } from '../../orders/order-fault.js';
import type { OrderSummary } from '../../orders/order.js';

/** A tool as the model sees it; `parameters` is JSON Schema with `additionalProperties: false`. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Whose call a tool runs for. */
export interface ToolContext {
  readonly callSid: string;
  readonly callerNumber: string;
}

/** What the model is told. The `message` of a fault is a sentence it can speak from. */
export type ToolResult = ({ readonly ok: true } & Readonly<Record<string, unknown>>) | OrderFault;

/** What the call has to do because of a tool. */
export type CallEffect = { readonly kind: 'end-call' } | { readonly kind: 'transfer' };

/** Outcome of one tool run; never a throw. */
export interface ToolOutcome {
  readonly result: ToolResult;
  readonly effect: CallEffect | null;
  /** The call's order as it stands afterwards; null while there is none. */
  readonly order: OrderSummary | null;
}

/** One function tool. `run` gets arguments that already match `parameters`. */
export abstract class Tool implements ToolDefinition {
  abstract readonly name: string;
  abstract readonly description: string;
  abstract readonly parameters: Readonly<Record<string, unknown>>;
  abstract run(
    args: Readonly<Record<string, unknown>>,
    context: ToolContext,
  ): Promise<ToolResult> | ToolResult;
  /** Effect on the call when `run` answered `ok: true`. */
  readonly effect: CallEffect | null = null;
}
