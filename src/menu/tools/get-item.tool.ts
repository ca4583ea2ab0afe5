import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { isFault } from '../../orders/order-fault.js';
import { MenuService } from '../menu.service.js';
import { OrderDesk } from './order-desk.js';
import { Tool, toolParameters, type ToolAnswer, type ToolContext } from './tool.js';

const parameters = toolParameters({
  itemId: Type.String({ description: 'Id of the item, such as margherita.' }),
});

/** Tells all that the menu states of one item, allergens included. */
@Injectable()
export class GetItemTool extends Tool<typeof parameters> {
  readonly name = 'get_item';
  readonly description =
    'Everything about one item: description, price, options with prices, dietary tags and ' +
    'allergens. Answer questions about allergens only from here, and say so when they are unknown.';
  readonly parameters = parameters;

  constructor(
    private readonly menu: MenuService,
    private readonly desk: OrderDesk,
  ) {
    super();
  }

  run({ itemId }: Static<typeof parameters>, { spoken }: ToolContext): ToolAnswer {
    const item = this.desk.find(itemId);
    if (isFault(item)) return item;
    const gone = this.desk.unavailability(item);
    const { id, name, description, priceCents, dietary } = item;
    return {
      result: {
        ok: true,
        itemId: id,
        name,
        description,
        priceCents,
        dietary,
        available: gone === null,
        ...(gone && { unavailable: gone.message }),
        allergens: item.allergens ?? 'unknown',
        allergenAnswer: `${spoken.allergens(name, item.allergens)} ${this.menu.current().business.allergenNotice}`,
        groups: item.groups.map((group) => ({
          groupId: group.id,
          name: group.name,
          min: group.min,
          max: group.max,
          options: group.options.map((option) => ({
            optionId: option.id,
            name: option.name,
            ...(option.priceDeltaCents !== 0 && { priceDeltaCents: option.priceDeltaCents }),
            ...(option.soldOut && { soldOut: true }),
            ...(option.allergens?.length !== 0 && { allergens: option.allergens ?? 'unknown' }),
          })),
        })),
      },
    };
  }
}
