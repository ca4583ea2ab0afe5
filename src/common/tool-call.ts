/** A finished function call of the model. `arguments` is JSON text and may be invalid. */
export interface ToolCall {
  readonly callId: string;
  readonly name: string;
  readonly arguments: string;
}
