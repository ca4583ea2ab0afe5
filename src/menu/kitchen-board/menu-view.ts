import { openState } from '../business-hours.js';
import type { Menu } from '../catalogue/menu.js';
import { unavailability } from '../orderables.js';
import type { SoldOut } from './kitchen.store.js';
import type { MenuOnSaleDto, SoldOutDto } from './menu.dto.js';

/** What a menu view is made of. */
export interface Shown {
  /** As it is written. */
  readonly written: Menu;
  /** As it is sold. */
  readonly onSale: Menu;
  /** What the kitchen has taken off. */
  readonly soldOut: readonly SoldOut[];
  readonly now: Date;
}

/** The menu as it is sold now, for people. */
export function menuView({ written, onSale, soldOut, now }: Shown): MenuOnSaleDto {
  const byKitchen = new Map(soldOut.map((off) => [off.id, off]));
  const sale = (id: string, off: boolean | undefined, offInFile: boolean | undefined) => {
    const set = byKitchen.get(id);
    const by = set !== undefined || offInFile !== true ? ('kitchen' as const) : ('menu' as const);
    return {
      soldOut: off === true,
      soldOutBy: off === true ? by : null,
      soldOutUntil: set?.until ?? null,
    };
  };
  const options = written.modifierGroups.flatMap((group) => group.options);
  const inFile = new Set(options.flatMap(({ id, soldOut: off }) => (off === true ? [id] : [])));
  return {
    business: businessView(onSale.business, now),
    categories: onSale.categories.map(({ id, name, items }) => ({
      id,
      name,
      items: items.flatMap(({ id: itemId }) => {
        const item = onSale.item(itemId);
        if (!item) return [];
        return {
          id: itemId,
          name: item.name,
          description: item.description,
          priceCents: item.priceCents,
          dietary: item.dietary,
          allergens: item.allergens,
          modifierGroups: item.groups.map((group) => group.id),
          available: unavailability(item, onSale, now) === null,
          ...sale(itemId, item.soldOut, written.item(itemId)?.soldOut),
        };
      }),
    })),
    modifierGroups: onSale.modifierGroups.map(({ id, name, min, max, options }) => ({
      id,
      name,
      min,
      max,
      options: options.map((option) => ({
        id: option.id,
        name: option.name,
        priceDeltaCents: option.priceDeltaCents,
        allergens: option.allergens,
        ...sale(option.id, option.soldOut, inFile.has(option.id)),
      })),
    })),
    soldOut: soldOut.flatMap((off) => soldOutView(off, written) ?? []),
  };
}

/** Something that is off, with its name; null when the menu does not have it any more. */
export function soldOutView(off: SoldOut, menu: Menu): SoldOutDto | null {
  const named = namedOn(menu, off.id);
  return named && { ...off, ...named };
}

/** The item or option of an id; null when there is none. */
export function namedOn(
  menu: Menu,
  id: string,
): { readonly kind: 'item' | 'option'; readonly name: string } | null {
  const item = menu.item(id);
  if (item) return { kind: 'item', name: item.name };
  const option = menu.modifierGroups.flatMap(({ options }) => options).find((one) => one.id === id);
  return option ? { kind: 'option', name: option.name } : null;
}

/** All ids that can be taken off. */
export function sellableIds(menu: Menu): readonly string[] {
  const options = menu.modifierGroups.flatMap((group) => group.options);
  return [...menu.items, ...options].map(({ id }) => id);
}

function businessView(business: Menu['business'], now: Date): MenuOnSaleDto['business'] {
  const { name, address, phone, timezone, currency, hours, pickup, delivery } = business;
  const { open, closesAt, opensAt } = openState(hours, timezone, now);
  return {
    name,
    address,
    phone,
    timezone,
    currency,
    open,
    closesAt: closesAt?.toISO() ?? null,
    opensAt: opensAt?.toISO() ?? null,
    pickupMinutes: pickup.leadMinutes,
    deliveryMinutes: delivery?.leadMinutes ?? null,
  };
}
