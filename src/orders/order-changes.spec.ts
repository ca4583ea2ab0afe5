import {
  addLine,
  advance,
  applyPromotion,
  changeLine,
  missingForPlacing,
  newOrder,
  place,
  quotedMinutes,
  readBack,
  removeLine,
  removePromotion,
  setCustomer,
} from './order-changes.js';
import { isFault, type OrderFault } from './order-fault.js';
import type { Order, OrderState } from './order.js';
import type { Orderable } from './orderable.js';
import type { PricingRules } from './pricing.js';

/** A pizza that needs a size and takes up to two toppings. */
const MARGHERITA: Orderable = {
  itemId: 'margherita',
  categoryId: 'pizza',
  name: 'Margherita',
  priceCents: 1100,
  unavailable: null,
  groups: [
    {
      groupId: 'size',
      name: 'Size',
      min: 1,
      max: 1,
      options: [
        { optionId: 'small', name: 'Small', priceDeltaCents: -200, available: true },
        { optionId: 'medium', name: 'Medium', priceDeltaCents: 0, available: true },
        { optionId: 'large', name: 'Large', priceDeltaCents: 350, available: true },
      ],
    },
    {
      groupId: 'toppings',
      name: 'Extra toppings',
      min: 0,
      max: 2,
      options: [
        { optionId: 'olives', name: 'Olives', priceDeltaCents: 125, available: true },
        { optionId: 'ham', name: 'Ham', priceDeltaCents: 200, available: true },
        { optionId: 'truffle', name: 'Truffle', priceDeltaCents: 500, available: false },
        { optionId: 'basil', name: 'Basil', priceDeltaCents: 75, available: true },
      ],
    },
  ],
};

/** A drink without choices. */
const COLA: Orderable = {
  itemId: 'cola',
  categoryId: 'drinks',
  name: 'Cola',
  priceCents: 299,
  unavailable: null,
  groups: [],
};

/** 8.875 % tax, a fee of $3.00 that is taxed, $15.00 least for delivery. */
const RULES: PricingRules = {
  taxPpm: 88_750,
  deliveryFeeCents: 300,
  deliveryFeeTaxed: true,
  deliveryMinimumCents: 1500,
  pricedOptions: [],
  promotions: [
    {
      code: 'PIZZA10',
      name: 'Ten percent off pizza',
      benefit: { kind: 'percent', percent: 10 },
      conditions: { minSubtotalCents: 2000, itemIds: [], categoryIds: ['pizza'], fulfilment: null },
    },
    {
      code: 'PICKUP5',
      name: 'Five dollars off pickup',
      benefit: { kind: 'amount', amountCents: 500 },
      conditions: { minSubtotalCents: 0, itemIds: [], categoryIds: [], fulfilment: 'pickup' },
    },
  ],
};

const NOW = new Date('2026-11-22T18:00:00.000Z');
const DRAFT = newOrder({ id: 'order-1', callSid: 'CA1', now: NOW });
const LARGE = { quantity: 2, optionIds: ['large', 'olives'], note: null };

function ok(result: Order | OrderFault): Order {
  if (isFault(result)) throw new Error(`${result.error}: ${result.message}`);
  return result;
}

function codeOf(result: Order | OrderFault): string {
  return isFault(result) ? result.error : 'no fault';
}

function withPizza(): Order {
  return ok(addLine(DRAFT, MARGHERITA, LARGE, RULES));
}

function confirmed(): Order {
  return ok(readBack(ok(setCustomer(withPizza(), { name: 'Ada' }, RULES))));
}

