import { dividedHalfUp, dollars } from './money.js';
import { fault, type OrderFault } from './order-fault.js';

/** The part of a line that promotions use. `totalCents` is `quantity` times a whole unit price. */
export interface DiscountableLine {
  readonly itemId: string;
  readonly categoryId: string;
  readonly quantity: number;
  readonly totalCents: number;
}

/** The discount of a promotion. */
export type PromotionBenefit =
  /** Whole percent, 1 to 100, of the eligible lines. */
  | { readonly kind: 'percent'; readonly percent: number }
  /** An amount off the eligible lines, at most their total. */
  | { readonly kind: 'amount'; readonly amountCents: number }
  /** The cheapest one of these items in the order is free. */
  | { readonly kind: 'free_item'; readonly itemIds: readonly string[] }
  /** Of every `buy + get` eligible units, dearest first, the last `get` are free. */
  | { readonly kind: 'buy_x_get_y'; readonly buy: number; readonly get: number };

/** What an order needs to earn a promotion. If both id lists are empty, all lines are eligible. */
export interface PromotionConditions {
  readonly minSubtotalCents: number;
  readonly itemIds: readonly string[];
  readonly categoryIds: readonly string[];
  /** Null: both. */
  readonly fulfilment: 'pickup' | 'delivery' | null;
}

/** A promotion of the menu that is running now. */
export interface Promotion {
  readonly code: string;
  readonly name: string;
  readonly benefit: PromotionBenefit;
  readonly conditions: PromotionConditions;
}

/** The part of an order that promotions use. */
export interface PromotionScope {
  readonly lines: readonly DiscountableLine[];
  readonly fulfilment: 'pickup' | 'delivery';
}

/** Why the order does not earn the promotion; null when it does. */
export function promotionFault(promotion: Promotion, scope: PromotionScope): OrderFault | null {
  const { minSubtotalCents, fulfilment } = promotion.conditions;
  if (fulfilment !== null && fulfilment !== scope.fulfilment) {
    return notEarned(`${promotion.name} is only for ${fulfilment} orders.`);
  }
  if (sumCents(scope.lines) < minSubtotalCents) {
    return notEarned(`${promotion.name} needs an order of at least ${dollars(minSubtotalCents)}.`);
  }
  if (discountCents(promotion, scope) === 0) {
    return notEarned(`Nothing in the order counts for ${promotion.name} yet.`);
  }
  return null;
}

/** The discount of the promotion for this order, in cents: at least 0, at most the subtotal. */
export function discountCents(promotion: Promotion, scope: PromotionScope): number {
  const { conditions, benefit } = promotion;
  if (conditions.fulfilment !== null && conditions.fulfilment !== scope.fulfilment) return 0;
  if (sumCents(scope.lines) < conditions.minSubtotalCents) return 0;
  const eligible = scope.lines.filter((line) => isEligible(line, conditions));
  const eligibleCents = sumCents(eligible);
  switch (benefit.kind) {
    case 'percent':
      return Math.min(dividedHalfUp(eligibleCents * benefit.percent, 100), eligibleCents);
    case 'amount':
      return Math.min(benefit.amountCents, eligibleCents);
    case 'free_item':
      return freeItemCents(benefit.itemIds, scope.lines, eligible);
    case 'buy_x_get_y':
      return freeUnitsCents(benefit.buy, benefit.get, eligible);
  }
}

function notEarned(message: string): OrderFault {
  return fault('promotion_not_applicable', message);
}

function isEligible(line: DiscountableLine, conditions: PromotionConditions): boolean {
  const { itemIds, categoryIds } = conditions;
  if (itemIds.length === 0 && categoryIds.length === 0) return true;
  return itemIds.includes(line.itemId) || categoryIds.includes(line.categoryId);
}

/** Price of the cheapest free item. The free unit does not count as the one that earns it. */
function freeItemCents(
  itemIds: readonly string[],
  lines: readonly DiscountableLine[],
  eligible: readonly DiscountableLine[],
): number {
  const earning = eligible.reduce((sum, line) => sum + line.quantity, 0);
  const offers = lines.filter((line) => {
    const own = eligible.includes(line) ? 1 : 0;
    return itemIds.includes(line.itemId) && earning - own >= 1;
  });
  return offers.length === 0 ? 0 : Math.min(...offers.map(unitCents));
}

function freeUnitsCents(buy: number, get: number, eligible: readonly DiscountableLine[]): number {
  const units = eligible
    .flatMap((line) => Array.from({ length: line.quantity }, () => unitCents(line)))
    .toSorted((a, b) => b - a);
  const block = buy + get;
  return units.reduce((sum, cents, index) => (index % block >= buy ? sum + cents : sum), 0);
}

function unitCents(line: DiscountableLine): number {
  return line.totalCents / line.quantity;
}

function sumCents(lines: readonly DiscountableLine[]): number {
  return lines.reduce((sum, line) => sum + line.totalCents, 0);
}
