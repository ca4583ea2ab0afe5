import { Injectable } from '@nestjs/common';
import { missingForPlacing } from '../../orders/order-changes.js';
import { isFault } from '../../orders/order-fault.js';
import { OrdersService } from '../../orders/orders.service.js';
import { Clock } from '../clock.js';
import { OrderDesk } from './order-desk.js';
import { NO_PARAMETERS, Tool, type ToolContext, type ToolAnswer } from './tool.js';

/** Gives the sentence that the caller has to agree to, and the `confirmationId` for placing. */
@Injectable()
export class ReadBackOrderTool extends Tool {
  readonly name = 'read_back_order';
  readonly description =
    'When the caller is done: gives the sentence to read out word for word, and the confirmationId ' +
    'for place_order. Any later change needs a new read-back.';
  readonly parameters = NO_PARAMETERS;

  constructor(
    private readonly orders: OrdersService,
    private readonly desk: OrderDesk,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(_: object, { callSid, spoken }: ToolContext): Promise<ToolAnswer> {
    const order = await this.orders.readBack(
      callSid,
      (draft, placed) => missingForPlacing(draft) ?? this.desk.obstacle(draft, placed),
    );
    if (isFault(order)) return order;
    const { confirmationId, totalCents } = order;
    const sentence = spoken.order(this.desk.told(order, spoken), this.clock.now());
    return { result: { ok: true, confirmationId, totalCents, spoken: sentence }, order };
  }
}
