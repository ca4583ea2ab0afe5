import type {
  Business,
  Category,
  MenuDocument,
  MenuItem,
  MenuOption,
  MenuPromotion,
  ModifierGroup,
} from './menu-document.js';

/** An item with its category and modifier groups at hand. */
export interface CatalogueItem extends Omit<MenuItem, 'modifierGroups'> {
  readonly category: { readonly id: string; readonly name: string };
  readonly groups: readonly ModifierGroup[];
}

/** A valid menu, indexed by id and deeply frozen. A reload makes a new one. */
export class Menu {
  readonly business: Business;
  readonly categories: readonly Category[];
  readonly modifierGroups: readonly ModifierGroup[];
  readonly promotions: readonly MenuPromotion[];
  /** All items in menu order. */
  readonly items: readonly CatalogueItem[];
  readonly #items: ReadonlyMap<string, CatalogueItem>;

  /** @param document has passed `parseMenu`; it is frozen in place. */
  constructor(document: MenuDocument) {
    deepFreeze(document);
    this.business = document.business;
    this.categories = document.categories;
    this.modifierGroups = document.modifierGroups;
    this.promotions = document.promotions;
    const groups = new Map(document.modifierGroups.map((group) => [group.id, group]));
    this.items = deepFreeze(
      document.categories.flatMap(({ id, name, items }) =>
        items.map(({ modifierGroups = [], ...item }) => ({
          ...item,
          category: { id, name },
          groups: modifierGroups.flatMap((groupId) => groups.get(groupId) ?? []),
        })),
      ),
    );
    this.#items = new Map(this.items.map((item) => [item.id, item]));
    Object.freeze(this);
  }

  item(itemId: string): CatalogueItem | undefined {
    return this.#items.get(itemId);
  }

  category(categoryId: string): Category | undefined {
    return this.categories.find((category) => category.id === categoryId);
  }

  /** A promotion by its code; case, spaces and punctuation do not count. */
  promotion(code: string): MenuPromotion | undefined {
    const wanted = code.replace(/[^a-z0-9]/gi, '').toUpperCase();
    return this.promotions.find((promotion) => promotion.code === wanted);
  }

  /** The option of this item with that id; ids are unique among an item's groups. */
  option(item: CatalogueItem, optionId: string): MenuOption | undefined {
    return item.groups.flatMap((group) => group.options).find((option) => option.id === optionId);
  }

  /** Tax in parts per million. */
  get taxPpm(): number {
    return Math.round(this.business.taxRate * 1_000_000);
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
