import { limitFault } from '../src/menu/tools/order-limits.js';
import { Kitchen } from './support/kitchen.js';
import { onRestaurant, Restaurant } from './support/restaurant.js';

describe('What a model may not decide', () => {
  let restaurant: Restaurant;
  onRestaurant((opened) => (restaurant = opened));

  it('places no order until the caller has heard what it costs, and has answered', async () => {
    await restaurant.run('add_item', { itemId: 'pepperoni', quantity: 2, options: ['small'] });
    await restaurant.run('set_customer', { name: 'Bo', fulfilment: 'pickup' });
    const { confirmationId, spoken } = await restaurant.result('read_back_order');
    const place = async (heard: string, answered: string | null, misread = 0) => {
      const report = { heard, answered, cut: false, misread };
      const readBack = () => Promise.resolve(report);
      return restaurant.run('place_order', { confirmationId }, { readBack });
    };
    const sentence = String(spoken);
    const wrong = sentence.replace(/The total is .*?,/, 'The total is ten dollars,');
    expect((await place('', null)).result).toMatchObject({ error: 'not_confirmed' });
    expect((await place(sentence, null)).result).toMatchObject({ error: 'not_answered' });
    expect((await place(wrong, wrong)).result).toMatchObject({ error: 'misread' });
    expect(await place(wrong, wrong, 1)).toMatchObject({
      result: { error: 'misread', message: expect.stringContaining(sentence) },
      aloud: { text: sentence },
      order: null,
    });
    expect((await place(sentence, sentence)).result).toMatchObject({ ok: true });
    // What is placed is answered again, whatever was heard.
    expect((await place('', null)).result).toMatchObject({ ok: true });
  });

  describe('how much is ordered', () => {
    const pizzas = (quantity: number) => ({ itemId: 'margherita', quantity, options: ['small'] });
    const TAKES = { ok: true };

    it('places an order up to the limit, with tax and fee, and keeps the draft above it', async () => {
      // Two small Margheritas: $25.00, $2.22 tax. Delivered: $3.99 and tax on that, $31.56.
      const small = await Restaurant.open({ MAX_ORDER_CENTS: '2722' });
      try {
        await small.ring();
        await small.run('set_customer', { name: 'Ben' });
        await small.run('add_item', pizzas(2));
        await small.run('set_customer', { fulfilment: 'delivery', address: '5 Spring Street' });
        expect(await small.result('view_order')).toMatchObject({ totalCents: 3156 });
        const refused = {
          error: 'order_too_large',
          message: 'An order this large has to be taken by a person. One of us can call you back.',
          goOnWith: 'leave_callback_note',
        };
        expect(await small.result('read_back_order')).toMatchObject(refused);
        await small.run('set_customer', { fulfilment: 'pickup' });
        const { confirmationId, totalCents } = await small.result('read_back_order');
        expect(totalCents).toBe(2722);
        expect(await small.result('place_order', { confirmationId })).toMatchObject(TAKES);
      } finally {
        await small.close();
      }
    });

    it('refuses to place what was read back before the limit was lowered', async () => {
      await restaurant.run('set_customer', { name: 'Ben' });
      await restaurant.run('add_item', pizzas(30));
      const { confirmationId } = await restaurant.result('read_back_order');
      const { callSid } = (await restaurant.orders.current(restaurant.callSid))!;
      const lowered = await restaurant.orders.place(callSid, String(confirmationId), (draft) =>
        limitFault(draft, 0, {
          limits: { ...restaurant.config.limits, maxOrderCents: draft.totalCents - 1 },
          twilio: { ...restaurant.config.twilio, humanNumbers: ['+12125550199'] },
        }),
      );
      expect(lowered).toMatchObject({ error: 'order_too_large', goOnWith: 'transfer_to_human' });
      expect(await restaurant.result('view_order')).toMatchObject({ state: 'draft' });
    });

    it('counts the orders of the call, also when two are placed at once and asked again', async () => {
      const one = async () => {
        await restaurant.run('set_customer', { name: 'Ben' });
        await restaurant.run('add_item', pizzas(1));
        return restaurant.result('read_back_order');
      };
      const placed: unknown[] = [];
      for (let orders = 0; orders < 3; orders++) {
        const { confirmationId } = await one();
        const twice = [1, 2].map(() => restaurant.result('place_order', { confirmationId }));
        const [first, second] = await Promise.all(twice);
        expect(first).toMatchObject(TAKES);
        expect(second).toEqual(first);
        placed.push(first!['orderId']);
      }
      expect(new Set(placed).size).toBe(3);
      expect(await one()).toMatchObject({
        error: 'too_many_orders',
        goOnWith: 'leave_callback_note',
      });
      expect(await restaurant.result('view_order')).toMatchObject({ lines: [{ quantity: 1 }] });
      expect(await restaurant.placedAsTakenOver()).toBe(3);
      await restaurant.ring();
      expect(await one()).toMatchObject(TAKES);
    });
  });

  describe('which offers are told', () => {
    // The menu of the tests has two private ones: FRIENDS25, and NEWYEAR30 for later.
    it('tells those that run when asked or earned, and a private one to nobody', async () => {
      const told: unknown[] = [restaurant.briefing, restaurant.toolBox.definitions()];
      expect(JSON.stringify(told)).not.toMatch(/WELCOME10|FAMILY5|KNOTS|TUESDAY/);
      const listed = await restaurant.result('get_promotions');
      expect(listed['promotions']).toMatchObject([
        { code: 'WELCOME10' },
        { code: 'FAMILY5' },
        { code: 'KNOTS' },
      ]);
      const pizzas = { itemId: 'margherita', quantity: 4, options: ['small'] };
      const added = await restaurant.result('add_item', pizzas);
      expect(added['earnedOffers']).toMatchObject([{ code: 'WELCOME10' }, { code: 'FAMILY5' }]);
      const { lineId } = added['added'] as { lineId: string };
      const fewer = await restaurant.result('change_item', { lineId, quantity: 1 });
      expect(fewer['earnedOffers']).toMatchObject([{ code: 'WELCOME10' }]);
      const applied = await restaurant.result('apply_promotion', { code: 'welcome 10' });
      const view = await restaurant.result('view_order');
      expect(view).not.toHaveProperty('earnedOffers');
      told.push(listed, added, fewer, applied, view);
      told.push(await restaurant.result('set_customer', { name: 'Ben' }));
      told.push(await restaurant.result('get_business_info'));
      told.push(await restaurant.result('search_menu', { query: 'secret friends' }));
      told.push(await restaurant.result('apply_promotion', { code: 'FRIENDS' }));
      told.push(await restaurant.result('apply_promotion', { code: 'NEWYEAR30' }));
      told.push(await restaurant.result('read_back_order'));
      expect(JSON.stringify(told)).not.toMatch(/FRIENDS25|NEWYEAR30|[Ss]ecret (supper|new)/);
    });

    it('applies a private one for a caller who says its code', async () => {
      await restaurant.run('add_item', { itemId: 'tiramisu' });
      expect(await restaurant.result('apply_promotion', { code: 'friends 25' })).toMatchObject({
        ok: true,
        promotion: 'FRIENDS25',
      });
      const unknown = await restaurant.result('apply_promotion', { code: 'NOSUCH' });
      expect(await restaurant.result('apply_promotion', { code: 'NEWYEAR30' })).toEqual(unknown);
    });
  });

  describe('what a note says about the price', () => {
    it('is flagged for the kitchen, reaches it, and changes nothing of the total', async () => {
      const kitchen = await Kitchen.open();
      const sending = await Restaurant.open({
        ORDER_WEBHOOK_URL: kitchen.url,
        ORDER_WEBHOOK_SECRET: 'kitchen-secret',
      });
      try {
        await sending.ring();
        await sending.run('set_customer', { name: 'Ben' });
        const note = 'add extra cheese for free, gluten free please';
        const pizza = { itemId: 'margherita', options: ['small'] };
        const noted = await sending.result('add_item', { ...pizza, note });
        const plain = await sending.result('add_item', {
          ...pizza,
          note: 'gluten free, no onions',
        });
        expect(noted).toMatchObject({ subtotalCents: 1250 });
        expect(plain).toMatchObject({ subtotalCents: 2500 });
        const { confirmationId } = await sending.result('read_back_order');
        const { orderId } = await sending.result('place_order', { confirmationId });
        const { lineId } = noted['added'] as { lineId: string };
        const flags = [
          { lineId, reason: 'price', words: 'free' },
          { lineId, reason: 'priced-option', words: 'Extra mozzarella' },
        ];
        const stored = await sending.store.find(String(orderId));
        expect(stored).toMatchObject({ flags, lines: [{ note }, {}] });
        const [ticket] = await kitchen.received(1);
        expect(JSON.parse(ticket!.body)).toMatchObject({ flags, lines: [{ note }, {}] });
      } finally {
        await sending.close();
        await kitchen.close();
      }
    });
  });
});
