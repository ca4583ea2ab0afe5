import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { callersOwnNumber } from '../../common/callable-number.js';
import { setCustomer } from '../../orders/order-changes.js';
import { isFault } from '../../orders/order-fault.js';
import { MenuService } from '../menu.service.js';
import { NO_DELIVERY, OrderDesk } from './order-desk.js';
import { phoneGiven } from './phone-given.js';
import { customerView, stillNeeded, totalsView } from './order-view.js';
import { Spoken } from '../spoken/spoken.js';
import { oneOf, Tool, toolParameters, type ToolContext, type ToolAnswer } from './tool.js';

const parameters = toolParameters({
  name: Type.Optional(Type.String({ maxLength: 80, description: 'Name for the order.' })),
  phone: Type.Optional(
    Type.String({
      maxLength: 30,
      description: 'Only if the caller wants another number than the one of this call.',
    }),
  ),
  fulfilment: Type.Optional(
    oneOf(['pickup', 'delivery'], { description: 'Pickup at the restaurant, or delivery.' }),
  ),
  address: Type.Optional(
    Type.String({ maxLength: 200, description: 'Street address for delivery.' }),
  ),
});

/** Sets the customer of the order, and pickup or delivery. */
@Injectable()
export class SetCustomerTool extends Tool<typeof parameters> {
  readonly name = 'set_customer';
  readonly description =
    'Notes who the order is for, and pickup or delivery. What is left out stays. Without a phone ' +
    'number the one the caller is calling from is noted.';
  readonly parameters = parameters;

  constructor(
    private readonly desk: OrderDesk,
    private readonly menu: MenuService,
    private readonly spoken: Spoken,
  ) {
    super();
  }

  async run(
    details: Static<typeof parameters>,
    { callSid, callerNumber }: ToolContext,
  ): Promise<ToolAnswer> {
    const given = phoneGiven(details.phone, this.menu.current().business.phone);
    if (isFault(given)) return given;
    const own = callersOwnNumber(callerNumber);
    const order = await this.desk.change(callSid, (draft, { menu, rules }) => {
      if (details.fulfilment === 'delivery' && !menu.business.delivery) return NO_DELIVERY;
      const phone = given ?? draft.customer.phone ?? own;
      return setCustomer(draft, { ...details, phone }, rules);
    });
    if (isFault(order)) return order;
    return {
      result: {
        ok: true,
        ...customerView(order.customer),
        ...(own !== null && order.customer.phone === own && { phoneIsCallersOwn: true }),
        ...totalsView(order, this.spoken),
        ...this.desk.earned(order),
        ...stillNeeded(order),
      },
      order,
    };
  }
}
