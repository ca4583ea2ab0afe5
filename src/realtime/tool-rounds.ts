/** Responses in a row that may call tools; the next one has to be words. The same on every rung. */
export const MAX_TOOL_ROUNDS = 5;

/** Answers a function call that was not run, in the form of a tool's own fault. */
function notDone(message: string): string {
  return JSON.stringify({ ok: false, error: 'not_done', message });
}

/** Answers a call that was cut off before it was whole. */
export const CALL_CUT_OFF = notDone(
  'The call was cut off and nothing was done. Call the tool again if it is still wanted.',
);

/** Answers a call that was made when only words were allowed. */
export const SPEAK_NOW = notDone(
  'Nothing was done: no more tools now. Speak to the caller first, with what is known.',
);
