import fc from 'fast-check';
import {
  addLine,
  applyPromotion,
  changeLine,
  newOrder,
  place,
  readBack,
  removeLine,
  removePromotion,
  setCustomer,
} from './order-changes.js';
import { isFault, type OrderFault } from './order-fault.js';
import type { Order } from './order.js';
import type { Orderable } from './orderable.js';
import type { PricingRules } from './pricing.js';
import type { Promotion } from './promotion.js';

const NOW = new Date('2026-11-22T18:00:00.000Z');
const ITEM_IDS = ['a', 'b', 'c'];
const cents = fc.nat({ max: 20_000 });

const orderable: fc.Arbitrary<Orderable> = fc
  .record({
    itemId: fc.constantFrom(...ITEM_IDS),
    categoryId: fc.constantFrom('x', 'y'),
    priceCents: cents,
    deltas: fc.array(fc.integer({ min: -3000, max: 3000 }), { maxLength: 3 }),
    min: fc.nat({ max: 1 }),
  })
  .map(({ itemId, categoryId, priceCents, deltas, min }) => ({
    itemId,
    categoryId,
    name: itemId,
    priceCents,
    unavailable: null,
    groups: [
      {
        groupId: 'g',
        name: 'Extras',
        min,
        max: 2,
        options: deltas.map((priceDeltaCents, index) => ({
          optionId: `o${index}`,
          name: `Option ${index}`,
          priceDeltaCents,
          available: true,
        })),
      },
    ],
  }));

const promotion: fc.Arbitrary<Promotion> = fc.record({
  code: fc.constantFrom('P', 'Q'),
  name: fc.constant('Offer'),
  benefit: fc.oneof(
    fc.record({ kind: fc.constant('percent' as const), percent: fc.integer({ min: 1, max: 100 }) }),
    fc.record({ kind: fc.constant('amount' as const), amountCents: cents }),
    fc.record({
      kind: fc.constant('free_item' as const),
      itemIds: fc.subarray(ITEM_IDS, { minLength: 1 }),
    }),
    fc.record({
      kind: fc.constant('buy_x_get_y' as const),
      buy: fc.integer({ min: 1, max: 3 }),
      get: fc.integer({ min: 1, max: 2 }),
    }),
  ),
  conditions: fc.record({
    minSubtotalCents: fc.constantFrom(0, 1000),
    itemIds: fc.subarray(ITEM_IDS),
    categoryIds: fc.subarray(['x', 'y']),
    fulfilment: fc.constantFrom(null, 'pickup' as const, 'delivery' as const),
  }),
});

const rules: fc.Arbitrary<PricingRules> = fc.record({
  taxPpm: fc.nat({ max: 300_000 }),
  deliveryFeeCents: fc.nat({ max: 1000 }),
  deliveryFeeTaxed: fc.boolean(),
  deliveryMinimumCents: fc.constantFrom(0, 1500),
  pricedOptions: fc.constant([{ optionId: 'o1', name: 'Option 1' }]),
  promotions: fc.uniqueArray(promotion, { selector: ({ code }) => code }),
});

type Step = (order: Order, pricing: PricingRules) => Order | OrderFault;

/** A line by its position, so that steps hit lines that exist. */
function lineAt(order: Order, index: number): string {
  return order.lines[index % Math.max(1, order.lines.length)]?.lineId ?? 'none';
}

const optionIds = fc.subarray(['o0', 'o1', 'o2']);
const quantity = fc.integer({ min: 0, max: 51 });

const change: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ item: orderable, quantity, optionIds }).map(
      (add): Step =>
        (order, pricing) =>
          addLine(order, add.item, { ...add, note: null }, pricing),
    ),
  },
  fc
    .record({
      item: orderable,
      index: fc.nat(),
      quantity,
      optionIds: fc.option(optionIds, { nil: undefined }),
    })
    .map(
      (to): Step =>
        (order, pricing) =>
          changeLine(order, lineAt(order, to.index), to, to.item, pricing),
    ),
  fc.nat().map(
    (index): Step =>
      (order, pricing) =>
        removeLine(order, lineAt(order, index), pricing),
  ),
  fc.constantFrom('P', 'Q').map(
    (code): Step =>
      (order, pricing) =>
        applyPromotion(order, code, pricing),
  ),
  fc.constant<Step>((order, pricing) => removePromotion(order, pricing)),
  fc
    .record({
      name: fc.constantFrom('Ada', 'Bob'),
      address: fc.constantFrom(null, '1 Main St'),
      fulfilment: fc.constantFrom('pickup' as const, 'delivery' as const),
    })
    .map(
      (details): Step =>
        (order, pricing) =>
          setCustomer(order, details, pricing),
    ),
);

