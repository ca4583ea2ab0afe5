import { isNativeError } from 'node:util/types';

/**
 * What an error says, for one field of a log line: its message, otherwise its code (Node gives
 * no message to some connection errors), otherwise its name or the thrown value itself.
 */
export function errorText(error: unknown): string {
  const { message, code, name } = Object(error) as Record<string, unknown>;
  const isText = (text: unknown): text is string => typeof text === 'string' && text !== '';
  return [message, code, name].find(isText) ?? String(error);
}

/** An error's stack, for faults that are not expected; the text of a thrown value without one. */
export function errorStack(error: unknown): string {
  return (isNativeError(error) && error.stack) || errorText(error);
}
