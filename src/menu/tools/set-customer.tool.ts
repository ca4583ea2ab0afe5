import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { maskCardNumbers } from '../../common/card-numbers.js';
import { telephoneNumber, withheldWord } from '../../common/caller-number.js';
import { setCustomer } from '../../orders/order-changes.js';
import { fault, isFault } from '../../orders/order-fault.js';
import { NO_DELIVERY, OrderDesk } from './order-desk.js';
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
    private readonly spoken: Spoken,
  ) {
    super();
  }

  async run(
    details: Static<typeof parameters>,
    { callSid, callerNumber }: ToolContext,
  ): Promise<ToolAnswer> {
    const given = details.phone?.trim() ? dialable(details.phone) : null;
    if (given === null && details.phone?.trim()) {
      return fault('invalid_phone', 'That does not sound like a complete phone number.');
    }
    const own = telephoneNumber(callerNumber);
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
        ...stillNeeded(order),
      },
      order,
    };
  }
}

/**
 * Digits with an optional plus, 7 to 15 of them as E.164 allows; null for anything else, for digits
 * that only spell a word such as ANONYMOUS, and for the number of a card.
 */
function dialable(spoken: string): string | null {
  const digits = spoken.replace(/[\s().-]/g, '');
  const usable = /^\+?\d{7,15}$/.test(digits) && withheldWord(digits) === null;
  const international = `+${digits.replace('+', '')}`;
  return usable && maskCardNumbers(international) === international ? digits : null;
}
