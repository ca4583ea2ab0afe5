import { Injectable } from '@nestjs/common';
import { OrdersService } from '../../orders/orders.service.js';
import { Clock } from '../clock.js';
import { OrderDesk } from './order-desk.js';
import { orderView } from './order-view.js';
import { NO_PARAMETERS, Tool, type ToolContext, type ToolAnswer } from './tool.js';

/** Shows the order as it is. */
@Injectable()
export class ViewOrderTool extends Tool {
  readonly name = 'view_order';
  readonly description =
    'The order as it stands: lines with their lineId, customer, totals, and what is still needed.';
  readonly parameters = NO_PARAMETERS;

  constructor(
    private readonly orders: OrdersService,
    private readonly desk: OrderDesk,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(_: object, { callSid, spoken }: ToolContext): Promise<ToolAnswer> {
    const order = await this.orders.current(callSid);
    if (!order) {
      return { result: { ok: true, lines: [], message: 'There is nothing in the order yet.' } };
    }
    return {
      result: {
        ok: true,
        ...(order.number !== null && { number: order.number }),
        ...orderView(order, spoken, this.clock.now()),
        ...this.desk.earned(order),
      },
      order,
    };
  }
}
