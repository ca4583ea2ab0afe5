import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { quotedMinutes } from '../../orders/order-changes.js';
import { isFault } from '../../orders/order-fault.js';
import { OrdersService } from '../../orders/orders.service.js';
import { MenuService } from '../menu.service.js';
import { Clock } from '../clock.js';
import { OrderDesk } from './order-desk.js';
import { readyView } from './order-view.js';
import { readBackRefusal } from './read-back-rule.js';
import {
  Tool,
  toolParameters,
  type ReadBackReport,
  type ToolContext,
  type ToolAnswer,
} from './tool.js';

const parameters = toolParameters({
  confirmationId: Type.String({ description: 'From the last read_back_order.' }),
});

const NOTHING_HEARD: ReadBackReport = { heard: '', answered: null, cut: false, misread: 0 };

/**
 * Places the order that was read back and sends it to the kitchen, once the caller has heard what
 * will be charged and has answered. Until then the order and its confirmation stay as they are.
 */
@Injectable()
export class PlaceOrderTool extends Tool<typeof parameters> {
  readonly name = 'place_order';
  readonly description =
    'Sends the order to the kitchen. Only in a later turn than the read-back, after the caller has ' +
    'heard all of it and agreed.';
  readonly parameters = parameters;

  constructor(
    private readonly orders: OrdersService,
    private readonly menu: MenuService,
    private readonly desk: OrderDesk,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(
    { confirmationId }: Static<typeof parameters>,
    { callSid, readBack, spoken, channel, trace }: ToolContext,
  ): Promise<ToolAnswer> {
    const report = (await readBack?.(confirmationId)) ?? NOTHING_HEARD;
    const now = this.clock.now();
    const dishes = this.menu.current().items.map(({ name }) => name);
    const order = await this.orders.place(
      callSid,
      confirmationId,
      (draft, placed) =>
        this.desk.obstacle(draft, placed) ??
        readBackRefusal(this.desk.told(draft, spoken), report, spoken, dishes, now),
      { channel: channel ?? 'ivr', trace: trace ?? null },
      (draft) => this.desk.minutesFor(draft),
    );
    // A refusal comes back as it is, with what the call is to say.
    if (isFault(order)) return order;
    const { id, number, totalCents, customer, allergies } = order;
    const told = allergies.length > 0 ? [spoken.allergies.onOrder(allergies)] : [];
    return {
      result: {
        ok: true,
        orderId: id,
        number,
        totalCents,
        spoken: [spoken.cents(totalCents), ...told].join('. '),
        ...(allergies.length > 0 && { allergies }),
        fulfilment: customer.fulfilment,
        ...(order.readyAt === null
          ? { readyInMinutes: quotedMinutes(order) ?? this.desk.minutesFor(order) }
          : readyView(order, spoken, now)),
      },
      order,
    };
  }
}
