import { readFile, writeFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import type { StatusDto } from '../src/health/status.dto.js';
import { ALLERGENS, DIETARY_TAGS, type MenuDocument } from '../src/menu/catalogue/menu-document.js';
import { until } from './support/eventually.js';
import { loggedMessages } from './support/overheard.js';
import { startApp } from './support/start-app.js';
import { WebhookCaller } from './support/webhook-caller.js';
import { CALLER, onRestaurant, Restaurant } from './support/restaurant.js';

/** Tools that every restaurant has, in the order a model sees them. */
const PROMISED_TOOLS = [
  'search_menu',
  'get_item',
  'get_business_info',
  'get_promotions',
  'view_order',
  'add_item',
  'change_item',
  'remove_item',
  'apply_promotion',
  'set_customer',
  'note_allergy',
  'read_back_order',
  'place_order',
  'end_call',
];

describe('the order line’s tools', () => {
  let restaurant: Restaurant;
  onRestaurant((opened) => (restaurant = opened));

  describe('taking an order', () => {
    it('goes from the first dish to the kitchen, with every amount worked out by code', async () => {
      const added = await restaurant.result('add_item', {
        itemId: 'margherita',
        quantity: 2,
        options: ['no-onions', 'large', 'add-mushrooms'],
        note: 'cut in squares',
      });
      expect(added).toMatchObject({
        ok: true,
        added: {
          itemId: 'margherita',
          quantity: 2,
          options: ['large', 'add-mushrooms', 'no-onions'],
          totalCents: 4000,
        },
        subtotalCents: 4000,
        taxCents: 355,
        totalCents: 4355,
        spoken: 'forty-three dollars and fifty-five cents',
      });
      expect(await restaurant.result('apply_promotion', { code: 'family five' })).toMatchObject({
        ok: false,
      });
      expect(await restaurant.result('apply_promotion', { code: 'family 5' })).toMatchObject({
        ok: true,
        promotion: 'FAMILY5',
        discountCents: 500,
        totalCents: 3811,
      });
      expect(
        await restaurant.result('set_customer', { name: 'Anna', fulfilment: 'pickup' }),
      ).toMatchObject({
        ok: true,
        phoneEndsIn: '0187',
        phoneIsCallersOwn: true,
      });
      const readBack = await restaurant.result('read_back_order');
      expect(readBack).toEqual({
        ok: true,
        confirmationId: expect.any(String),
        totalCents: 3811,
        spoken:
          'You have two Margherita, large 16 inch, mushrooms, no onions, with the note cut in ' +
          'squares; for pickup, under the name Anna. The total is thirty-eight dollars and eleven ' +
          'cents, including five dollars off with the offer Family deal and three dollars and ' +
          'eleven cents tax. Is that right?',
      });
      const { confirmationId } = readBack;
      const placed = await restaurant.run('place_order', { confirmationId });
      expect(placed).toMatchObject({
        result: {
          ok: true,
          totalCents: 3811,
          fulfilment: 'pickup',
          readyInMinutes: 20,
          number: expect.any(String),
        },
        order: { state: 'placed', totalCents: 3811 },
      });
      const again = await restaurant.result('place_order', { confirmationId });
      expect(again).toEqual(placed.result);
      const order = await restaurant.orders.find(String(again['orderId']));
      expect(order).toMatchObject({ state: 'placed', customer: { name: 'Anna', phone: CALLER } });
    });

    it('delivers with a fee, and tells how long it takes', async () => {
      await restaurant.run('add_item', { itemId: 'pepperoni', quantity: 2, options: ['small'] });
      const customer = await restaurant.result('set_customer', {
        name: 'Bo',
        fulfilment: 'delivery',
        phone: '(212) 555-0100',
      });
      expect(customer).toMatchObject({
        phoneEndsIn: '0100',
        deliveryFeeCents: 399,
        stillNeeded: 'I need an address to deliver to.',
      });
      await restaurant.run('set_customer', { address: '5 Spring Street' });
      const { confirmationId, spoken } = await restaurant.result('read_back_order');
      expect(spoken).toContain('for delivery to 5 Spring Street, under the name Bo');
      expect(await restaurant.result('place_order', { confirmationId })).toMatchObject({
        ok: true,
        fulfilment: 'delivery',
        readyInMinutes: 45,
      });
    });

    it('changes and removes lines by their ids', async () => {
      const { added } = await restaurant.result('add_item', {
        itemId: 'chicken-wings',
        options: ['wings-6', 'buffalo'],
      });
      const { lineId } = added as { lineId: string };
      expect(await restaurant.result('change_item', { lineId, quantity: 3 })).toMatchObject({
        ok: true,
        changed: { lineId, quantity: 3, options: ['wings-6', 'buffalo'] },
        subtotalCents: 2985,
      });
      expect(
        await restaurant.result('change_item', {
          lineId,
          options: ['wings-12', 'plain'],
          note: 'crispy',
        }),
      ).toMatchObject({
        changed: { options: ['wings-12', 'plain'], note: 'crispy', totalCents: 5085 },
      });
      const { changed } = await restaurant.result('change_item', { lineId, note: '' });
      expect(changed).not.toHaveProperty('note');
      expect(await restaurant.result('remove_item', { lineId })).toMatchObject({
        ok: true,
        lines: [],
        totalCents: 0,
      });
    });

    it('shows the order with what is still needed', async () => {
      expect(await restaurant.result('view_order')).toMatchObject({ ok: true, lines: [] });
      await restaurant.run('add_item', { itemId: 'tiramisu' });
      expect(await restaurant.result('view_order')).toMatchObject({
        ok: true,
        state: 'draft',
        lines: [{ itemId: 'tiramisu', quantity: 1, totalCents: 795 }],
        stillNeeded: 'I need a name for the order.',
      });
    });

    it('notes no phone number for a caller who hides theirs', async () => {
      const spelled = ['+266696687', '+17378742833', '+86282452253', '+8656696', '+2562533'];
      for (const callerNumber of ['', 'anonymous', 'Restricted', ...spelled]) {
        const call = { callSid: `CA-hidden-${callerNumber}`, callerNumber };
        const { result } = await restaurant.run('set_customer', { name: 'Cy' }, call);
        expect(result).not.toHaveProperty('phoneEndsIn');
      }
    });

    it.each(['+266696687', '1 737 874 2833', '86282452253', 'unavailable'])(
      'takes %s for no phone number when it is given as one',
      async (phone) => {
        const result = await restaurant.result('set_customer', { name: 'Cy', phone });
        expect(result).toMatchObject({ ok: false, error: 'invalid_phone' });
      },
    );

    it('keeps the orders of two calls apart', async () => {
      await restaurant.run('add_item', { itemId: 'tiramisu' }, { callSid: 'CA-a' });
      await restaurant.run('add_item', { itemId: 'cannoli' }, { callSid: 'CA-b' });
      expect((await restaurant.run('view_order', {}, { callSid: 'CA-a' })).order?.totalCents).toBe(
        866,
      );
      expect((await restaurant.run('view_order', {}, { callSid: 'CA-b' })).order?.totalCents).toBe(
        708,
      );
    });

    it('takes the promotion of the day on its day alone', async () => {
      await restaurant.run('add_item', { itemId: 'pepperoni', quantity: 3, options: ['small'] });
      expect(await restaurant.result('apply_promotion', { code: 'tuesday' })).toMatchObject({
        error: 'promotion_not_active',
      });
      restaurant.clock.at = '2026-11-17T15:00';
      expect(await restaurant.result('apply_promotion', { code: 'tuesday' })).toMatchObject({
        ok: true,
        discountCents: 1450,
      });
    });
  });

  describe('questions', () => {
    it('finds a dish by what was heard and shows whether it can be had', async () => {
      const { items } = await restaurant.result('search_menu', { query: 'white clams' });
      expect(items).toMatchObject([
        { itemId: 'white-clam', unavailable: expect.stringContaining('sold out') },
      ]);
    });

    it('lists no more than eight items and says how many more there are', async () => {
      const { items, more } = await restaurant.result('search_menu', { categoryId: 'pizzas' });
      expect(items).toHaveLength(8);
      expect(more).toBe(4);
    });

    it('names the dishes nobody knows about to somebody who avoids an allergen', async () => {
      expect(
        await restaurant.result('search_menu', {
          categoryId: 'sides',
          withoutAllergens: ['gluten'],
        }),
      ).toMatchObject({
        items: [{ itemId: 'roasted-vegetables' }],
        unknownAllergens: 'It is not known what allergens are in: French Fries.',
        allergenNotice: expect.stringContaining('cannot promise'),
      });
    });

    it.each<[string, RegExp]>([
      ['margherita', /^The Margherita contains gluten and milk\. Our kitchen/],
      ['pesto-genovese', /contains gluten, milk and tree nuts\./],
      ['roasted-vegetables', /has no allergens among its listed ingredients\. Our kitchen/],
      ['gelato', /^It is not known what allergens the Gelato contains\. Our kitchen/],
    ])('answers about allergens in %s from the data alone', async (itemId, answer) => {
      const { allergenAnswer } = await restaurant.result('get_item', { itemId });
      expect(allergenAnswer).toMatch(answer);
    });

    it('tells unknown allergens of options from none', async () => {
      const { groups } = await restaurant.result('get_item', { itemId: 'margherita' });
      const options = (groups as { options: { optionId: string }[] }[]).flatMap(
        (group) => group.options,
      );
      const option = (id: string) => options.find(({ optionId }) => optionId === id);
      expect(option('add-cheese')).toMatchObject({ allergens: ['milk'], priceDeltaCents: 150 });
      expect(option('add-sausage')).toMatchObject({ allergens: 'unknown' });
      expect(option('add-ham')).not.toHaveProperty('allergens');
    });

    it('knows where, when and how the restaurant works', async () => {
      expect(await restaurant.result('get_business_info')).toMatchObject({
        ok: true,
        name: "Luigi's",
        open: true,
        spoken: 'We are open until 10 PM.',
        hours: { friday: '11 AM to 1 AM', sunday: 'noon to 9:30 PM' },
        exceptions: expect.arrayContaining(['Christmas Day (12-25): closed']),
        delivery: { feeCents: 399, minimumCents: 2000 },
        taxPercent: 8.875,
      });
    });

    it('tells offers of now from those of other times, and hides those that are over', async () => {
      const { promotions, notNow } = await restaurant.result('get_promotions');
      const codes = (list: unknown) => (list as { code: string }[]).map(({ code }) => code);
      expect(codes(promotions)).toEqual(['WELCOME10', 'FAMILY5', 'KNOTS']);
      expect(notNow).toMatchObject([{ name: 'Tuesday three for two' }]);
      expect(JSON.stringify(notNow)).not.toContain('TUESDAY');
    });
  });

  describe('the call itself', () => {
    it('ends by end_call', async () => {
      expect((await restaurant.run('end_call')).effect).toEqual({ kind: 'end-call' });
    });

    it('has nobody to transfer to without a number', async () => {
      expect(restaurant.tools).not.toContain('transfer_to_human');
      expect(await restaurant.run('transfer_to_human')).toMatchObject({
        result: { error: 'unknown_tool' },
        effect: null,
      });
    });

    it('is transferred where there is a number', async () => {
      const staffed = await Restaurant.open({ HUMAN_TRANSFER_NUMBER: '+12125550100' });
      try {
        expect(staffed.tools).toContain('transfer_to_human');
        expect((await staffed.run('transfer_to_human')).effect).toEqual({ kind: 'transfer' });
        const note = (args: object, callerNumber?: string) =>
          staffed.run(
            'leave_callback_note',
            args,
            callerNumber === undefined ? {} : { callerNumber },
          );
        expect((await note({ message: ' A cake ' })).callback).toEqual({
          phone: CALLER,
          message: 'A cake',
        });
        expect((await note({ phone: '(212) 555-0199' }, 'anonymous')).callback).toEqual({
          phone: '+12125550199',
          message: null,
        });
        expect(await note({}, '+266696687')).toMatchObject({ result: { error: 'phone_missing' } });
        expect(await note({ phone: '12' })).toMatchObject({ result: { error: 'invalid_phone' } });
      } finally {
        await staffed.close();
      }
    });

    it('offers every tool with closed parameters, by a schema that is one', () => {
      const ajv = new Ajv();
      for (const { name, parameters } of restaurant.toolBox.definitions()) {
        expect([name, parameters]).toMatchObject([name, { additionalProperties: false }]);
        expect([name, ajv.validateSchema(parameters), ajv.errors]).toEqual([name, true, null]);
      }
      // Those that are promised; the restaurant may have more.
      expect(restaurant.tools.filter((name) => PROMISED_TOOLS.includes(name))).toEqual(
        PROMISED_TOOLS,
      );
    });
  });

  it('sells a dish and an option whose ids are names of an object’s own machinery', async () => {
    const odd = (text: string) =>
      text.replaceAll('"margherita"', '"constructor"').replaceAll('"large"', '"constructor"');
    await restaurant.changeMenu((menu) => JSON.parse(odd(JSON.stringify(menu))) as MenuDocument);
    const { items } = await restaurant.result('search_menu', { query: 'constructor margherita' });
    expect(items).toMatchObject([{ itemId: 'constructor' }]);
    expect(
      await restaurant.result('add_item', { itemId: 'constructor', options: ['constructor'] }),
    ).toMatchObject({ ok: true, added: { itemId: 'constructor', options: ['constructor'] } });
    for (const itemId of ['__proto__', 'toString', 'hasOwnProperty', 'valueOf', '🍕', '\uD83C']) {
      for (const tool of ['get_item', 'add_item']) {
        expect(await restaurant.result(tool, { itemId })).toMatchObject({ error: 'unknown_item' });
      }
      const options = [itemId];
      expect(await restaurant.result('add_item', { itemId: 'constructor', options })).toMatchObject(
        { ok: false },
      );
      expect(await restaurant.result('apply_promotion', { code: itemId })).toMatchObject({
        ok: false,
      });
    }
    const note = 'cut\u0000in\uD800squares';
    const { added } = await restaurant.result('add_item', { itemId: 'tiramisu', note });
    expect(added).toMatchObject({ note: 'cut in squares' });
  });

  it('keeps the menu of a running line when a file holds a control character, and says so', async () => {
    const app = await startApp({ VOICE_PROVIDERS: 'ivr' });
    try {
      const file = app.config.menu.file;
      const good = await readFile(file, 'utf8');
      const status = async () => {
        const response = await fetch(`${app.url}/status`, { headers: app.authorization });
        const { dependencies } = (await response.json()) as StatusDto;
        return dependencies.menu;
      };
      const first = async () => (await new WebhookCaller().step(app)).said;
      const before = await first();
      expect(before).toContain("Luigi's");

      await writeFile(file, good.replace('"Luigi\'s"', String.raw`"Mario\u0007\ud800"`));
      const refused = await until(async () => {
        const menu = await status();
        return !menu.ok && menu;
      });
      expect(refused.lastError).toBe(
        `MENU_FILE ${file}: /business/name holds the control character U+0007 at 6`,
      );
      expect(loggedMessages()).toContain('Menu not accepted');
      expect(await first()).toBe(before);

      await writeFile(file, good.replace("Luigi's", 'Mario 🍕'));
      await until(async () => (await status()).ok);
      expect(await first()).toBe(before.replaceAll("Luigi's", 'Mario 🍕'));
    } finally {
      await app.close();
    }
  });

  it('has the same tags and allergens in the schema of the menu as in its tools', async () => {
    const { definitions } = JSON.parse(await readFile('data/menu.schema.json', 'utf8')) as {
      definitions: {
        item: { properties: { dietary: { items: { enum: string[] } } } };
        allergens: { items: { enum: string[] } };
      };
    };
    expect(definitions.item.properties.dietary.items.enum).toEqual(DIETARY_TAGS);
    expect(definitions.allergens.items.enum).toEqual(ALLERGENS);
  });
});
