import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { removeLine } from '../../orders/order-changes.js';
import { isFault } from '../../orders/order-fault.js';
import { OrderDesk } from './order-desk.js';
import { lineView, totalsView } from './order-view.js';
import { Tool, toolParameters, type ToolContext, type ToolAnswer } from './tool.js';

const parameters = toolParameters({
  lineId: Type.String({ description: 'Id of the line, from add_item or view_order.' }),
});

/** Removes a line from the order. */
@Injectable()
export class RemoveItemTool extends Tool<typeof parameters> {
  readonly name = 'remove_item';
  readonly description = 'Takes one line off the order.';
  readonly parameters = parameters;

  constructor(private readonly desk: OrderDesk) {
    super();
  }

  async run(
    { lineId }: Static<typeof parameters>,
    { callSid, spoken }: ToolContext,
  ): Promise<ToolAnswer> {
    const order = await this.desk.change(callSid, (draft, { rules }) =>
      removeLine(draft, lineId, rules),
    );
    if (isFault(order)) return order;
    const lines = order.lines.map(lineView);
    return { result: { ok: true, lines, ...totalsView(order, spoken) }, order };
  }
}
