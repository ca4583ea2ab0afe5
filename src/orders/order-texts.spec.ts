import { newOrder, setCustomer } from './order-changes.js';
import type { OrderLine } from './order.js';
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
    const words = { lines: [line('no ice'), line(null)], customer };
    expect(withoutCardData(words)).toEqual(words);
  });

  it('hold no card number, in one of them or spread over several', () => {
    const whole = withoutCardData({
      lines: [line('my card: four one one one 1111 1111 1111')],
      customer: { ...customer, name: '4111111111111111', address: 'cvv 123, 12 Elm Road' },
    });
    expect(whole.lines[0]?.note).toBe('my card: ****');
    expect(whole.customer).toMatchObject({ name: '****', address: 'cvv ****, 12 Elm Road' });

    const halves = { lines: [line('4111 1111'), line('11111111')], customer };
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
