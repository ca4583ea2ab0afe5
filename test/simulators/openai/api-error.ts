/** The `error` of an error event, without the client's event id (protocol B5.1). */
export interface ApiError {
  readonly type: string;
  readonly code: string | null;
  readonly message: string;
  readonly param: string | null;
}

/** A request that the service refuses. */
export function invalidRequest(
  code: string,
  message: string,
  param: string | null = null,
): ApiError {
  return { type: 'invalid_request_error', code, message, param };
}

/** Refusals that a correct client meets when its event and the server's cross on the wire. */
const RACES: ReadonlySet<string | null> = new Set([
  'response_cancel_not_active',
  'conversation_already_has_active_response',
  'input_audio_buffer_commit_empty',
]);

/** True when the client could have known better. */
export function isViolation(error: ApiError): boolean {
  return !RACES.has(error.code);
}
