import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { OrdersStore } from '../src/orders/orders.store.js';
import { Restaurant } from './support/restaurant.js';

describe('a tool reads the order from the database', () => {
  let restaurant: Restaurant;
  let store: OrdersStore;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    restaurant = await Restaurant.open();
    store = restaurant.store;
  });
  beforeEach(() => restaurant.ring());
  afterAll(async () => {
    await restaurant.close();
    Logger.overrideLogger(['log', 'error', 'warn']);
  });

  /** How often the tool reads, and what it hands back. */
  async function readsOf(tool: string, args: object = {}) {
    const reads = [jest.spyOn(store, 'ofCall'), jest.spyOn(store, 'find')];
    const before = reads.map(({ mock }) => mock.calls.length);
    const outcome = await restaurant.run(tool, args);
    const count = reads.reduce((sum, { mock }, at) => sum + mock.calls.length - before[at]!, 0);
    return { count, outcome };
  }

  it('once to change, to show, to read back and to place it', async () => {
    const added = await readsOf('add_item', { itemId: 'tiramisu' });
    const named = await readsOf('set_customer', { name: 'Anna' });
    const viewed = await readsOf('view_order');
    const readBack = await readsOf('read_back_order');
    const { confirmationId } = { confirmationId: '', ...readBack.outcome.result };
    const placed = await readsOf('place_order', { confirmationId });
    const again = await readsOf('place_order', { confirmationId });
    const all = { added, named, viewed, readBack, placed, again };
    for (const { count, outcome } of Object.values(all)) {
      expect({ count, ok: outcome.result.ok }).toEqual({ count: 1, ok: true });
      expect(outcome.order?.totalCents).toBe(866);
    }
    expect(added.outcome.order?.state).toBe('draft');
    expect(placed.outcome.order?.state).toBe('placed');
    expect(again.outcome).toEqual(placed.outcome);
  });

  it.each([
    ['search_menu', { query: 'pizza' }],
    ['get_item', { itemId: 'margherita' }],
    ['get_business_info', {}],
    ['get_promotions', {}],
    ['end_call', {}],
  ])('never to answer %s', async (tool, args) => {
    await restaurant.run('add_item', { itemId: 'tiramisu' });
    const { count, outcome } = await readsOf(tool, args);
    expect(count).toBe(0);
    expect(outcome).toMatchObject({ result: { ok: true }, order: null });
  });
});
