import { Injectable, Logger } from '@nestjs/common';
import { withinOrNull } from '../../common/time-limit.js';
import { VoiceScript } from '../../config/voice-script.js';
import { spokenIn } from '../../menu/spoken/languages.js';
import { ToolBox } from '../../menu/tools/tool-box.js';
import type { ToolOutcome } from '../../menu/tools/tool.js';
import { fault } from '../../orders/order-fault.js';
import { OrdersService } from '../../orders/orders.service.js';
import { ownersNow, type Call, type CallSnapshot } from '../call/call.js';
import type { ToolEntry } from '../call/conversation-entry.js';

/** Longest wait for the database within a webhook, in milliseconds. */
const DATABASE_LIMIT_MS = 100;

/** What the model is told of an interrupted tool, and the order if that is known. */
type Settled = Pick<ToolOutcome, 'result' | 'order'>;

/** Prepares a call that another replica has left to go on here. No method rejects. */
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
    private readonly script: VoiceScript,
  ) {}

  /** Takes over the snapshot of the owner before: what was said, and orders not in the database. */
  async inherit(call: Call, left: CallSnapshot): Promise<void> {
    this.inherited.add(call);
    // An owner that has ended by itself noted how much of its last words was heard.
    if (left.state === 'active') {
      call.conversation.cutOff(ownersNow(left));
      call.talk.cutOff();
    }
    if (left.unsavedOrders.length === 0) return;
    await withinOrNull(this.orders.adopt(left.unsavedOrders), DATABASE_LIMIT_MS);
  }

  /**
   * To be called before the call goes on here. Refuses writes of earlier owners to its orders, and
   * answers the tool calls that were running when their process died.
   */
  async makeReady(call: Call): Promise<void> {
    if (call.fence > 0 && this.taken.get(call) !== call.fence) {
      this.taken.set(call, call.fence);
      await withinOrNull(this.orders.take(call.callSid, call.fence), DATABASE_LIMIT_MS);
    }
    if (!this.inherited.delete(call)) return;
    for (const tool of call.conversation.unanswered()) {
      const settled = await withinOrNull(this.settle(call, tool), DATABASE_LIMIT_MS);
      const { result, order } = settled ?? INTERRUPTED;
      call.conversation.toolAnswered(tool.callId, JSON.stringify(result));
      if (order) call.ordered(order);
      this.logger.log('Interrupted tool settled', { callSid: call.callSid, tool: tool.name });
      call.note('tool-settled', { name: tool.name, known: settled !== null });
    }
  }

  /** The answer to an interrupted tool, from what is stored; null when that does not tell. */
  private async settle(call: Call, tool: ToolEntry): Promise<Settled | null> {
    if (tool.name !== 'place_order') return null;
    const { confirmationId } = JSON.parse(tool.arguments) as { confirmationId?: unknown };
    if (typeof confirmationId !== 'string') return null;
    if ((await this.orders.placedBy(call.callSid, confirmationId)) === null) return NOT_PLACED;
    // The order is there: asked again, the tool answers with it and places nothing.
    const spoken = spokenIn(this.script.in(call.language).language);
    const context = { callSid: call.callSid, callerNumber: call.from, spoken };
    return this.toolBox.run(tool.name, tool.arguments, context);
  }
}

const INTERRUPTED: Settled = {
  result: fault(
    'interrupted',
    'The line was interrupted, and this may or may not have been done. Look at the order before you do it again.',
  ),
  order: null,
};
const NOT_PLACED: Settled = {
  result: fault(
    'interrupted',
    'The line was interrupted before the order was placed. It is not placed: if the caller agreed, place it again with the same confirmation.',
  ),
  order: null,
};
