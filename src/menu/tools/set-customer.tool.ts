import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { callersOwnNumber } from '../../common/callable-number.js';
import { setCustomer } from '../../orders/order-changes.js';
import { isFault } from '../../orders/order-fault.js';
import { Clock } from '../clock.js';
import { MenuService } from '../menu.service.js';
import { deliveryFault } from './delivery-rule.js';
import { OrderDesk } from './order-desk.js';
import { phoneGiven } from './phone-given.js';
import { readyGiven } from './ready-given.js';
import { customerView, readyView, stillNeeded, totalsView } from './order-view.js';
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
    Type.String({
      maxLength: 200,
      description: 'Street address for delivery, with the postal code if the caller has said it.',
    }),
  ),
  readyAt: Type.Optional(
    Type.String({
      maxLength: 80,
      description:
        'Only if the caller wants it at a certain time: in their words, such as "tomorrow at noon", ' +
        'or in local time, such as 2026-11-28T19:00. "asap" takes the time back.',
    }),
  ),
});

/** Sets the customer of the order, pickup or delivery, and the time. */
@Injectable()
export class SetCustomerTool extends Tool<typeof parameters> {
  readonly name = 'set_customer';
  readonly description =
    'Notes who the order is for, pickup or delivery, and for when. What is left out stays. Says at ' +
    'once when an address is outside the delivery area or a time is not possible. Without a phone ' +
    'number the one the caller is calling from is noted.';
  readonly parameters = parameters;

  constructor(
    private readonly desk: OrderDesk,
    private readonly menu: MenuService,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(
    details: Static<typeof parameters>,
    { callSid, callerNumber, spoken }: ToolContext,
  ): Promise<ToolAnswer> {
    const given = phoneGiven(details.phone, this.menu.current().business.phone);
    if (isFault(given)) return given;
    const own = callersOwnNumber(callerNumber);
    const { readyAt: wanted = '', ...customer } = details;
    const order = await this.desk.change(callSid, (draft, { menu: { business }, now, rules }) => {
      const fulfilment = details.fulfilment ?? draft.customer.fulfilment;
      const readyAt =
        wanted.trim() === '' ? draft.readyAt : readyGiven(wanted, { business, fulfilment, now });
      if (isFault(readyAt)) return readyAt;
      const phone = given ?? draft.customer.phone ?? own;
      const changed = setCustomer(draft, { ...customer, phone, readyAt }, rules);
      const placesIt = details.fulfilment !== undefined || details.address !== undefined;
      if (isFault(changed) || !placesIt) return changed;
      return deliveryFault(changed, business) ?? changed;
    });
    if (isFault(order)) return order;
    return {
      result: {
        ok: true,
        ...customerView(order.customer),
        ...(own !== null && order.customer.phone === own && { phoneIsCallersOwn: true }),
        ...readyView(order, spoken, this.clock.now()),
        ...totalsView(order, spoken),
        ...this.desk.earned(order),
        ...(details.fulfilment !== undefined && this.desk.notice(order, spoken)),
        ...stillNeeded(order),
      },
      order,
    };
  }
}
