import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { englishList } from '../../common/english-list.js';
import { fault } from '../../orders/order-fault.js';
import { ALLERGENS, DIETARY_TAGS } from '../catalogue/menu-document.js';
import type { CatalogueItem } from '../catalogue/menu.js';
import { MenuService } from '../menu.service.js';
import { OrderDesk } from './order-desk.js';
import { oneOf, Tool, toolParameters, type ToolAnswer } from './tool.js';

/** Most items in one answer; a model tends to recite them all. */
const MAX_RESULTS = 8;

const parameters = toolParameters({
  query: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'Name or words, as heard. Leave it out to list by the other arguments.',
    }),
  ),
  categoryId: Type.Optional(Type.String({ description: 'Only items of this category.' })),
  dietary: Type.Optional(
    Type.Array(oneOf(DIETARY_TAGS), { description: 'Only items with all of these tags.' }),
  ),
  withoutAllergens: Type.Optional(
    Type.Array(oneOf(ALLERGENS), {
      description: 'Only items known not to contain any of these.',
    }),
  ),
});

/** Finds items of the menu. */
@Injectable()
export class SearchMenuTool extends Tool<typeof parameters> {
  readonly name = 'search_menu';
  readonly description =
    'Finds items of the menu by words as the caller said them, by category, dietary tag or ' +
    'allergens to avoid. Use it for questions about what there is and for names you are not sure of.';
  readonly parameters = parameters;

  constructor(
    private readonly menu: MenuService,
    private readonly desk: OrderDesk,
  ) {
    super();
  }

  run(args: Static<typeof parameters>): ToolAnswer {
    const { business, categories } = this.menu.current();
    const { categoryId, dietary = [], withoutAllergens = [] } = args;
    if (categoryId !== undefined && !categories.some(({ id }) => id === categoryId)) {
      const names = categories.map(({ id }) => id);
      const message = `We have no such part of the menu. There are ${englishList(names)}.`;
      return fault('unknown_category', message);
    }
    const { items, unknownAllergens } = this.menu.search(args);
    const more = items.length - MAX_RESULTS;
    return {
      result: {
        ok: true,
        items: items.slice(0, MAX_RESULTS).map((item) => this.view(item)),
        ...(more > 0 && { more }),
        ...(items.length === 0 && {
          message:
            dietary.length > 0
              ? 'The menu marks nothing as that. It is not known what is; say so.'
              : 'Nothing on our menu matches that.',
        }),
        ...(unknownAllergens.length > 0 && { unknownAllergens: unknown(unknownAllergens) }),
        ...(withoutAllergens.length > 0 && { allergenNotice: business.allergenNotice }),
      },
    };
  }

  private view(item: CatalogueItem) {
    const { id, name, description, priceCents, dietary } = item;
    const gone = this.desk.unavailability(item);
    return {
      itemId: id,
      name,
      description,
      priceCents,
      ...(dietary.length > 0 && { dietary }),
      ...(gone && { unavailable: gone.message }),
    };
  }
}

function unknown(items: readonly CatalogueItem[]): string {
  const names = items.slice(0, MAX_RESULTS).map(({ name }) => name);
  return `It is not known what allergens are in: ${englishList(names)}.`;
}
