import { Logger } from '@nestjs/common';
import { limitFault } from '../src/menu/tools/order-limits.js';
import { Restaurant } from './support/restaurant.js';

describe('What a model may not decide', () => {
  let restaurant: Restaurant;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    restaurant = await Restaurant.open();
  });
  beforeEach(() => restaurant.ring());
  afterAll(async () => {
    await restaurant.close();
    Logger.overrideLogger(['log', 'error', 'warn']);
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
      // What takes the call over forgets what is held and finds the count in the database.
      restaurant.orders.release(restaurant.callSid);
      expect(await one()).toMatchObject({ error: 'too_many_orders' });
      await restaurant.ring();
      expect(await one()).toMatchObject(TAKES);
    });
  });
});
