import { dividedHalfUp, dollars } from './money.js';
import { fault, type OrderFault } from './order-fault.js';

/** What a promotion needs to know of a line. `totalCents` is `quantity` times a whole unit price. */
export interface DiscountableLine {
  readonly itemId: string;
  readonly categoryId: string;
  readonly quantity: number;
  readonly totalCents: number;
}

/** What a promotion takes off. */
export type PromotionBenefit =
  /** Whole percent, 1 to 100, of the eligible lines. */
  | { readonly kind: 'percent'; readonly percent: number }
  /** So much off the eligible lines, never more than they cost. */
  | { readonly kind: 'amount'; readonly amountCents: number }
  /** The cheapest one of these items in the order is free. */
  | { readonly kind: 'free_item'; readonly itemIds: readonly string[] }
  /** Of every `buy + get` eligible units, dearest first, the last `get` are free. */
  | { readonly kind: 'buy_x_get_y'; readonly buy: number; readonly get: number };

/** When a promotion counts. Both id lists empty: every line is eligible. */
export interface PromotionConditions {
  readonly minSubtotalCents: number;
  readonly itemIds: readonly string[];
  readonly categoryIds: readonly string[];
  /** null: both. */
  readonly fulfilment: 'pickup' | 'delivery' | null;
}

/** A promotion that is running now; the menu decides which ones are. */
export interface Promotion {
  readonly code: string;
  readonly name: string;
  readonly benefit: PromotionBenefit;
  readonly conditions: PromotionConditions;
}

/** The part of an order that a promotion looks at. */
export interface PromotionScope {
  readonly lines: readonly DiscountableLine[];
  readonly fulfilment: 'pickup' | 'delivery';
}

/** Why this order does not earn the promotion, as a sentence; null when it does. */
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

/** What the promotion takes off this order, in cents: at least 0, at most the subtotal. */
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

/** The free unit cannot also be the one that earns it. */
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
