import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { applyPromotion } from '../../orders/order-changes.js';
import { fault, isFault, type OrderFault } from '../../orders/order-fault.js';
import type { MenuPromotion } from '../catalogue/menu-document.js';
import { OrderDesk } from './order-desk.js';
import { totalsView } from './order-view.js';
import { spokenWindows } from '../spoken/english.js';
import { Tool, toolParameters, type ToolContext, type ToolAnswer } from './tool.js';

const parameters = toolParameters({
  code: Type.String({
    maxLength: 40,
    description: 'The code, as the caller said it or a tool told it.',
  }),
});

/** Applies an offer to the order. */
@Injectable()
export class ApplyPromotionTool extends Tool<typeof parameters> {
  readonly name = 'apply_promotion';
  readonly description =
    'Applies an offer that the caller wants to the order by its code, in place of any other.';
  readonly parameters = parameters;

  constructor(private readonly desk: OrderDesk) {
    super();
  }

  async run(
    { code }: Static<typeof parameters>,
    { callSid, spoken }: ToolContext,
  ): Promise<ToolAnswer> {
    const order = await this.desk.change(callSid, (draft, { menu, rules }) => {
      const promotion = menu.promotion(code);
      const running = rules.promotions.some((one) => one.code === promotion?.code);
      // Of a private one nothing is told, not even that it exists.
      if (promotion && !running && promotion.listed !== false) return notRunning(promotion);
      return applyPromotion(draft, promotion?.code ?? code, rules);
    });
    if (isFault(order)) return order;
    return { result: { ok: true, ...totalsView(order, spoken) }, order };
  }
}

function notRunning({ name, active }: MenuPromotion): OrderFault {
  const when = active?.times ? ` It counts ${spokenWindows(active.times)}.` : '';
  return fault('promotion_not_active', `The offer ${name} does not count right now.${when}`);
}
