import { Injectable } from '@nestjs/common';
import { removeLine } from '../../orders/order-changes.js';
import { isFault } from '../../orders/order-fault.js';
import { OrderDesk } from './order-desk.js';
import { lineView, totalsView } from './order-view.js';
import { Spoken } from '../spoken/spoken.js';
import { Tool, type ToolContext, type ToolResult } from './tool.js';

/** Takes a line off the order. */
@Injectable()
export class RemoveItemTool extends Tool {
  readonly name = 'remove_item';
  readonly description = 'Takes one line off the order.';
  readonly parameters = {
    type: 'object',
    additionalProperties: false,
    required: ['lineId'],
    properties: {
      lineId: { type: 'string', description: 'Id of the line, from add_item or view_order.' },
    },
  };

  constructor(
    private readonly desk: OrderDesk,
    private readonly spoken: Spoken,
  ) {
    super();
  }

  async run({ lineId }: { lineId: string }, { callSid }: ToolContext): Promise<ToolResult> {
    const order = await this.desk.change(callSid, (draft, { rules }) =>
      removeLine(draft, lineId, rules),
    );
    if (isFault(order)) return order;
    return { ok: true, lines: order.lines.map(lineView), ...totalsView(order, this.spoken) };
  }
}
