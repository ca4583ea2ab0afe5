import type { Business, MenuDocument } from '../src/menu/catalogue/menu-document.js';
import { menuFixture } from './support/menu-fixture.js';
import { onRestaurant, type Restaurant } from './support/restaurant.js';

const EARLY = '2026-11-18T08:00';
const AREA = {
  description: 'Manhattan below 14th Street',
  postalCodes: ['10012', '10013'],
  streets: [{ name: 'Broadway', to: 850 }],
};
const TIRAMISU = { itemId: 'tiramisu' };

describe('What a model is told before the caller has told everything', () => {
  let restaurant: Restaurant;
  onRestaurant((opened) => (restaurant = opened));

  const businessWith = (change: Partial<Business>) =>
    restaurant.changeMenu((menu: MenuDocument) => ({
      ...menu,
      business: { ...menu.business, ...change },
    }));
  const checkedArea = async () => {
    const { delivery } = (await menuFixture()).business;
    await businessWith({ delivery: delivery && { ...delivery, area: AREA } });
  };

  it('says with the first dish that it is closed, and once', async () => {
    restaurant.clock.at = EARLY;
    expect(await restaurant.result('add_item', TIRAMISU)).toMatchObject({
      ok: true,
      notice:
        'We are closed right now and open again today at 11 AM. Until then I cannot take an order.',
    });
    expect(await restaurant.result('add_item', TIRAMISU)).not.toHaveProperty('notice');
    await restaurant.run('set_customer', { name: 'Bo' });
    expect(await restaurant.result('read_back_order')).toMatchObject({ error: 'closed' });
  });

  it('says nothing when nothing stands in the way', async () => {
    expect(await restaurant.result('add_item', TIRAMISU)).not.toHaveProperty('notice');
    expect(await restaurant.result('set_customer', { fulfilment: 'pickup' })).not.toHaveProperty(
      'notice',
    );
  });

  it('says with the choice of delivery that it is below the minimum', async () => {
    await restaurant.run('add_item', TIRAMISU);
    expect(await restaurant.result('set_customer', { fulfilment: 'delivery' })).toMatchObject({
      ok: true,
      notice: 'For delivery the order has to be at least twenty dollars, without tax and fee.',
    });
    await restaurant.run('add_item', { itemId: 'pepperoni', quantity: 2, options: ['small'] });
    expect(await restaurant.result('set_customer', { name: 'Bo' })).not.toHaveProperty('notice');
  });

  it('takes a dish that is sold only at the wished time, and not one that is not', async () => {
    await businessWith({ ordersAhead: { maxDays: 7 } });
    const lunch = (await menuFixture()).categories
      .flatMap(({ items }) => items)
      .find(({ availability }) => availability !== undefined);
    const itemId = String(lunch?.id);
    expect(await restaurant.result('add_item', { itemId })).toMatchObject({
      error: 'not_available_now',
    });
    await restaurant.run('set_customer', { readyAt: 'tomorrow at one', name: 'Bo' });
    const { error } = { error: '', ...(await restaurant.result('add_item', { itemId })) };
    expect(error).not.toBe('not_available_now');
  });

  it('keeps the time on the order, reads it back and places it with it', async () => {
    await restaurant.run('add_item', TIRAMISU);
    expect(await restaurant.result('set_customer', { name: 'Bo', readyAt: '19:00' })).toMatchObject(
      {
        ok: true,
        readyAt: '2026-11-18T19:00:00-05:00',
        readyAtSpoken: 'at 7 PM',
      },
    );
    expect(await restaurant.result('view_order')).toMatchObject({ readyAtSpoken: 'at 7 PM' });
    const { confirmationId, spoken } = await restaurant.result('read_back_order');
    expect(spoken).toContain('for pickup, ready at 7 PM, under the name Bo');
    const placed = await restaurant.result('place_order', { confirmationId });
    expect(placed).toMatchObject({ ok: true, readyAtSpoken: 'at 7 PM' });
    expect(placed).not.toHaveProperty('readyInMinutes');
    expect(await restaurant.orders.find(String(placed['orderId']))).toMatchObject({
      readyAt: '2026-11-18T19:00:00-05:00',
    });
  });

  it('voids the read-back when the time changes, and takes a time back', async () => {
    await restaurant.run('add_item', TIRAMISU);
    await restaurant.run('set_customer', { name: 'Bo', readyAt: 'at seven' });
    const { confirmationId } = await restaurant.result('read_back_order');
    const later = await restaurant.result('set_customer', { readyAt: 'asap' });
    expect(later).not.toHaveProperty('readyAt');
    expect(await restaurant.result('place_order', { confirmationId })).toMatchObject({
      error: 'not_confirmed',
    });
    expect(await restaurant.result('set_customer', { readyAt: 'soon-ish' })).toMatchObject({
      error: 'ready_time_unclear',
    });
  });

  it('refuses a time whose lead time is over by the time of placing, with the earliest', async () => {
    await restaurant.run('add_item', TIRAMISU);
    await restaurant.run('set_customer', { name: 'Bo', readyAt: 'at 3:20 pm' });
    const { confirmationId } = await restaurant.result('read_back_order');
    restaurant.clock.at = '2026-11-18T15:12';
    expect(await restaurant.result('place_order', { confirmationId })).toMatchObject({
      error: 'ready_too_soon',
      message: 'That is too soon. The earliest is at 3:35 PM.',
      possibleAt: '2026-11-18T15:35:00-05:00',
    });
  });

  it('takes an order for later while closed, if the menu says so', async () => {
    await businessWith({ ordersAhead: { maxDays: 7 } });
    restaurant.clock.at = EARLY;
    expect(await restaurant.result('add_item', TIRAMISU)).toMatchObject({
      notice: expect.stringContaining('I can take your order for later'),
    });
    await restaurant.run('set_customer', { name: 'Bo' });
    expect(await restaurant.result('read_back_order')).toMatchObject({
      error: 'ready_time_missing',
      possibleAt: '2026-11-18T11:20:00-05:00',
    });
    await restaurant.run('set_customer', { readyAt: 'tomorrow at noon' });
    const { confirmationId, spoken } = await restaurant.result('read_back_order');
    expect(spoken).toContain('ready on Thursday at noon');
    expect(await restaurant.result('place_order', { confirmationId })).toMatchObject({ ok: true });
  });

  it('says at once that an address is outside, and notes nothing of it', async () => {
    await checkedArea();
    const outside = { fulfilment: 'delivery', address: '200 East 90th Street, 10128' };
    expect(await restaurant.result('set_customer', outside)).toMatchObject({
      error: 'outside_area',
      message: expect.stringContaining('Manhattan below 14th Street'),
    });
    expect(await restaurant.result('view_order')).not.toMatchObject({
      customer: { fulfilment: 'delivery' },
    });
  });

  it('says what to ask when it is in doubt, and takes the answer', async () => {
    await checkedArea();
    const told = (address: string) =>
      restaurant.result('set_customer', { fulfilment: 'delivery', address });
    expect(await told('44 Grove Street')).toMatchObject({ error: 'postal_code_missing' });
    expect(await told('Broadway')).toMatchObject({ error: 'house_number_missing' });
    expect(await told('44 Grove Street, 10012')).toMatchObject({ ok: true });
  });

  it('checks an address that was given before the choice of delivery', async () => {
    await checkedArea();
    expect(await restaurant.result('set_customer', { address: '1 Far Road, 99999' })).toMatchObject(
      {
        ok: true,
      },
    );
    expect(await restaurant.result('set_customer', { fulfilment: 'delivery' })).toMatchObject({
      error: 'outside_area',
    });
  });

  it('delivers to no address that has left the area since', async () => {
    await restaurant.run('add_item', { itemId: 'pepperoni', quantity: 2, options: ['small'] });
    const customer = { name: 'Bo', fulfilment: 'delivery', address: '1 Far Road, 99999' };
    expect(await restaurant.result('set_customer', customer)).toMatchObject({ ok: true });
    await checkedArea();
    expect(await restaurant.result('read_back_order')).toMatchObject({ error: 'outside_area' });
  });

  it('tells the area in words, and orders ahead, with the terms', async () => {
    await checkedArea();
    expect(await restaurant.result('get_business_info')).toMatchObject({
      delivery: { area: 'Manhattan below 14th Street' },
    });
    expect(restaurant.briefing).toContain('Delivery (Manhattan below 14th Street) in 45 minutes');
    await businessWith({ ordersAhead: { maxDays: 7 } });
    expect(restaurant.briefing).toContain('Orders for later: up to 7 days ahead.');
  });
});
