/**
 * What an error says, where a file or folder of the operator's is at fault; a log line takes
 * `errorFields` instead. Its message, otherwise its code (Node gives no message to some connection
 * errors), otherwise its name or the thrown value itself.
 */
export function errorText(error: unknown): string {
  const { message, code, name } = Object(error) as Record<string, unknown>;
  const isText = (text: unknown): text is string => typeof text === 'string' && text !== '';
  return [message, code, name].find(isText) ?? String(error);
}
