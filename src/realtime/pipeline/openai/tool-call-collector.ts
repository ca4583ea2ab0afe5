import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { ToolCall } from '../../voice-provider.js';

type Fragment = ChatCompletionChunk.Choice.Delta.ToolCall;

/** More calls than this in one answer are not made. */
const MAX_CALLS = 32;

/** Puts together the function calls of an answer from the fragments of its stream (protocol B7.3). */
export class ToolCallCollector {
  private readonly calls = new Map<number, { callId: string; name: string; arguments: string }>();

  /** Id and name come with the first fragment of an index, the arguments with all of them. */
  add(fragment: Fragment): void {
    let call = this.calls.get(fragment.index);
    if (call === undefined) {
      if (this.calls.size >= MAX_CALLS) return;
      call = { callId: '', name: '', arguments: '' };
      this.calls.set(fragment.index, call);
    }
    call.callId ||= fragment.id ?? '';
    call.name ||= fragment.function?.name ?? '';
    call.arguments += fragment.function?.arguments ?? '';
  }

  /** The calls in their order; one without id or name cannot be answered and is left out. */
  finish(): readonly ToolCall[] {
    return [...this.calls]
      .sort(([a], [b]) => a - b)
      .map(([, call]) => call)
      .filter(({ callId, name }) => callId !== '' && name !== '');
  }
}
