import type { MenuDocument, MenuItem, ModifierGroup } from '../catalogue/menu-document.js';
import { Menu } from '../catalogue/menu.js';

/** What the kitchen has changed about the menu for now. */
export interface SaleTerms {
  /** Ids of items and options that are off. */
  readonly off: ReadonlySet<string>;
  /** Added to the minutes of pickup and delivery. */
  readonly addedMinutes: number;
}

/** A menu as it is written. */
export const AS_WRITTEN: SaleTerms = { off: new Set(), addedMinutes: 0 };

/**
 * The menu as it is sold: what is off is marked as sold out like by the file itself, and the
 * minutes are those that callers are told. An item of which a choice is required that has too few
 * options left is sold out as well.
 */
export function menuOnSale(menu: Menu, { off, addedMinutes }: SaleTerms): Menu {
  if (off.size === 0 && addedMinutes === 0) return menu;
  const { business } = menu;
  const modifierGroups = menu.modifierGroups.map((group) => groupWithout(group, off));
  const exhausted = exhaustedGroups(menu.modifierGroups, modifierGroups);
  const { pickup, delivery } = business;
  const document: MenuDocument = {
    business: {
      ...business,
      pickup: { ...pickup, leadMinutes: pickup.leadMinutes + addedMinutes },
      delivery: delivery && { ...delivery, leadMinutes: delivery.leadMinutes + addedMinutes },
    },
    categories: menu.categories.map((category) => ({
      ...category,
      items: category.items.map((item) =>
        off.has(item.id) || needsAny(item, exhausted) ? { ...item, soldOut: true } : item,
      ),
    })),
    modifierGroups,
    promotions: menu.promotions,
  };
  return new Menu(document);
}

function groupWithout(group: ModifierGroup, off: ReadonlySet<string>): ModifierGroup {
  if (!group.options.some(({ id }) => off.has(id))) return group;
  const options = group.options.map((option) =>
    off.has(option.id) ? { ...option, soldOut: true } : option,
  );
  return { ...group, options };
}

/** Ids of the groups that required no more options than they had and now do. */
function exhaustedGroups(
  before: readonly ModifierGroup[],
  now: readonly ModifierGroup[],
): ReadonlySet<string> {
  const ids = now
    .filter((group, index) => group !== before[index] && left(group) < group.min)
    .map(({ id }) => id);
  return new Set(ids);
}

function left({ options }: ModifierGroup): number {
  return options.filter(({ soldOut }) => soldOut !== true).length;
}

function needsAny({ modifierGroups = [] }: MenuItem, groups: ReadonlySet<string>): boolean {
  return modifierGroups.some((id) => groups.has(id));
}