describe('Adding to an order', () => {
  it('prices the line from the item and its options', () => {
    const order = withPizza();
    expect(order.lines).toEqual([
      {
        lineId: 'L2',
        itemId: 'margherita',
        categoryId: 'pizza',
        name: 'Margherita',
        quantity: 2,
        unitPriceCents: 1100,
        options: [
          { groupId: 'size', optionId: 'large', name: 'Large', priceDeltaCents: 350 },
          { groupId: 'toppings', optionId: 'olives', name: 'Olives', priceDeltaCents: 125 },
        ],
        note: null,
        totalCents: 3150,
      },
    ]);
    expect([order.subtotalCents, order.taxCents, order.totalCents]).toEqual([3150, 280, 3430]);
  });

  it('asks for a missing choice in words a waiter could use', () => {
    const result = addLine(DRAFT, MARGHERITA, { ...LARGE, optionIds: [] }, RULES);
    expect(result).toEqual({
      ok: false,
      error: 'too_few_options',
      message: 'The Margherita needs a size: small, medium or large.',
    });
  });

  it.each([
    ['two sizes', ['small', 'large'], 'too_many_options'],
    ['three toppings', ['small', 'ham', 'olives', 'basil'], 'too_many_options'],
    ['an unknown option', ['small', 'pineapple'], 'unknown_option'],
    ['an option that ran out', ['small', 'truffle'], 'option_unavailable'],
  ])('refuses %s', (_what, optionIds, code) => {
    expect(codeOf(addLine(DRAFT, MARGHERITA, { ...LARGE, optionIds }, RULES))).toBe(code);
  });

  it.each([0, -1, 51, 1.5, Number.NaN])('refuses a quantity of %p', (quantity) => {
    const choice = { quantity, optionIds: [], note: null };
    expect(codeOf(addLine(DRAFT, COLA, choice, RULES))).toBe('invalid_quantity');
  });

  it('passes on why an item cannot be had', () => {
    const soldOut = { ...COLA, unavailable: 'The Cola is sold out today.' };
    expect(addLine(DRAFT, soldOut, { quantity: 1, optionIds: [], note: null }, RULES)).toEqual({
      ok: false,
      error: 'unavailable',
      message: 'The Cola is sold out today.',
    });
  });

  it('holds fifty lines and notes of 200 characters, no more', () => {
    let order = DRAFT;
    const cola = { quantity: 1, optionIds: [], note: 'x'.repeat(200) };
    for (let i = 0; i < 50; i++) order = ok(addLine(order, COLA, cola, RULES));
    expect(new Set(order.lines.map((line) => line.lineId)).size).toBe(50);
    expect(codeOf(addLine(order, COLA, cola, RULES))).toBe('order_full');
    const long = { ...cola, note: 'x'.repeat(201) };
    expect(codeOf(addLine(DRAFT, COLA, long, RULES))).toBe('note_too_long');
  });
});

describe('Changing an order', () => {
  it('never uses the name of a removed line again', () => {
    const order = ok(removeLine(withPizza(), 'L2', RULES));
    expect(order.totalCents).toBe(0);
    expect(ok(addLine(order, COLA, { ...LARGE, optionIds: [] }, RULES)).lines[0]?.lineId).toBe(
      'L4',
    );
  });

  it('keeps the price that was told when only quantity or note change', () => {
    const dearer = { ...MARGHERITA, priceCents: 9900 };
    const order = ok(
      changeLine(withPizza(), 'L2', { quantity: 3, note: ' crispy ' }, dearer, RULES),
    );
    expect(order.lines[0]).toMatchObject({ quantity: 3, unitPriceCents: 1100, note: 'crispy' });
  });

  it('takes new options from the menu as it is', () => {
    const order = ok(changeLine(withPizza(), 'L2', { optionIds: ['small'] }, MARGHERITA, RULES));
    expect(order.lines[0]).toMatchObject({ totalCents: 1800, quantity: 2 });
    expect(order.lines[0]?.options).toHaveLength(1);
  });

  it('lets an item that left the menu be reduced but not increased', () => {
    expect(codeOf(changeLine(withPizza(), 'L2', { quantity: 3 }, null, RULES))).toBe('unavailable');
    expect(ok(changeLine(withPizza(), 'L2', { quantity: 1 }, null, RULES)).subtotalCents).toBe(
      1575,
    );
  });

  it('says when there is no such line', () => {
    expect(codeOf(changeLine(DRAFT, 'L9', { quantity: 1 }, COLA, RULES))).toBe('unknown_line');
    expect(codeOf(removeLine(DRAFT, 'L9', RULES))).toBe('unknown_line');
  });

  it('recomputes the promotion and brings it back when it is earned again', () => {
    const promoted = ok(applyPromotion(withPizza(), ' pizza10 ', RULES));
    expect(promoted.promotion).toEqual({
      code: 'PIZZA10',
      name: 'Ten percent off pizza',
      discountCents: 315,
    });
    const smaller = ok(changeLine(promoted, 'L2', { quantity: 1 }, MARGHERITA, RULES));
    expect([smaller.discountCents, smaller.promotion?.discountCents]).toEqual([0, 0]);
    const again = ok(changeLine(smaller, 'L2', { quantity: 2 }, MARGHERITA, RULES));
    expect(again.discountCents).toBe(315);
    expect(ok(removePromotion(again, RULES)).promotion).toBeNull();
    expect(
      ok(changeLine(again, 'L2', { quantity: 3 }, MARGHERITA, { ...RULES, promotions: [] })),
    ).toMatchObject({ promotion: null, discountCents: 0 });
  });

  it('refuses a promotion that is unknown or not earned', () => {
    expect(codeOf(applyPromotion(withPizza(), 'NOPE', RULES))).toBe('unknown_promotion');
    expect(codeOf(applyPromotion(DRAFT, 'PIZZA10', RULES))).toBe('promotion_not_applicable');
  });

  it('keeps customer details that were not mentioned and drops blanks', () => {
    const order = ok(setCustomer(withPizza(), { name: ' Ada ', phone: '+15551230100' }, RULES));
    expect(ok(setCustomer(order, { phone: ' ' }, RULES)).customer).toEqual({
      name: 'Ada',
      phone: null,
      fulfilment: 'pickup',
      address: null,
    });
    expect(codeOf(setCustomer(order, { name: 'x'.repeat(81) }, RULES))).toBe('too_long');
  });
});

