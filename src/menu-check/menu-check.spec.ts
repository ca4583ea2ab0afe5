import { readFileSync } from 'node:fs';
import { readEnvironment } from '../config/environment.js';
import { loadVoiceScript } from '../config/voice-script.js';
import {
  dish,
  EXTRAS,
  SIZE,
  SOUND,
  withBusiness,
  withDishes,
  withGroup,
  withOffer,
} from '../../test/support/doubles/sound-menu.js';
import type { MenuDocument } from '../menu/catalogue/menu-document.js';
import { checkMenu } from './menu-check.js';

/** A Wednesday evening; the menu of these tests is closed by then. */
const NOW = new Date('2026-11-18T22:00:00-05:00');
const SAMPLE = readFileSync('data/menu.json', 'utf8');

const config = readEnvironment({});
const script = loadVoiceScript('data/voice.json');

function sizesCalled(...names: readonly string[]): MenuDocument {
  return withGroup({
    ...SIZE,
    options: names.map((name, at) => ({
      id: 'abc'.charAt(at),
      name,
      priceDeltaCents: 100 * at,
      allergens: [],
    })),
  });
}

function extrasCalled(...names: readonly string[]): MenuDocument {
  const options = names.map((name, at) => ({
    id: 'xyz'.charAt(at),
    name,
    priceDeltaCents: 100,
    allergens: [],
  }));
  return withGroup({ ...EXTRAS, options });
}

const lunch = { days: ['monday'], from: '11:00', until: '15:00' } as const;
const night = { from: '22:00', until: '23:00' };

/** What is wrong, the menu, how bad it is, where the table says so, and what it says. */
const PLANTED: readonly (readonly [string, unknown, 'fault' | 'warning', string, RegExp])[] = [
  [
    'a price in words',
    withDishes(dish('tea', 'Tea', { priceCents: 'two' as never })),
    'fault',
    '/categories/1/items/1/priceCents',
    /Tea.*must be integer/,
  ],
  [
    'two dishes of one name',
    withDishes(dish('a', 'Root Beer'), dish('b', 'Root Beer')),
    'fault',
    'Root Beer',
    /the line answers "Which|leads to/,
  ],
  [
    'names that sound alike',
    withDishes(dish('a', 'Coke'), dish('b', 'Cake')),
    'warning',
    'Coke / Cake',
    /sound alike/,
  ],
  [
    'names that are spelt differently',
    withDishes(dish('a', 'Pho Noodles'), dish('b', 'Fo Noodles')),
    'warning',
    'Pho Noodles / Fo Noodles',
    /sound alike/,
  ],
  [
    'names written as one word and as two',
    withDishes(dish('a', 'Cold Brew'), dish('b', 'Coldbrew')),
    'warning',
    'Cold Brew / Coldbrew',
    /sound alike/,
  ],
  [
    'a name within another',
    withDishes(dish('a', 'Ginger'), dish('b', 'Ginger Ale')),
    'warning',
    'Ginger',
    /part of Ginger Ale/,
  ],
  [
    'an alias of two dishes',
    withDishes(dish('a', 'Cola', { aliases: ['soda'] }), dish('b', 'Tonic', { aliases: ['soda'] })),
    'warning',
    'Cola / Tonic',
    /called "soda"/,
  ],
  [
    'a dish named like a command',
    withDishes(dish('a', 'Operator')),
    'warning',
    'Operator',
    /the line answers/,
  ],
  [
    'a dish named by a number',
    withDishes(dish('a', '7')),
    'fault',
    '7',
    /the line answers|leads to/,
  ],
  ['a dish of signs alone', withDishes(dish('a', '***')), 'fault', '***', /the line answers/],
  [
    'a name that only an alias helps',
    withDishes(dish('a', '7', { aliases: ['lucky seltzer'] })),
    'warning',
    '7',
    /the line answers|leads to/,
  ],
  [
    'an alias that leads elsewhere',
    withDishes(dish('a', 'Cola', { aliases: ['lemonade'] })),
    'warning',
    'Cola',
    /leads to Lemonade|the line answers/,
  ],
  [
    'required options of one name',
    sizesCalled('Large', 'Large'),
    'fault',
    'Oak Burger, Large',
    /Large is ordered/,
  ],
  [
    'a required option of signs',
    sizesCalled('Small', '+++'),
    'fault',
    'Oak Burger, +++',
    /the line answers/,
  ],
  [
    'an extra nobody can say',
    extrasCalled('&&&'),
    'warning',
    'Extras: &&&',
    /option is not taken|the line answers/,
  ],
  [
    'an extra of an earlier name',
    extrasCalled('Bacon', 'Bacon'),
    'warning',
    'Extras: Bacon',
    /is not taken/,
  ],
  [
    'a dish without allergens',
    withDishes(dish('a', 'Cocoa', { allergens: null })),
    'warning',
    'Cocoa',
    /allergens are missing/,
  ],
  [
    'an option without allergens',
    withGroup({
      ...EXTRAS,
      options: [{ id: 'egg', name: 'Egg', priceDeltaCents: 0, allergens: null }],
    }),
    'warning',
    'Extras: Egg',
    /allergens are missing/,
  ],
  [
    'a price of zero',
    withDishes(dish('a', 'Cocoa', { priceCents: 0 })),
    'warning',
    'Cocoa',
    /for nothing/,
  ],
  [
    'hours that never open',
    withBusiness({
      hours: {
        weekly: {
          monday: [],
          tuesday: [],
          wednesday: [],
          thursday: [],
          friday: [],
          saturday: [],
          sunday: [],
        },
        exceptions: [],
      },
    }),
    'fault',
    'business hours',
    /does not open/,
  ],
  [
    'a dish for a day off',
    withDishes(dish('a', 'Cocoa', { availability: [lunch] })),
    'fault',
    'Cocoa',
    /never within the opening hours/,
  ],
  [
    'a required choice that is sold out',
    withGroup({ ...SIZE, options: SIZE.options.map((option) => ({ ...option, soldOut: true })) }),
    'fault',
    'Oak Burger',
    /needs 1 of "Size"/,
  ],
  [
    'a dish above the limit of an order',
    withDishes(dish('a', 'Magnum', { priceCents: 60_000 })),
    'fault',
    'Magnum',
    /taken by a person/,
  ],
  [
    'an offer that has ended',
    withOffer({ active: { endsOn: '2026-08-31' } }),
    'warning',
    'offer More',
    /ended on 2026-08-31/,
  ],
  [
    'an offer for the night',
    withOffer({ active: { times: [night] } }),
    'warning',
    'offer More',
    /while the restaurant is open/,
  ],
  [
    'an offer for delivery without one',
    withOffer({ conditions: { fulfilment: 'delivery' } }),
    'warning',
    'offer More',
    /there is none/,
  ],
  [
    'an offer above the limit of an order',
    withOffer({ conditions: { minSubtotalCents: 90_000 } }),
    'warning',
    'offer More',
    /MAX_ORDER_CENTS/,
  ],
  [
    'an offer of too many',
    withOffer({ kind: 'buy_x_get_y', buy: 50, get: 1, conditions: { itemIds: ['burger'] } }),
    'warning',
    'offer More',
    /MAX_ORDER_CENTS/,
  ],
  [
    'an offer for a dish that costs nothing',
    {
      ...withDishes(dish('a', 'Tap Water', { priceCents: 0 })),
      promotions: withOffer({ conditions: { itemIds: ['a'] } }).promotions,
    },
    'warning',
    'offer More',
    /Nothing in the order counts/,
  ],
  [
    'sizes of fifteen and fifty',
    sizesCalled('Fifteen', 'Fifty'),
    'warning',
    'Fifteen / Fifty',
    /sound alike/,
  ],
  [
    'options of no dish',
    { ...SOUND, modifierGroups: [...SOUND.modifierGroups, { ...SIZE, id: 'cup', name: 'Cup' }] },
    'warning',
    'Cup',
    /no dish has/,
  ],
  [
    'a delivery that costs too much',
    withBusiness({
      delivery: {
        leadMinutes: 30,
        feeCents: 0,
        minimumCents: 60_000,
        feeTaxed: false,
        area: 'Town',
      },
    }),
    'warning',
    'delivery',
    /no order can be delivered/,
  ],
  [
    'an offer for a dish that is not there',
    withOffer({
      kind: 'free_item',
      itemIds: ['lemonade'],
      conditions: { itemIds: ['gone'] },
    } as never),
    'fault',
    '/promotions/0/conditions/itemIds/0',
    /no item/,
  ],
];

