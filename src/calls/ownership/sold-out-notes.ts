import { Injectable } from '@nestjs/common';
import { englishList } from '../../common/english-list.js';
import { KitchenBoard } from '../../menu/kitchen-board/kitchen-board.js';
import type { Order } from '../../orders/order.js';
import { OrdersService } from '../../orders/orders.service.js';
import { CallSessions } from './call-sessions.js';

/** Tells the assistants of live calls when something of the caller's order goes off. */
@Injectable()
export class SoldOutNotes {
  constructor(
    board: KitchenBoard,
    private readonly sessions: CallSessions,
    private readonly orders: OrdersService,
  ) {
    board.onSoldOut((ids) => void this.tell(new Set(ids)));
  }

  /** Calls without an order are not asked about. Never rejects. */
  private async tell(off: ReadonlySet<string>): Promise<void> {
    for (const session of this.sessions.all()) {
      const { callSid, order } = session.call;
      if (order?.state !== 'draft') continue;
      const latest = await this.orders.current(callSid).catch(() => null);
      const names = latest?.state === 'draft' ? namesOff(latest, off) : [];
      if (names.length > 0) session.answers.inform(noteOf(names));
      if (names.length > 0) session.call.note('sold-out', { count: names.length });
    }
  }
}

/** What of an order is off, by name: a dish, or a dish with an option. */
function namesOff({ lines }: Order, off: ReadonlySet<string>): readonly string[] {
  const names = lines.flatMap(({ itemId, name, options }) => {
    if (off.has(itemId)) return [name];
    const gone = options.filter(({ optionId }) => off.has(optionId));
    return gone.map((option) => `${option.name} for the ${name}`);
  });
  return [...new Set(names)];
}

function noteOf(names: readonly string[]): string {
  const what = englishList(names, 'and');
  return (
    `The kitchen has just run out of this, which is in the caller’s order: ${what}. Tell the ` +
    'caller in your next answer, before any read-back, and offer something else. The order cannot ' +
    'be placed with it: change it with change_item or remove_item.'
  );
}
