import { fieldsIn } from '../../common/json-fields.js';
import { callersOwnNumber } from '../../common/callable-number.js';
import { dialable } from '../../common/caller-number.js';
import type { CallbackNote } from '../../menu/tools/tool.js';
import type { CallSnapshot } from './call.js';
import { Conversation } from './conversation.js';

/** The tool that notes a wish to be called back. */
export const CALLBACK_TOOL = 'leave_callback_note';

/**
 * The caller's last wish to be called back; null for none. It is read from the tool's call in the
 * conversation, so that the caller's words are deleted with the transcript they belong to.
 */
export function callbackOf(call: Pick<CallSnapshot, 'conversation' | 'from'>): CallbackNote | null {
  const done = new Conversation(call.conversation)
    .replay()
    .findLast(
      (item) =>
        item.kind === 'tool-call' &&
        item.name === CALLBACK_TOOL &&
        fieldsIn(item.output ?? '')['ok'] === true,
    );
  if (done?.kind !== 'tool-call') return null;
  const { phone, message } = fieldsIn(done.arguments);
  // The tool tells another number than the one of the call as it has understood it.
  const { phone: noted = phone } = fieldsIn(done.output);
  const number = (typeof noted === 'string' && dialable(noted)) || callersOwnNumber(call.from);
  if (number === null) return null;
  return { phone: number, message: typeof message === 'string' ? message.trim() || null : null };
}