describe('checkMenu', () => {
  const check = (menu: unknown, voice = script) =>
    checkMenu(JSON.stringify(menu), { config, script: voice }, NOW);

  it('finds nothing in a sound menu, and orders each dish with each required choice', async () => {
    expect(await check(SOUND)).toEqual({ dishes: 3, orders: 12, findings: [] });
  });

  it('finds nothing in it for Spanish callers either', async () => {
    const spanish = loadVoiceScript('data/voice.es.json');
    expect((await check(SOUND, spanish)).findings).toEqual([]);
  });

  it.each(PLANTED)('finds %s', async (_, menu, severity, where, problem) => {
    const { findings } = await check(menu);
    expect(findings).toContainEqual(
      expect.objectContaining({ severity, where, problem: expect.stringMatching(problem) }),
    );
    for (const { advice } of findings) expect(advice).not.toBe('');
  });

  it('knows that an offer can be earned by a dish of certain hours alone', async () => {
    const availability = [{ from: '18:00', until: '19:00' }];
    const { categories } = withDishes(dish('late', 'Night Soup', { availability }));
    const { promotions } = withOffer({ conditions: { itemIds: ['late'] } });
    expect((await check({ ...SOUND, categories, promotions })).findings).toEqual([]);
  });

  it('finds no fault in the sample menu, and no words that fail', async () => {
    const { findings, orders } = await checkMenu(SAMPLE, { config, script }, NOW);
    expect(findings.filter(({ severity }) => severity === 'fault')).toEqual([]);
    expect(findings.filter(({ said }) => said !== '')).toEqual([]);
    expect(orders).toBeGreaterThan(200);
  });

  it('orders three hundred dishes within a minute', async () => {
    const kinds = 'Smoked Roasted Crispy Spicy Sweet Royal Rustic Golden Grilled Braised'.split(
      ' ',
    );
    const foods = (
      'Salmon Turkey Beef Lamb Duck Tofu Halibut Eggplant Pumpkin Lobster Venison Cauliflower ' +
      'Octopus Chickpea Rabbit Quail Zucchini Mango Potato Walnut Artichoke Mackerel Asparagus ' +
      'Sardine Spinach Broccoli Buffalo Oyster Radish Trout'
    ).split(' ');
    const categories = kinds.map((kind) => ({
      id: `all-${kind.toLowerCase()}`,
      name: `${kind} plates`,
      items: foods.map((food) => dish(`${kind}-${food}`.toLowerCase(), `${kind} ${food}`)),
    }));
    const startedAt = performance.now();
    const { dishes, orders, findings } = await check({ ...SOUND, categories });
    expect([dishes, orders]).toEqual([300, 600]);
    expect(findings.filter(({ severity }) => severity === 'fault')).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(60_000);
  }, 70_000);
});
