import { dividedHalfUp } from './money.js';
import type { PricedOption } from './price-words.js';
import { discountCents } from './promotion.js';
import type { Promotion, PromotionScope } from './promotion.js';

/** What orders are priced with, by the current menu. Money is integer cents. */
export interface PricingRules extends OrderPricing {
  /** The promotions that are running now. */
  readonly promotions: readonly Promotion[];
  /** The options of the menu that cost extra, which a note cannot ask for. */
  readonly pricedOptions: readonly PricedOption[];
}

/** Tax and delivery terms that an order's totals were calculated with. */
export interface OrderPricing {
  /** Sales tax in parts per million: 8.875 % is 88750. */
  readonly taxPpm: number;
  readonly deliveryFeeCents: number;
  /** Whether tax is due on the delivery fee. */
  readonly deliveryFeeTaxed: boolean;
  /** Least subtotal, before any discount, of a delivery order. */
  readonly deliveryMinimumCents: number;
}

/** What an order costs. `total = subtotal - discount + deliveryFee + tax`. */
export interface Totals {
  readonly subtotalCents: number;
  readonly discountCents: number;
  readonly deliveryFeeCents: number;
  readonly taxCents: number;
  readonly totalCents: number;
}

/**
 * Calculates all amounts of an order. Tax is rounded half-up to the cent, once, on the taxed sum.
 * An order without lines costs nothing.
 */
export function priced(
  scope: PromotionScope,
  promotion: Promotion | null,
  pricing: OrderPricing,
): Totals {
  const subtotal = scope.lines.reduce((sum, line) => sum + line.totalCents, 0);
  const discount = promotion === null ? 0 : discountCents(promotion, scope);
  const delivers = scope.fulfilment === 'delivery' && scope.lines.length > 0;
  const fee = delivers ? pricing.deliveryFeeCents : 0;
  const taxed = subtotal - discount + (pricing.deliveryFeeTaxed ? fee : 0);
  const tax = dividedHalfUp(taxed * pricing.taxPpm, 1_000_000);
  return {
    subtotalCents: subtotal,
    discountCents: discount,
    deliveryFeeCents: fee,
    taxCents: tax,
    totalCents: subtotal - discount + fee + tax,
  };
}
