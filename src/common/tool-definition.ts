/** A function that a model may call: what it is told of it. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments, an object with `additionalProperties: false`. */
  readonly parameters: Readonly<Record<string, unknown>>;
}
