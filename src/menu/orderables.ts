import { fault, isFault, type OrderFault } from '../orders/order-fault.js';
import { chosenOptions, type Orderable } from '../orders/orderable.js';
import type { PricingRules } from '../orders/pricing.js';
import type { Order } from '../orders/order.js';
import { promotionFault, type Promotion, type PromotionBenefit } from '../orders/promotion.js';
import { isRunning, isWithin } from './business-hours.js';
import type { MenuPromotion } from './catalogue/menu-document.js';
import type { CatalogueItem, Menu } from './catalogue/menu.js';
import { spokenWindows } from './spoken/english.js';

/** Why an item cannot be ordered now: `sold_out` or `not_available_now`; null when it can. */
export function unavailability(item: CatalogueItem, menu: Menu, now: Date): OrderFault | null {
  if (item.soldOut) {
    return fault('sold_out', `I am sorry, the ${item.name} is sold out today.`);
  }
  if (isWithin(item.availability, menu.business.timezone, now)) return null;
  const when = spokenWindows(item.availability ?? []);
  return fault('not_available_now', `The ${item.name} is only available ${when}.`);
}

/** When the kitchen makes the order, for what is sold at some times only. */
export function servedAt({ readyAt }: Pick<Order, 'readyAt'>, now: Date): Date {
  return readyAt === null ? now : new Date(readyAt);
}

/**
 * Why a line of an order is not sold at a moment, of the first such line: `sold_out`,
 * `not_available_now`, `no_longer_on_menu`, and those of `chosenOptions`; null when all are.
 */
export function lineFault({ lines }: Order, menu: Menu, served: Date): OrderFault | null {
  for (const line of lines) {
    const item = menu.item(line.itemId);
    if (!item) {
      return fault('no_longer_on_menu', `I am sorry, the ${line.name} is no longer on our menu.`);
    }
    const gone = unavailability(item, menu, served);
    if (gone) return gone;
    const optionIds = line.options.map(({ optionId }) => optionId);
    const options = chosenOptions(orderable(item, menu, served), optionIds);
    if (isFault(options)) return options;
  }
  return null;
}

/** A menu item as an order takes it, with the options that are available at a moment. */
export function orderable(item: CatalogueItem, menu: Menu, now: Date): Orderable {
  return {
    itemId: item.id,
    categoryId: item.category.id,
    name: item.name,
    priceCents: item.priceCents,
    groups: item.groups.map(({ id, name, min, max, options }) => ({
      groupId: id,
      name,
      min,
      max,
      options: options.map((option) => ({
        optionId: option.id,
        name: option.name,
        priceDeltaCents: option.priceDeltaCents,
        available: !option.soldOut,
      })),
    })),
    unavailable: unavailability(item, menu, now)?.message ?? null,
  };
}

/** What orders are priced with at a moment: tax, delivery, and the promotions that are running. */
export function pricingRules(menu: Menu, now: Date): PricingRules {
  const { delivery, timezone } = menu.business;
  return {
    taxPpm: menu.taxPpm,
    deliveryFeeCents: delivery?.feeCents ?? 0,
    deliveryFeeTaxed: delivery?.feeTaxed ?? false,
    deliveryMinimumCents: delivery?.minimumCents ?? 0,
    promotions: menu.promotions
      .filter((promotion) => isRunning(promotion, timezone, now))
      .map(runningPromotion),
    pricedOptions: menu.modifierGroups.flatMap(({ options }) =>
      options
        .filter(({ priceDeltaCents }) => priceDeltaCents > 0)
        .map(({ id, name }) => ({ optionId: id, name })),
    ),
  };
}

/** The offers that may be told to any caller at a moment: they are listed and running. */
export function toldOffers({ promotions, business }: Menu, now: Date): readonly MenuPromotion[] {
  return promotions.filter(
    (promotion) => promotion.listed !== false && isRunning(promotion, business.timezone, now),
  );
}

/** The offers of `toldOffers` that the order earns; none when it has an offer already. */
export function earnedOffers(order: Order, menu: Menu, now: Date): readonly MenuPromotion[] {
  if (order.state !== 'draft' || order.promotion !== null) return [];
  const scope = { lines: order.lines, fulfilment: order.customer.fulfilment };
  return toldOffers(menu, now).filter(
    (promotion) => promotionFault(runningPromotion(promotion), scope) === null,
  );
}

function runningPromotion(promotion: MenuPromotion): Promotion {
  const { code, name, conditions = {} } = promotion;
  return {
    code,
    name,
    benefit: benefitOf(promotion),
    conditions: {
      minSubtotalCents: conditions.minSubtotalCents ?? 0,
      itemIds: conditions.itemIds ?? [],
      categoryIds: conditions.categoryIds ?? [],
      fulfilment: conditions.fulfilment ?? null,
    },
  };
}

function benefitOf(promotion: MenuPromotion): PromotionBenefit {
  switch (promotion.kind) {
    case 'percent':
      return { kind: 'percent', percent: promotion.percent };
    case 'amount':
      return { kind: 'amount', amountCents: promotion.amountCents };
    case 'free_item':
      return { kind: 'free_item', itemIds: promotion.itemIds };
    case 'buy_x_get_y':
      return { kind: 'buy_x_get_y', buy: promotion.buy, get: promotion.get };
  }
}
