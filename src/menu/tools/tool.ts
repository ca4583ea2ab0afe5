import type { ToolDefinition } from '../../common/tool-definition.js';
import type { OrderSummary } from '../../orders/order.js';

/** Whose call a tool runs for. */
export interface ToolContext {
  readonly callSid: string;
  readonly callerNumber: string;
}

/** What the model is told. `message` is a sentence it can speak from. */
export type ToolResult =
  | ({ readonly ok: true } & Readonly<Record<string, unknown>>)
  | { readonly ok: false; readonly error: string; readonly message: string };

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
