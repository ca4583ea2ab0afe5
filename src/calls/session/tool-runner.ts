import type { ToolOutcome } from '../../menu/tools/tool.js';
import type { ToolCall } from '../../realtime/voice-provider.js';
import type { Call } from '../call/call.js';

/** What a runner tells its session. */
export interface ToolEvents {
  /** The first of several tools has begun. */
  started(now: number): void;
  ended(now: number): void;
  answered(callId: string, output: string, outcome: ToolOutcome): void;
}

/**
 * Runs the model's tool calls one after the other, in the order it asked, each call id once.
 * What was done is noted on the call before it is reported.
 */
export class ToolRunner {
  private waiting = 0;

  /** @param run never rejects and is limited in time. */
  constructor(
    private readonly call: Call,
    private readonly run: (toolCall: ToolCall) => Promise<ToolOutcome>,
    private readonly events: ToolEvents,
  ) {}

  get running(): boolean {
    return this.waiting > 0;
  }

  add(toolCall: ToolCall): void {
    const { callId, name } = toolCall;
    if (!this.call.conversation.toolCalled(callId, name, toolCall.arguments)) return;
    this.waiting += 1;
    // Kept on the call: a stream that takes over waits for what an earlier one has begun.
    this.call.toolsDone = this.call.toolsDone.then(() => this.perform(toolCall));
  }

  private async perform(toolCall: ToolCall): Promise<void> {
    const startedAt = performance.now();
    this.events.started(startedAt);
    const outcome = await this.run(toolCall);
    const endedAt = performance.now();
    this.waiting -= 1;
    const { result, order } = outcome;
    const output = JSON.stringify(result);
    this.call.conversation.toolAnswered(toolCall.callId, output);
    this.call.order = order ?? this.call.order;
    this.call.note('tool', {
      name: toolCall.name,
      ms: Math.round(endedAt - startedAt),
      ok: result.ok,
      ...(result.ok ? {} : { error: result.error }),
    });
    this.events.ended(endedAt);
    this.events.answered(toolCall.callId, output, outcome);
  }
}
