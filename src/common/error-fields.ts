import { isNativeError } from 'node:util/types';

/** Log fields of an error: what kind it is and where it was made, never what it says. */
export interface ErrorFields {
  readonly error: string;
  /** The first frames of its stack; absent when there is none. */
  readonly at?: readonly string[];
}

const MAX_FRAMES = 8;
const NAME = /^\w{1,60}$/;
/** A line of V8's that is a frame: it ends with a place in a file. */
const FRAME =
  /^\s+at (?:[^()]{1,200} \(|)(?:async )?[^\s()]{1,500}(?::\d{1,6}:\d{1,6}|<anonymous>)\)?$/;

/**
 * An error as every log line tells of it. Messages are left out, as those of libraries quote what
 * they were given: `JSON.parse` the text, a database the values of a row, `fetch` an address.
 */
export function errorFields(error: unknown): ErrorFields {
  const stack = isNativeError(error) ? framesOf(error) : [];
  return { error: errorKind(error), ...(stack.length > 0 && { at: stack }) };
}

/**
 * What kind of error it is: its code or that of its cause, such as `ECONNREFUSED` or SQL's
 * `23505`; otherwise the first word of a Redis refusal, such as `OOM`; otherwise its name. The
 * type of a thrown value that is no error. For faults that are expected, whose place is known.
 */
export function errorKind(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  const { code, cause, name, message } = error as Readonly<Record<string, unknown>>;
  const { code: causeCode } = Object(cause) as { readonly code?: unknown };
  const given = [code, causeCode].find((text) => isName(text));
  if (given !== undefined) return String(given);
  if (name === 'ReplyError') return /^[A-Z]+(?= )/.exec(String(message))?.[0] ?? name;
  return isName(name) ? name : 'Error';
}

/** The first frames of a stack's text, which may begin with a message. */
export function stackFrames(stack: string): readonly string[] {
  const frames = stack.split('\n').filter((line) => FRAME.test(line));
  return frames.slice(0, MAX_FRAMES).map((line) => line.trim());
}

/** Nothing of a message passes for a frame, whatever lines it has. */
function framesOf({ stack = '', message }: Error): readonly string[] {
  const begin = message === '' ? 0 : stack.indexOf(message);
  // A message that was changed since is still in the stack as it was.
  return begin < 0 ? [] : stackFrames(stack.slice(begin + message.length));
}

function isName(text: unknown): text is string {
  return typeof text === 'string' && NAME.test(text);
}
