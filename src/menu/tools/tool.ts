import { Type, type Static, type TObject, type TProperties, type TSchemaOptions } from 'typebox';
import type { OrderFault } from '../../orders/order-fault.js';
import type { TraceSpan } from '../../ops/tracing/trace-span.js';
import type { OrderChannel } from '../../orders/order-origin.js';
import type { Order, OrderSummary } from '../../orders/order.js';
import type { Spoken } from '../spoken/spoken.js';

/** What a caller has heard since the sentence of a read-back was given, as their call tells it. */
export interface ReadBackReport {
  /** All that was said to them since, as far as they heard it. */
  readonly heard: string;
  /** The part of it that they had heard when they answered last; null: they have not answered. */
  readonly answered: string | null;
  /** Of what was said since the order was last refused some was not heard to its end. */
  readonly cut: boolean;
  /** Read-backs of the call that were refused because they said something else. */
  readonly misread: number;
}

/** Whose call a tool runs for. */
export interface ToolContext {
  readonly callSid: string;
  readonly callerNumber: string;
  /** The words of the language that the call speaks. */
  readonly spoken: Spoken;
  /** How the caller orders; absent: on the line without AI. */
  readonly channel?: OrderChannel;
  /** What the tool is a part of, and for the tool itself its own span; absent or null: nothing. */
  readonly trace?: TraceSpan | null;
  /** What became of the read-back that gave a confirmation; absent: nothing was said since. */
  readonly readBack?: (confirmationId: string) => Promise<ReadBackReport>;
}

/** What a model is told by a tool that has done its work. */
type ToolSuccess = { readonly ok: true } & Readonly<Record<string, unknown>>;

/** What a model is told, as JSON. The `message` of a fault is a sentence for the caller. */
export type ToolResult = ToolSuccess | OrderFault;

/** What a tool makes the call do once the caller has heard the last words. */
export type CallEffect = { readonly kind: 'end-call' } | { readonly kind: 'transfer' };

/** A wish to be called back. */
export interface CallbackNote {
  /** A telephone number in full. */
  readonly phone: string;
  /** What about, in the caller's or the model's words; null when nothing was said. */
  readonly message: string | null;
}

/** A text that the call itself says, word for word, where the model does not. */
export interface ReadAloud {
  readonly text: string;
  /** What the model is told instead of the tool's result once the text is being said. */
  readonly result: OrderFault;
}

/** Why a tool refused, and what the call is to say because of it. */
export type Refusal = OrderFault & { readonly aloud?: ReadAloud };

/** What a tool hands back: why it refused, or its result with what it has made or read. */
export type ToolAnswer =
  | Refusal
  | {
      readonly result: ToolSuccess;
      readonly order?: Order;
      readonly callback?: CallbackNote;
      /** Code of the language that the call speaks from now on. */
      readonly language?: string;
    };

/** What became of one tool call. */
export interface ToolOutcome {
  readonly result: ToolResult;
  readonly effect: CallEffect | null;
  /** The call's order after the tool; null when the tool did not read it: it is unchanged. */
  readonly order: OrderSummary | null;
  /** What the tool has noted for the call, if it does so. */
  readonly callback?: CallbackNote;
  /** Code of the language that the call speaks from now on; absent: as before. */
  readonly language?: string;
  /** What the call is to say by itself, if anything. */
  readonly aloud?: ReadAloud;
}

/**
 * Declares the arguments of a tool: JSON Schema that allows no others. `Static<typeof parameters>`
 * is their TypeScript type.
 */
export function toolParameters<P extends TProperties>(properties: P): TObject<P> {
  return Type.Object(properties, { additionalProperties: false });
}

/** The parameters of a tool without arguments. */
export const NO_PARAMETERS = toolParameters({});

/** Schema of an argument that is one of these texts. */
export function oneOf<const V extends string[]>(
  values: readonly [...V],
  options: TSchemaOptions = {},
) {
  return Type.Enum(values, { type: 'string', ...options });
}

/**
 * One function tool. `name`, `description` and `parameters` are what a model sees of it; the words
 * and keys of callers on the order line without AI run the same tools.
 */
export abstract class Tool<P extends TObject = TObject> {
  abstract readonly name: string;
  abstract readonly description: string;
  abstract readonly parameters: P;
  /** Whether this restaurant's configuration has the tool; models do not see it otherwise. */
  readonly offered: boolean = true;
  /** What the call does after `run` has succeeded. */
  readonly effect: CallEffect | null = null;

  /** @param args have been validated against `parameters`. */
  abstract run(args: Static<P>, context: ToolContext): Promise<ToolAnswer> | ToolAnswer;
}
