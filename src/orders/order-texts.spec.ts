import * as fc from 'fast-check';
import { addLine, changeLine, newOrder, setCustomer } from './order-changes.js';
import { isFault } from './order-fault.js';
import type { Orderable } from './orderable.js';
import type { Order, OrderLine } from './order.js';
import { withoutCardData } from './order-texts.js';

const line = (note: string | null): OrderLine => ({
  lineId: 'L1',
  itemId: 'cola',
  categoryId: 'drinks',
  name: 'Cola',
  quantity: 1,
  unitPriceCents: 250,
  options: [],
  note,
  totalCents: 250,
});
const customer = {
  name: 'Anna',
  phone: '+12125550142',
  fulfilment: 'delivery',
  address: '118 Mulberry Street, New York 10013',
} as const;

describe('The words of an order', () => {
  it('stay as they are without a card number', () => {
    const words = { lines: [line('no ice'), line(null)], customer, allergies: ['milk'] };
    expect(withoutCardData(words)).toEqual(words);
  });

  it('hold no card number, in one of them or spread over several', () => {
    const whole = withoutCardData({
      lines: [line('my card: four one one one 1111 1111 1111')],
      customer: { ...customer, name: '4111111111111111', address: 'cvv 123, 12 Elm Road' },
      allergies: ['kiwi', '4111 1111 1111 1111'],
    });
    expect(whole.lines[0]?.note).toBe('my card: ****');
    expect(whole.allergies).toEqual(['kiwi', '****']);
    expect(whole.customer).toMatchObject({ name: '****', address: 'cvv ****, 12 Elm Road' });

    const halves = { lines: [line('4111 1111'), line('11111111')], customer, allergies: [] };
    expect(withoutCardData(halves).lines.map(({ note }) => note)).toEqual(['****', '****']);
  });

  it('are masked by every change of a draft', () => {
    const order = newOrder({ id: 'o1', callSid: 'CA1', now: new Date(0) });
    const rules = {
      taxPpm: 0,
      deliveryFeeCents: 0,
      deliveryFeeTaxed: false,
      deliveryMinimumCents: 0,
      promotions: [],
      pricedOptions: [],
    };
    expect(setCustomer(order, { name: 'Anna 4111-1111-1111-1111' }, rules)).toMatchObject({
      customer: { name: 'Anna ****' },
    });
  });
});

describe('What the words of an order say about a price', () => {
  const COLA: Orderable = {
    itemId: 'cola',
    categoryId: 'drinks',
    name: 'Cola',
    priceCents: 250,
    groups: [],
    unavailable: null,
  };
  const rules = {
    taxPpm: 88_750,
    deliveryFeeCents: 0,
    deliveryFeeTaxed: false,
    deliveryMinimumCents: 0,
    promotions: [],
    pricedOptions: [{ optionId: 'add-lemon', name: 'Lemon' }],
  };
  const ordered = (note: string | null): Order => {
    const draft = newOrder({ id: 'o1', callSid: 'CA1', now: new Date(0) });
    const made = addLine(draft, COLA, { quantity: 2, optionIds: [], note }, rules);
    if (isFault(made)) throw new Error(made.message);
    return made;
  };

  it('is flagged with the line it stands on, and goes with the words', () => {
    const order = ordered('free, with lemon');
    expect(order.flags).toEqual([
      { lineId: 'L2', reason: 'price', words: 'free' },
      { lineId: 'L2', reason: 'priced-option', words: 'Lemon' },
    ]);
    const named = setCustomer(order, { name: 'Anna, on the house' }, rules);
    expect(named).toMatchObject({
      flags: [{}, {}, { lineId: null, reason: 'price', words: 'on the house' }],
    });
    expect(changeLine(order, 'L2', { note: 'no lemon' }, COLA, rules)).toMatchObject({ flags: [] });
  });

  it('never changes what is charged', () => {
    const price = ({ subtotalCents, discountCents, taxCents, totalCents }: Order) => [
      subtotalCents,
      discountCents,
      taxCents,
      totalCents,
    ];
    const words = fc.constantFrom('free', 'no charge', '50% off', 'lemon', 'gratis', '$0', 'well');
    const note = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(words, { maxLength: 8 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(note, (text) => {
        expect(price(ordered(text))).toEqual(price(ordered(null)));
      }),
    );
  });
});
