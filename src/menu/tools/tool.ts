import { Type, type Static, type TObject, type TProperties, type TSchemaOptions } from 'typebox';
import type { OrderFault } from '../../orders/order-fault.js';
import type { Order, OrderSummary } from '../../orders/order.js';

/** Whose call a tool runs for. */
export interface ToolContext {
  readonly callSid: string;
  readonly callerNumber: string;
}

/** What the model is told. The `message` of a fault is a sentence it can speak from. */
export type ToolResult = ({ readonly ok: true } & Readonly<Record<string, unknown>>) | OrderFault;

/** What the call has to do because of a tool. */
export type CallEffect = { readonly kind: 'end-call' } | { readonly kind: 'transfer' };

/** What a tool hands back: why it refused, or its result with the order it has made or seen. */
export type ToolAnswer =
  OrderFault | { readonly result: Extract<ToolResult, { ok: true }>; readonly order?: Order };

/** What became of one tool call. */
export interface ToolOutcome {
  readonly result: ToolResult;
  readonly effect: CallEffect | null;
  /** The call's order after the tool; null: the tool saw none, and what was known of it holds. */
  readonly order: OrderSummary | null;
}

/** The JSON Schema of a tool's arguments; `Static` of it is their TypeScript type. */
export function toolParameters<P extends TProperties>(properties: P): TObject<P> {
  return Type.Object(properties, { additionalProperties: false });
}

/** For a tool without arguments. */
export const NO_PARAMETERS = toolParameters({});

/** One of these texts. */
export function oneOf<const V extends string[]>(
  values: readonly [...V],
  options: TSchemaOptions = {},
) {
  return Type.Enum(values, { type: 'string', ...options });
}

/** One function tool, in the class's `parameters` what it takes. */
export abstract class Tool<P extends TObject = TObject> {
  abstract readonly name: string;
  abstract readonly description: string;
  abstract readonly parameters: P;
  /** Whether the tool is there at all with this restaurant's configuration. */
  readonly offered: boolean = true;
  /** Effect on the call when `run` answered `ok: true`. */
  readonly effect: CallEffect | null = null;

  /** @param args match `parameters`. */
  abstract run(args: Static<P>, context: ToolContext): Promise<ToolAnswer> | ToolAnswer;
}
