import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { isFault } from '../../orders/order-fault.js';
import { OrdersService } from '../../orders/orders.service.js';
import { MenuService } from '../menu.service.js';
import { OrderDesk } from './order-desk.js';
import { Spoken } from '../spoken/spoken.js';
import { Tool, toolParameters, type ToolContext, type ToolAnswer } from './tool.js';

const parameters = toolParameters({
  confirmationId: Type.String({ description: 'From the last read_back_order.' }),
});

/** Places the order that was read back and sends it to the kitchen. */
@Injectable()
export class PlaceOrderTool extends Tool<typeof parameters> {
  readonly name = 'place_order';
  readonly description =
    'Sends the order to the kitchen, only after the caller agreed to what was read back.';
  readonly parameters = parameters;

  constructor(
    private readonly orders: OrdersService,
    private readonly menu: MenuService,
    private readonly desk: OrderDesk,
    private readonly spoken: Spoken,
  ) {
    super();
  }

  async run(
    { confirmationId }: Static<typeof parameters>,
    { callSid }: ToolContext,
  ): Promise<ToolAnswer> {
    const order = await this.orders.place(callSid, confirmationId, (draft, placed) =>
      this.desk.obstacle(draft, placed),
    );
    if (isFault(order)) return order;
    const { id, number, totalCents, customer } = order;
    const { pickup, delivery } = this.menu.current().business;
    const delivers = customer.fulfilment === 'delivery';
    return {
      result: {
        ok: true,
        orderId: id,
        number,
        totalCents,
        spoken: this.spoken.cents(totalCents),
        fulfilment: customer.fulfilment,
        readyInMinutes: (delivers ? delivery : null)?.leadMinutes ?? pickup.leadMinutes,
      },
      order,
    };
  }
}
