import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { addLine } from '../../orders/order-changes.js';
import { isFault } from '../../orders/order-fault.js';
import { warningAbout } from '../allergens/allergy-warnings.js';
import { withNotedAllergies } from '../allergens/noted-allergies.js';
import { MenuService } from '../menu.service.js';
import { OrderDesk } from './order-desk.js';
import { lineView, totalsView } from './order-view.js';
import { orderable, servedAt, unavailability } from '../orderables.js';
import { Tool, toolParameters, type ToolContext, type ToolAnswer } from './tool.js';

const parameters = toolParameters({
  itemId: Type.String({ description: 'Id of the item, such as margherita.' }),
  quantity: Type.Optional(Type.Integer({ minimum: 1, description: 'How many; 1 if left out.' })),
  options: Type.Optional(
    Type.Array(Type.String(), {
      maxItems: 30,
      description: 'Option ids of the modifier groups of the item, such as large.',
    }),
  ),
  note: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'Wish for the kitchen that no option covers; an allergy is for note_allergy.',
    }),
  ),
});

/** Adds a line to the order. */
@Injectable()
export class AddItemTool extends Tool<typeof parameters> {
  readonly name = 'add_item';
  readonly description =
    'Adds an item to the order, once the caller asked for it and chose what its modifier groups require. Say a `warning` in the result word for word.';
  readonly parameters = parameters;

  constructor(
    private readonly desk: OrderDesk,
    private readonly menu: MenuService,
  ) {
    super();
  }

  async run(
    { itemId, quantity = 1, options = [], note = '' }: Static<typeof parameters>,
    { callSid, spoken }: ToolContext,
  ): Promise<ToolAnswer> {
    const item = this.desk.find(itemId);
    if (isFault(item)) return item;
    const choice = { quantity, optionIds: options, note };
    let before: readonly string[] = [];
    const order = await this.desk.change(callSid, (draft, { menu, now, rules }) => {
      const served = servedAt(draft, now);
      const gone = unavailability(item, menu, served);
      before = draft.allergies;
      if (gone) return gone;
      const added = addLine(draft, orderable(item, menu, served), choice, rules);
      return withNotedAllergies(added, note, rules);
    });
    if (isFault(order)) return order;
    const noted = order.allergies.filter((one) => !before.includes(one));
    const added = order.lines.at(-1);
    return {
      result: {
        ok: true,
        ...(added && { added: lineView(added) }),
        ...warningAbout(order, added, this.menu.current(), spoken, noted),
        ...totalsView(order, spoken),
        ...this.desk.earned(order),
        ...(order.lines.length === 1 && this.desk.notice(order, spoken)),
      },
      order,
    };
  }
}