const reading = fc.constant<Step>((order) => readBack(order));
const story = fc.array(fc.oneof({ weight: 4, arbitrary: change }, reading), { maxLength: 30 });

/** Every order that the steps lead through, first to last; faults leave it as it was. */
function lived(steps: readonly Step[], pricing: PricingRules): Order[] {
  const orders = [newOrder({ id: 'order-1', callSid: 'CA1', now: NOW })];
  for (const step of steps) {
    const before = orders.at(-1)!;
    const after = step(before, pricing);
    if (!isFault(after)) orders.push(after);
  }
  return orders;
}

/** Every number anywhere within a value. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

describe('Whatever a caller does to an order', () => {
  it('the total is the sum of its parts and no amount is negative or broken', () => {
    fc.assert(
      fc.property(story, rules, (steps, pricing) => {
        for (const order of lived(steps, pricing)) {
          const lines = order.lines.reduce((sum, line) => sum + line.totalCents, 0);
          expect(order.subtotalCents).toBe(lines);
          expect(order.totalCents).toBe(
            order.subtotalCents - order.discountCents + order.deliveryFeeCents + order.taxCents,
          );
          expect(order.discountCents).toBeLessThanOrEqual(order.subtotalCents);
          expect(order.promotion?.discountCents ?? 0).toBe(order.discountCents);
          const amounts = [
            order.subtotalCents,
            order.discountCents,
            order.taxCents,
            order.totalCents,
          ];
          expect(
            Math.min(...amounts, ...order.lines.map((line) => line.totalCents)),
          ).toBeGreaterThanOrEqual(0);
          expect(numbersIn(order).every(Number.isSafeInteger)).toBe(true);
        }
      }),
    );
  });

  it('each line costs quantity times price with options', () => {
    fc.assert(
      fc.property(story, rules, (steps, pricing) => {
        for (const line of lived(steps, pricing).at(-1)!.lines) {
          const deltas = line.options.reduce((sum, option) => sum + option.priceDeltaCents, 0);
          expect(line.totalCents).toBe((line.unitPriceCents + deltas) * line.quantity);
        }
      }),
    );
  });

  it('a change raises the version by one and voids the confirmation; a read-back does neither', () => {
    fc.assert(
      fc.property(story, rules, (steps, pricing) => {
        const orders = lived(steps, pricing);
        for (const [index, after] of orders.entries()) {
          const before = orders[index - 1];
          if (before === undefined || after === before) continue;
          const wasReading = after.confirmationId !== null;
          expect(after.version).toBe(before.version + (wasReading ? 0 : 1));
          if (wasReading) expect({ ...after, confirmationId: null }).toEqual(before);
        }
      }),
    );
  });

  it('it is placed at most once, and only by the confirmation of its last version', () => {
    fc.assert(
      fc.property(story, rules, (steps, pricing) => {
        const orders = lived(steps, pricing);
        const known = new Set(orders.flatMap(({ confirmationId }) => confirmationId ?? []));
        const last = readBack(orders.at(-1)!);
        if (isFault(last)) return;
        known.add(String(last.confirmationId));
        for (const confirmationId of known) {
          const placed = place(last, confirmationId, NOW, 20);
          if (isFault(placed)) continue;
          expect(confirmationId).toBe(last.confirmationId);
          expect(place(placed, confirmationId, new Date(), 45)).toBe(placed);
          expect(steps.map((step) => step(placed, pricing)).every(isFault)).toBe(true);
        }
      }),
    );
  });

  it('survives being stored as JSON', () => {
    fc.assert(
      fc.property(story, rules, (steps, pricing) => {
        const last = lived(steps, pricing).at(-1)!;
        expect(JSON.parse(JSON.stringify(last))).toEqual(last);
      }),
    );
  });
});
