import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { changeLine } from '../../orders/order-changes.js';
import { isFault } from '../../orders/order-fault.js';
import { warningAbout } from '../allergens/allergy-warnings.js';
import { withNotedAllergies } from '../allergens/noted-allergies.js';
import { MenuService } from '../menu.service.js';
import { OrderDesk } from './order-desk.js';
import { lineView, totalsView } from './order-view.js';
import { orderable, servedAt, unavailability } from '../orderables.js';
import { Tool, toolParameters, type ToolContext, type ToolAnswer } from './tool.js';

const parameters = toolParameters({
  lineId: Type.String({ description: 'Id of the line, from add_item or view_order.' }),
  quantity: Type.Optional(Type.Integer({ minimum: 1, description: 'How many there shall be.' })),
  options: Type.Optional(
    Type.Array(Type.String(), {
      maxItems: 30,
      description: 'All option ids that the line shall have.',
    }),
  ),
  note: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'Wish for the kitchen; empty takes it away. An allergy is for note_allergy.',
    }),
  ),
});

/** Changes a line of the order. */
@Injectable()
export class ChangeItemTool extends Tool<typeof parameters> {
  readonly name = 'change_item';
  readonly description =
    'Changes one line of the order. What is left out stays; options replace all options of the line. ' +
    'Say a `warning` in the result word for word.';
  readonly parameters = parameters;

  constructor(
    private readonly desk: OrderDesk,
    private readonly menu: MenuService,
  ) {
    super();
  }

  async run(
    { lineId, quantity, options, note }: Static<typeof parameters>,
    { callSid, spoken }: ToolContext,
  ): Promise<ToolAnswer> {
    const change = {
      ...(quantity !== undefined && { quantity }),
      ...(options !== undefined && { optionIds: options }),
      ...(note !== undefined && { note }),
    };
    let before: readonly string[] = [];
    const order = await this.desk.change(callSid, (draft, { menu, now, rules }) => {
      const line = draft.lines.find((candidate) => candidate.lineId === lineId);
      const item = line && menu.item(line.itemId);
      if (!item) return changeLine(draft, lineId, change, null, rules);
      const served = servedAt(draft, now);
      const made = changeLine(draft, lineId, change, orderable(item, menu, served), rules);
      // The order only knows that the item is unavailable; the menu knows why.
      const gone = isFault(made) && made.error === 'unavailable';
      if (gone) return unavailability(item, menu, served) ?? made;
      before = draft.allergies;
      return withNotedAllergies(made, note, rules);
    });
    if (isFault(order)) return order;
    const noted = order.allergies.filter((one) => !before.includes(one));
    const changed = order.lines.find((line) => line.lineId === lineId);
    return {
      result: {
        ok: true,
        ...(changed && { changed: lineView(changed) }),
        ...warningAbout(order, changed, this.menu.current(), spoken, noted),
        ...totalsView(order, spoken),
        ...this.desk.earned(order),
      },
      order,
    };
  }
}
