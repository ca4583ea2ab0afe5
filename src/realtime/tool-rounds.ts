/** Responses in a row that may call tools; the next one has to be words. The same on every rung. */
export const MAX_TOOL_ROUNDS = 5;
