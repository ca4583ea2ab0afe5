import type { CallEffect, ToolResult } from '../../menu/tools/tool.js';
import type { ToolCall } from '../../common/tool-call.js';
import type { Call } from '../call/call.js';
import type { SessionToolOutcome } from './session-services.js';

/** What a runner tells its session; times are those of `performance.now()`. */
export interface ToolEvents {
  /** A tool has begun to run. */
  started(now: number): void;
  ended(now: number): void;
  /**
   * Says a text in the place of the model; false when it cannot be said now.
   *
   * @param clip its sound; undefined when no voice can say it.
   */
  says(text: string, clip: Uint8Array | undefined): boolean;
  /** @param effect null also when the call was answered before and took effect then. */
  answered(callId: string, output: string, effect: CallEffect | null): void;
}

/**
 * Runs the model's tool calls one after the other, in the order it asked, each call id once: a
 * call that was run before is answered with the output of that time. What was done is noted on the
 * call before it is reported.
 */
export class ToolRunner {
  private readonly waiting = new Set<string>();

  /** @param run never rejects and is limited in time. */
  constructor(
    private readonly call: Call,
    private readonly run: (toolCall: ToolCall) => Promise<SessionToolOutcome>,
    private readonly events: ToolEvents,
  ) {}

  get running(): boolean {
    return this.waiting.size > 0;
  }

  add(toolCall: ToolCall): void {
    const { callId, name } = toolCall;
    if (this.waiting.has(callId)) return;
    const isNew = this.call.conversation.toolCalled(callId, name, toolCall.arguments);
    this.waiting.add(callId);
    // The queue is the call's: a stream that takes over waits for the tools of an earlier one.
    this.call.toolsDone = this.call.toolsDone.then(() =>
      isNew ? this.perform(toolCall) : this.answerAgain(callId),
    );
  }

  /** A call of an earlier stream has ended too: it stood before this one in the queue. */
  private answerAgain(callId: string): void {
    this.waiting.delete(callId);
    const output = this.call.conversation.toolOutput(callId);
    if (output !== null) this.events.answered(callId, output, null);
  }

  /** What the model is told: another result when the call has said something in its place. */
  private told({ result, aloud, clip }: SessionToolOutcome): ToolResult {
    return aloud && this.events.says(aloud.text, clip) ? aloud.result : result;
  }

  private async perform(toolCall: ToolCall): Promise<void> {
    const startedAt = performance.now();
    this.events.started(startedAt);
    const outcome = await this.run(toolCall);
    const endedAt = performance.now();
    this.waiting.delete(toolCall.callId);
    const { order, effect } = outcome;
    const result = this.told(outcome);
    const output = JSON.stringify(result);
    this.call.conversation.toolAnswered(toolCall.callId, output);
    if (order) this.call.ordered(order);
    this.call.note('tool', {
      name: toolCall.name,
      ms: Math.round(endedAt - startedAt),
      ok: result.ok,
      ...(result.ok ? {} : { error: result.error }),
    });
    this.events.ended(endedAt);
    this.events.answered(toolCall.callId, output, effect);
  }
}
