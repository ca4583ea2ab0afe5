import { dividedHalfUp, dollars } from './money.js';
import { priced } from './pricing.js';
import type { OrderPricing } from './pricing.js';
import { discountCents, promotionFault } from './promotion.js';
import type { DiscountableLine, Promotion, PromotionBenefit } from './promotion.js';

const PRICING: OrderPricing = {
  taxPpm: 88_750,
  deliveryFeeCents: 300,
  deliveryFeeTaxed: false,
  deliveryMinimumCents: 0,
};

function line(itemId: string, quantity: number, totalCents: number): DiscountableLine {
  return { itemId, categoryId: itemId === 'cola' ? 'drinks' : 'pizza', quantity, totalCents };
}

function promotion(
  benefit: PromotionBenefit,
  conditions: Partial<Promotion['conditions']> = {},
): Promotion {
  const none = { minSubtotalCents: 0, itemIds: [], categoryIds: [], fulfilment: null };
  return { code: 'X', name: 'The offer', benefit, conditions: { ...none, ...conditions } };
}

describe('Money', () => {
  it('rounds half a cent up and keeps to integers beyond what a double can hold', () => {
    expect(dividedHalfUp(5, 10)).toBe(1);
    expect(dividedHalfUp(4, 10)).toBe(0);
    expect(dividedHalfUp(Number.MAX_SAFE_INTEGER, 1)).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('is said in dollars with two digits of cents', () => {
    expect([5, 1250, -310, 123_456].map(dollars)).toEqual([
      '$0.05',
      '$12.50',
      '-$3.10',
      '$1234.56',
    ]);
  });
});

describe('Pricing', () => {
  const pizza = [line('margherita', 2, 2200)];

  it('takes tax on the subtotal less the discount, rounded half-up once', () => {
    const totals = priced(
      { lines: pizza, fulfilment: 'pickup' },
      promotion({ kind: 'amount', amountCents: 201 }),
      PRICING,
    );
    expect(totals).toEqual({
      subtotalCents: 2200,
      discountCents: 201,
      deliveryFeeCents: 0,
      taxCents: 177, // 1999 * 8.875 % = 177.41
      totalCents: 2176,
    });
  });

  it('adds the delivery fee to deliveries only, and taxes it only where the law does', () => {
    const scope = { lines: pizza, fulfilment: 'delivery' } as const;
    const untaxed = priced(scope, null, PRICING);
    const taxed = priced(scope, null, { ...PRICING, deliveryFeeTaxed: true });
    expect([untaxed.deliveryFeeCents, untaxed.taxCents]).toEqual([300, 195]);
    expect([taxed.deliveryFeeCents, taxed.taxCents]).toEqual([300, 222]);
    expect(taxed.totalCents).toBe(2200 + 300 + 222);
  });

  it('costs nothing without lines, even as a delivery', () => {
    expect(priced({ lines: [], fulfilment: 'delivery' }, null, PRICING).totalCents).toBe(0);
  });
});

describe('A promotion', () => {
  const lines = [line('margherita', 3, 3300), line('cola', 2, 598)];
  const pickup = { lines, fulfilment: 'pickup' } as const;

  it.each<[string, Promotion, number]>([
    ['a percentage of everything', promotion({ kind: 'percent', percent: 10 }), 390],
    [
      'a percentage of a category',
      promotion({ kind: 'percent', percent: 50 }, { categoryIds: ['drinks'] }),
      299,
    ],
    [
      'an amount, at most what the eligible items cost',
      promotion({ kind: 'amount', amountCents: 5000 }, { itemIds: ['cola'] }),
      598,
    ],
    [
      'one free item beside what earns it',
      promotion({ kind: 'free_item', itemIds: ['cola'] }, { categoryIds: ['pizza'] }),
      299,
    ],
    [
      'the cheapest of every three',
      promotion({ kind: 'buy_x_get_y', buy: 2, get: 1 }, { categoryIds: ['pizza'] }),
      1100,
    ],
    ['the dearest units first', promotion({ kind: 'buy_x_get_y', buy: 1, get: 1 }), 1100 + 299],
  ])('gives %s', (_what, offer, cents) => {
    expect(discountCents(offer, pickup)).toBe(cents);
    expect(promotionFault(offer, pickup)).toBeNull();
  });

  it('does not give the very item away that has to be bought', () => {
    const offer = promotion({ kind: 'free_item', itemIds: ['cola'] }, { itemIds: ['cola'] });
    const one = { lines: [line('cola', 1, 299)], fulfilment: 'pickup' } as const;
    expect(discountCents(offer, one)).toBe(0);
    expect(discountCents(offer, pickup)).toBe(299);
  });

  it.each<[string, Promotion, string]>([
    [
      'the order is too small',
      promotion({ kind: 'percent', percent: 10 }, { minSubtotalCents: 5000 }),
      'The offer needs an order of at least $50.00.',
    ],
    [
      'it is for deliveries',
      promotion({ kind: 'percent', percent: 10 }, { fulfilment: 'delivery' }),
      'The offer is only for delivery orders.',
    ],
    [
      'nothing in the order counts',
      promotion({ kind: 'percent', percent: 10 }, { itemIds: ['calzone'] }),
      'Nothing in the order counts for The offer yet.',
    ],
  ])('says so when %s', (_why, offer, message) => {
    expect(discountCents(offer, pickup)).toBe(0);
    expect(promotionFault(offer, pickup)).toEqual({
      ok: false,
      error: 'promotion_not_applicable',
      message,
    });
  });
});
