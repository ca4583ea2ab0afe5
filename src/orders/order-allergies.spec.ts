import { withoutCustomer } from './forgotten-customer.js';
import { kitchenPayload } from './kitchen/kitchen-payload.js';
import { MAX_ALLERGY_LENGTH, newOrder, noteAllergies } from './order-changes.js';
import { isFault } from './order-fault.js';
import { completeOrder, isOrder, type Order } from './order.js';
import type { PricingRules } from './pricing.js';

const RULES: PricingRules = {
  taxPpm: 0,
  deliveryFeeCents: 0,
  deliveryFeeTaxed: false,
  deliveryMinimumCents: 0,
  promotions: [],
  pricedOptions: [],
};
const EMPTY = newOrder({ id: 'o1', callSid: 'CA1', now: new Date(0) });

function noted(order: Order, allergies: readonly string[], how: 'stated' | 'withdrawn' = 'stated') {
  const next = noteAllergies(order, allergies, how, RULES);
  if (isFault(next)) throw new Error(next.error);
  return next;
}

describe('The allergies of an order', () => {
  it('stand there once each, and void the read-back', () => {
    const read = { ...noted(EMPTY, ['milk']), confirmationId: 'c1' };
    expect(noted(read, ['milk'])).toBe(read);
    const more = noted(read, [' Kiwi ', 'milk', '']);
    expect(more).toMatchObject({ allergies: ['milk', 'kiwi'], confirmationId: null });
    expect(noted(more, ['milk'], 'withdrawn').allergies).toEqual(['kiwi']);
  });

  it('have a limit, in length and in number', () => {
    const long = 'x'.repeat(MAX_ALLERGY_LENGTH + 1);
    expect(noteAllergies(EMPTY, [long], 'stated', RULES)).toMatchObject({ error: 'too_long' });
    const many = Array.from({ length: 21 }, (_, at) => `fruit ${at}`);
    expect(noteAllergies(EMPTY, many, 'stated', RULES)).toMatchObject({ error: 'too_long' });
  });

  it('hold no card number, and are looked at for words about the price', () => {
    const order = noted(EMPTY, ['4111 1111 1111 1111', 'gluten, and it is on the house']);
    expect(order.allergies[0]).toBe('****');
    expect(order.flags).toMatchObject([{ lineId: null, reason: 'price' }]);
    expect(noted(EMPTY, ['gluten free only']).flags).toEqual([]);
  });

  it('are the first that the kitchen gets', () => {
    const payload = kitchenPayload(noted(EMPTY, ['tree-nuts', 'kiwi']));
    expect(payload).toMatch(
      /^\{"alert":"ALLERGY: TREE-NUTS, KIWI","allergies":\["tree-nuts","kiwi"\],/,
    );
    expect(JSON.parse(kitchenPayload(EMPTY))).toEqual(JSON.parse(JSON.stringify(EMPTY)));
  });

  it('are forgotten with the customer, also in a message that waits for the kitchen', () => {
    const order = noted(EMPTY, ['tree-nuts']);
    expect(withoutCustomer(order).allergies).toEqual([]);
    const waiting = JSON.parse(kitchenPayload(order)) as Order;
    expect(kitchenPayload(withoutCustomer(waiting))).not.toMatch(/nuts|alert/i);
  });

  it('are none on an order of an earlier version, which is an order all the same', () => {
    const { allergies: _, flags: __, promisedAt: ___, ...earlier } = EMPTY;
    expect(isOrder(earlier)).toBe(true);
    expect(completeOrder(earlier as Order)).toEqual(EMPTY);
    expect(isOrder({ ...EMPTY, allergies: 'milk' })).toBe(false);
    expect(isOrder({ ...EMPTY, allergies: [7] })).toBe(false);
  });
});
