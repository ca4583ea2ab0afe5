import { Injectable, Logger } from '@nestjs/common';
import { withinOrNull } from '../../common/time-limit.js';
import { ToolBox } from '../../menu/tools/tool-box.js';
import { OrdersService } from '../../orders/orders.service.js';
import type { Call, CallSnapshot } from '../call/call.js';
import type { ToolEntry } from '../call/conversation.js';

/** What a webhook can spare for the database while a call changes hands. */
const DATABASE_LIMIT_MS = 100;

/** Prepares a call that was another replica's to go on here. Nothing rejects. */
@Injectable()
export class CallRecovery {
  private readonly logger = new Logger(CallRecovery.name);
  /** The fence under which a call's order was last claimed. */
  private readonly taken = new WeakMap<Call, number>();
  /** Calls that came from another replica and have not been made ready yet. */
  private readonly inherited = new WeakSet<Call>();

  constructor(
    private readonly orders: OrdersService,
    private readonly toolBox: ToolBox,
  ) {}

  /** Takes over what the previous owner saved of the call. */
  async inherit(call: Call, left: CallSnapshot): Promise<void> {
    this.inherited.add(call);
    // An owner that stopped in order has noted what was heard.
    if (left.state === 'active') call.conversation.cutOff(Date.now());
    if (left.unsavedOrders.length === 0) return;
    await withinOrNull(this.orders.adopt(left.unsavedOrders), DATABASE_LIMIT_MS);
  }

  /**
   * Call before the first answer or write for the call here. Shuts lower fences out of its order,
   * and gives every tool call that was running when its process died a result.
   */
  async makeReady(call: Call): Promise<void> {
    if (call.fence > 0 && this.taken.get(call) !== call.fence) {
      this.taken.set(call, call.fence);
      await withinOrNull(this.orders.take(call.callSid, call.fence), DATABASE_LIMIT_MS);
    }
    if (!this.inherited.delete(call)) return;
    for (const tool of call.conversation.unanswered()) {
      const settled = await withinOrNull(this.settle(call, tool), DATABASE_LIMIT_MS);
      call.conversation.toolAnswered(tool.callId, settled ?? INTERRUPTED);
      this.logger.log('Interrupted tool settled', { callSid: call.callSid, tool: tool.name });
      call.note('tool-settled', { name: tool.name, known: settled !== null });
    }
  }

  /** The result of an interrupted tool call as far as stored data tells it, otherwise null. */
  private async settle(call: Call, tool: ToolEntry): Promise<string | null> {
    if (tool.name !== 'place_order') return null;
    const { confirmationId } = JSON.parse(tool.arguments) as { confirmationId?: unknown };
    if (typeof confirmationId !== 'string') return null;
    if ((await this.orders.placedBy(call.callSid, confirmationId)) === null) return NOT_PLACED;
    // The order is there: asked again, the tool answers with it and places nothing.
    const context = { callSid: call.callSid, callerNumber: call.from };
    const { result } = await this.toolBox.run(tool.name, tool.arguments, context);
    return JSON.stringify(result);
  }
}

const INTERRUPTED = JSON.stringify({
  ok: false,
  error: 'interrupted',
  message:
    'The line was interrupted, and this may or may not have been done. Look at the order before you do it again.',
});
const NOT_PLACED = JSON.stringify({
  ok: false,
  error: 'interrupted',
  message:
    'The line was interrupted before the order was placed. It is not placed: if the caller agreed, place it again with the same confirmation.',
});