describe('Confirming and placing', () => {
  it('gives one confirmation for one version, and the next for the next', () => {
    const order = confirmed();
    expect(order.confirmationId).toMatch(/^[0-9a-f]{12}$/);
    expect(readBack(order)).toBe(order);
    expect(readBack({ ...order, confirmationId: null })).toEqual(order);
    const more = ok(addLine(order, COLA, { ...LARGE, optionIds: [] }, RULES));
    expect(more.confirmationId).toBeNull();
    expect(ok(readBack(more)).confirmationId).not.toBe(order.confirmationId);
  });

  it('keeps the confirmation when a change changes nothing', () => {
    const order = confirmed();
    expect(setCustomer(order, { name: 'Ada' }, RULES)).toBe(order);
    expect(changeLine(order, 'L2', { quantity: 2 }, MARGHERITA, RULES)).toBe(order);
  });

  it('places what was read back and gives the same answer when asked again', () => {
    const order = confirmed();
    const placed = ok(place(order, String(order.confirmationId), NOW, 20));
    expect(placed).toMatchObject({ state: 'placed', placedAt: NOW.toISOString() });
    expect(place(placed, String(order.confirmationId), new Date(), 45)).toBe(placed);
    expect(codeOf(place(placed, 'other', NOW, 20))).toBe('already_placed');
  });

  it.each([
    ['the minutes that were told', null, 20, '2026-11-22T18:20:00.000Z', 20],
    ['the wished time', '2026-11-22T19:30:00-05:00', 20, '2026-11-23T00:30:00.000Z', null],
    ['nothing where no minutes are known', null, null, null, null],
  ])('promises %s', (_what, readyAt, minutes, promisedAt, quoted) => {
    const order = ok(readBack(ok(setCustomer(confirmed(), { readyAt }, RULES))));
    expect(quotedMinutes(order)).toBeNull();
    const placed = ok(place(order, String(order.confirmationId), NOW, minutes));
    expect(placed.promisedAt).toBe(promisedAt);
    expect(quotedMinutes(placed)).toBe(quoted);
    expect(ok(advance(placed, 'accepted')).promisedAt).toBe(promisedAt);
  });

  it('does not place without a read-back, or by the confirmation of another version', () => {
    const order = confirmed();
    const older = String(order.confirmationId);
    const changed = ok(
      removeLine(ok(addLine(order, COLA, { ...LARGE, optionIds: [] }, RULES)), 'L4', RULES),
    );
    expect(codeOf(place(changed, older, NOW, 20))).toBe('not_confirmed');
    expect(codeOf(place(ok(readBack(changed)), older, NOW, 20))).toBe('not_confirmed');
  });

  it('asks for what is missing, one thing at a time', () => {
    const delivery = ok(setCustomer(withPizza(), { fulfilment: 'delivery' }, RULES));
    expect(missingForPlacing(DRAFT)?.error).toBe('empty_order');
    expect(missingForPlacing(delivery)?.error).toBe('name_missing');
    const named = ok(setCustomer(delivery, { name: 'Ada' }, RULES));
    expect(missingForPlacing(named)?.error).toBe('address_missing');
    const addressed = ok(setCustomer(named, { address: '1 Main St' }, RULES));
    expect(missingForPlacing(addressed)).toBeNull();
    const small = ok(
      changeLine(addressed, 'L2', { quantity: 1, optionIds: ['small'] }, MARGHERITA, RULES),
    );
    expect(missingForPlacing(small)?.message).toBe('Delivery needs an order of at least $15.00.');
    expect(codeOf(place(ok(readBack(small)), 'x', NOW, 20))).toBe('below_minimum');
  });

  it('does not touch a placed order', () => {
    const order = confirmed();
    const placed = ok(place(order, String(order.confirmationId), NOW, 20));
    const attempts = [
      addLine(placed, COLA, { ...LARGE, optionIds: [] }, RULES),
      removeLine(placed, 'L2', RULES),
      setCustomer(placed, { name: 'Bob' }, RULES),
      readBack(placed),
    ];
    expect(attempts.map(codeOf)).toEqual(Array(4).fill('already_placed'));
  });

  it('moves through the kitchen by legal steps only', () => {
    const states: OrderState[] = [
      'draft',
      'placed',
      'accepted',
      'preparing',
      'ready',
      'completed',
      'cancelled',
    ];
    const legal = states.flatMap((from) =>
      states
        .filter((to) => !isFault(advance({ ...confirmed(), state: from }, to)))
        .map((to) => `${from} ${to}`),
    );
    expect(legal).toEqual([
      'placed accepted',
      'placed cancelled',
      'accepted preparing',
      'accepted cancelled',
      'preparing ready',
      'preparing cancelled',
      'ready completed',
    ]);
    expect(advance(confirmed(), 'ready')).toEqual({
      ok: false,
      error: 'illegal_step',
      message: 'An order that is draft cannot become ready.',
    });
  });
});
