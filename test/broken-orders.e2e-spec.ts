import { ivrTurn } from '../src/ivr/dialogue.js';
import type { IvrInput, IvrState } from '../src/ivr/ivr-state.js';
import { runTurn } from '../src/ivr/run-turn.js';
import { KitchenBoard } from '../src/menu/kitchen-board/kitchen-board.js';
import { KitchenStore } from '../src/menu/kitchen-board/kitchen.store.js';
import type { MenuDocument, MenuItem } from '../src/menu/catalogue/menu-document.js';
import { BROKEN_ORDERS } from './support/broken-orders.js';
import { AFTERNOON, onRestaurant, type Restaurant, type Result } from './support/restaurant.js';

/** The menu with one item changed; null takes it away. */
function withItem(
  menu: MenuDocument,
  itemId: string,
  change: Partial<MenuItem> | null,
): MenuDocument {
  const categories = menu.categories.map((category) => ({
    ...category,
    items: category.items.flatMap((item) => {
      if (item.id !== itemId) return [item];
      return change === null ? [] : [{ ...item, ...change }];
    }),
  }));
  return { ...menu, categories };
}

describe('an order that breaks a rule gets a sentence', () => {
  let restaurant: Restaurant;
  onRestaurant((opened) => (restaurant = opened));

  /** Two margheritas for Anna, ready to be read back. */
  async function annasOrder(): Promise<void> {
    await restaurant.run('add_item', { itemId: 'margherita', quantity: 2, options: ['large'] });
    await restaurant.run('set_customer', { name: 'Anna', fulfilment: 'pickup' });
  }

  it.each(BROKEN_ORDERS)('%s', async (_, { steps, at = AFTERNOON, error, message }) => {
    restaurant.clock.at = at;
    const results: Result[] = [];
    for (const [tool, args] of steps) results.push(await restaurant.result(tool, args));
    expect(results.slice(0, -1).every(({ ok }) => ok)).toBe(true);
    expect(results.at(-1)).toEqual({ ok: false, error, message: expect.stringMatching(message) });
  });

  it('what was read back and then changed cannot be placed', async () => {
    await annasOrder();
    const { confirmationId } = await restaurant.result('read_back_order');
    await restaurant.run('add_item', { itemId: 'tiramisu' });
    expect(await restaurant.result('place_order', { confirmationId })).toMatchObject({
      ok: false,
      error: 'not_confirmed',
    });
  });

  it('what sold out after the read-back cannot be placed', async () => {
    await annasOrder();
    const { confirmationId } = await restaurant.result('read_back_order');
    await restaurant.changeMenu((menu) => withItem(menu, 'margherita', { soldOut: true }));
    expect(await restaurant.result('place_order', { confirmationId })).toEqual({
      ok: false,
      error: 'sold_out',
      message: 'I am sorry, the Margherita is sold out today.',
    });
    await restaurant.changeMenu((menu) => withItem(menu, 'margherita', null));
    expect(await restaurant.result('place_order', { confirmationId })).toMatchObject({
      error: 'no_longer_on_menu',
    });
  });

  describe.each([
    ['margherita', 'the Margherita is sold out'],
    ['large', 'Large 16 inch is not available'],
  ])('the line without AI names what the kitchen takes off: %s', (id, told) => {
    const speak = async (state: IvrState | null, input: IvrInput) => {
      const { world } = restaurant;
      const { spoken } = world.words.vocabulary;
      return runTurn(ivrTurn(state, input, world), (name, args) =>
        restaurant.run(name, args, { spoken }),
      );
    };

    it('before the read-back', async () => {
      await annasOrder();
      const begun = await speak(null, { start: true, resumed: true });
      const board = restaurant.get(KitchenBoard);
      await board.takeOff(id, null);
      const asked = await speak(begun.state, { speech: 'That is all.' });
      const answered = await speak(asked.state, { speech: 'That is all.' });
      await board.putBack(id);
      expect([asked.prompt, answered.prompt].join('\n')).toContain(told);
    });

    it('to a caller who confirms in the same moment', async () => {
      await annasOrder();
      const begun = await speak(null, { start: true, resumed: true });
      let { state, prompt } = await speak(begun.state, { speech: 'That is all.' });
      while (state.step.kind !== 'confirm') {
        ({ state, prompt } = await speak(state, { speech: 'No.' }));
      }
      expect(prompt).toContain('Is that right?');
      // The database has it, and this process has not heard of it.
      const off = { id, until: null, since: new Date().toISOString() };
      await restaurant.get(KitchenStore).takeOff(off, restaurant.clock.now());
      const refused = await speak(state, { speech: 'Yes.' });
      expect(refused.prompt).toContain(told);
      expect(refused.end).toBeNull();
      expect(await restaurant.orders.current(restaurant.callSid)).toMatchObject({ state: 'draft' });
      await restaurant.get(KitchenBoard).putBack(id);
    });
  });

  it('more of what sold out meanwhile cannot be had, and less of it can', async () => {
    await annasOrder();
    await restaurant.changeMenu((menu) => withItem(menu, 'margherita', { soldOut: true }));
    const more = await restaurant.result('change_item', { lineId: 'L2', quantity: 3 });
    expect(more).toMatchObject({ ok: false, error: 'sold_out' });
    const less = await restaurant.result('change_item', { lineId: 'L2', quantity: 1 });
    expect(less).toMatchObject({ ok: true, changed: { quantity: 1 } });
  });

  it('closing time between read-back and yes is told, with the next opening', async () => {
    await annasOrder();
    const { confirmationId } = await restaurant.result('read_back_order');
    restaurant.clock.at = '2026-11-18T22:01';
    expect(await restaurant.result('place_order', { confirmationId })).toEqual({
      ok: false,
      error: 'closed',
      message:
        'I cannot place the order now. We are closed right now and open again tomorrow at 11 AM.',
    });
    restaurant.clock.at = '2026-11-19T11:00';
    expect(await restaurant.result('place_order', { confirmationId })).toMatchObject({
      ok: true,
    });
  });

  it('an order that was placed is answered again after closing time', async () => {
    await annasOrder();
    const { confirmationId } = await restaurant.result('read_back_order');
    const placed = await restaurant.result('place_order', { confirmationId });
    restaurant.clock.at = '2026-11-18T23:00';
    expect(await restaurant.result('place_order', { confirmationId })).toEqual(placed);
  });

  it('a restaurant without delivery says so', async () => {
    await restaurant.changeMenu((menu) => ({
      ...menu,
      business: { ...menu.business, delivery: null },
    }));
    expect(await restaurant.result('set_customer', { fulfilment: 'delivery' })).toMatchObject({
      error: 'no_delivery',
    });
  });
});
