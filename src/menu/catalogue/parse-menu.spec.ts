import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { parseMenu } from './parse-menu.js';

const text = readFileSync('test/fixtures/menu.json', 'utf8');

/** The menu of the tests with changes, and the fault lines it gets. */
function faultsOf(change: (document: Record<string, never>) => void): readonly string[] {
  const document = JSON.parse(text) as Record<string, never>;
  change(document);
  const parsed = parseMenu(JSON.stringify(document));
  return parsed.ok ? [] : parsed.faults;
}

/** Sets the value at a JSON pointer. */
function set(document: Record<string, never>, pointer: string, value: unknown): void {
  const keys = pointer.split('/').slice(1);
  const last = keys.pop()!;
  const parent = keys.reduce<Record<string, unknown>>(
    (node, key) => node[key] as Record<string, unknown>,
    document,
  );
  parent[last] = value;
}

describe('parseMenu', () => {
  it('goes by a schema that is one', () => {
    const schema = JSON.parse(readFileSync('data/menu.schema.json', 'utf8')) as object;
    const ajv = new Ajv();
    expect([ajv.validateSchema(schema), ajv.errors]).toEqual([true, null]);
  });

  it('accepts the menu that is shipped', () => {
    expect(parseMenu(readFileSync('data/menu.json', 'utf8'))).toMatchObject({ ok: true });
  });

  it('accepts an area in words, and one with postal codes or streets', () => {
    const area = '/business/delivery/area';
    const of = (value: unknown) => faultsOf((menu) => set(menu, area, value));
    expect(of('Downtown')).toEqual([]);
    expect(of({ description: 'Downtown', postalCodes: ['10013'] })).toEqual([]);
    expect(of({ description: 'Downtown', streets: [{ name: 'Bowery', to: 90 }] })).toEqual([]);
    expect(of('')).toHaveLength(1);
    expect(of({ description: 'Downtown' })).toHaveLength(1);
    expect(of({ postalCodes: ['10013'] })).not.toEqual([]);
    expect(of({ description: 'Downtown', postalCodes: ['1001'] })).toEqual([
      expect.stringContaining(`${area}/postalCodes/0`),
    ]);
    expect(of({ description: 'Downtown', streets: [{ name: 'Bowery', from: 9, to: 1 }] })).toEqual([
      `${area}/streets/0/from (Bowery) must not be greater than to (1)`,
    ]);
  });

  it('accepts orders ahead by whole days', () => {
    const of = (value: unknown) => faultsOf((menu) => set(menu, '/business/ordersAhead', value));
    expect(of({ maxDays: 0 })).toEqual([]);
    expect(of({ maxDays: 61 })).toHaveLength(1);
    expect(of({})).toHaveLength(1);
  });

  it('accepts a menu with six categories and forty items at least', () => {
    const parsed = parseMenu(text);
    expect(parsed).toMatchObject({ ok: true });
    if (!parsed.ok) return;
    expect(parsed.menu.categories.length).toBeGreaterThanOrEqual(6);
    expect(parsed.menu.items.length).toBeGreaterThanOrEqual(40);
    expect(parsed.menu.taxPpm).toBe(88750);
  });

  it('names ten different faults in ten lines, each with its path and the dish', () => {
    const faults = faultsOf((menu) => {
      set(menu, '/business/timezone', 'Mars/Olympus');
      set(menu, '/business/taxRate', '8%');
      set(menu, '/business/hours/weekly/monday', [
        { open: '11:00', close: '15:00' },
        { open: '14:00', close: '22:00' },
      ]);
      set(menu, '/categories/0/items/1/id', 'margherita');
      set(menu, '/categories/0/items/2/colour', 'red');
      set(menu, '/categories/2/items/0/priceCents', 15.95);
      set(menu, '/categories/2/items/1/modifierGroups', ['pasta-shapes']);
      set(menu, '/modifierGroups/0/min', 2);
      set(menu, '/modifierGroups/1/options/0/name', undefined);
      set(menu, '/promotions/2/itemIds', ['golden-knots']);
    });
    expect(faults).toHaveLength(10);
    expect([...faults].toSorted()).toEqual([
      '/business/hours/weekly/monday/1 overlaps other hours of that day',
      '/business/taxRate must be number',
      "/business/timezone must be an IANA time zone, 'Mars/Olympus' is none",
      "/categories/0/items/1/id (Pepperoni) 'margherita' is already used at /categories/0/items/0",
      "/categories/0/items/2 (Quattro Formaggi) must not have the property 'colour'",
      '/categories/2/items/0/priceCents (Meatballs in Tomato Sauce) must be integer',
      "/categories/2/items/1/modifierGroups/0 (Bolognese) names 'pasta-shapes', which is no modifier group",
      '/modifierGroups/0/min (Size) must not be greater than max (1)',
      "/modifierGroups/1/options/0 (classic-crust) must have required property 'name'",
      "/promotions/2/itemIds/0 (Free garlic knots) names 'golden-knots', which is no item",
    ]);
  });

  it.each<[string, string, unknown, string]>([
    [
      'a category without items',
      '/categories/0/items',
      [],
      '/categories/0/items (Pizzas) must NOT have fewer than 1 items',
    ],
    [
      'an unknown allergen',
      '/categories/0/items/0/allergens',
      ['wheat'],
      '/categories/0/items/0/allergens/0 (Margherita) must be one of gluten, milk,',
    ],
    [
      'a vegan dish with milk',
      '/categories/0/items/0/dietary',
      ['vegan'],
      '/categories/0/items/0/dietary/0 (Margherita) is denied by the allergens: milk',
    ],
    [
      'an id with a space',
      '/categories/0/items/11/id',
      'white clam',
      '/categories/0/items/11/id (White Clam Pizza) must match pattern',
    ],
    [
      'a category with an item’s id',
      '/categories/1/id',
      'tiramisu',
      'is also the id of a category',
    ],
    [
      'the same option in two groups of a pizza',
      '/modifierGroups/1/options/0/id',
      'small',
      "/categories/0/items/0/modifierGroups/1 (Margherita) repeats the option 'small' of 'pizza-crust'",
    ],
    [
      'the same option twice in a group',
      '/modifierGroups/0/options/1/id',
      'small',
      "/modifierGroups/0/options/1/id (Medium 12 inch) 'small' is already used at /modifierGroups/0/options/0",
    ],
    [
      'more choices required than there are',
      '/modifierGroups/0',
      {
        id: 'pizza-size',
        name: 'Size',
        min: 2,
        max: 3,
        options: [{ id: 'small', name: 'Small', priceDeltaCents: 0, allergens: null }],
      },
      '/modifierGroups/0/min (Size) must not be greater than the number of options (1)',
    ],
    [
      'an hour that does not exist',
      '/business/hours/weekly/sunday',
      [{ open: '25:00', close: '22:00' }],
      '/business/hours/weekly/sunday/0/open must match pattern',
    ],
    [
      'a window of no length',
      '/business/hours/weekly/sunday',
      [{ open: '10:00', close: '10:00' }],
      '/business/hours/weekly/sunday/0 opens and closes at the same time',
    ],
    [
      'a night that runs into the next morning',
      '/business/hours/weekly/sunday',
      [{ open: '23:00', close: '12:00' }],
      '/business/hours/weekly/sunday runs into the hours of monday',
    ],
    [
      'a day that is not in the calendar',
      '/business/hours/exceptions/0/date',
      '02-30',
      "/business/hours/exceptions/0/date (Christmas Day) '02-30' is not a day of the calendar",
    ],
    [
      'the same exception twice',
      '/business/hours/exceptions/1/date',
      '12-25',
      "/business/hours/exceptions/1/date (Christmas Eve) '12-25' is already used",
    ],
    [
      'an availability of no length',
      '/categories/6/items/0/availability',
      [{ from: '11:00', until: '11:00' }],
      '/categories/6/items/0/availability/0 (Two Slice Lunch Combo) begins and ends at the same time',
    ],
    [
      'an unknown kind of promotion',
      '/promotions/0/kind',
      'lottery',
      '/promotions/0/kind (Welcome offer) must be percent, amount, free_item or buy_x_get_y',
    ],
    [
      'a promotion that ends before it starts',
      '/promotions/0/active',
      { startsOn: '2026-05-02', endsOn: '2026-05-01' },
      '/promotions/0/active/endsOn (Welcome offer) must not be before startsOn (2026-05-02)',
    ],
    [
      'a promotion for an unknown category',
      '/promotions/2/conditions/categoryIds/0',
      'pizza',
      "/promotions/2/conditions/categoryIds/0 (Free garlic knots) names 'pizza', which is no category",
    ],
    [
      'delivery that is not described',
      '/business/delivery',
      {},
      "/business/delivery must have required property 'feeCents'",
    ],
    [
      'a phone number that cannot be dialled',
      '/business/phone',
      '555-0142',
      '/business/phone must match pattern',
    ],
  ])('refuses %s', (_, pointer, value, line) => {
    const faults = faultsOf((menu) => set(menu, pointer, value));
    expect(faults.join('\n')).toContain(line);
  });

  it('names a value that is wrong in two ways once', () => {
    expect(faultsOf((menu) => set(menu, '/business/phone', ''))).toHaveLength(1);
    expect(faultsOf((menu) => set(menu, '/categories/0/items/0/id', ' '))).toHaveLength(1);
  });

  it('suggests the property that was probably meant', () => {
    expect(faultsOf((menu) => set(menu, '/categories/0/items/0/soldout', true))).toEqual([
      '/categories/0/items/0 (Margherita) must not have the property \'soldout\'; did you mean "soldOut"?',
    ]);
    expect(faultsOf((menu) => set(menu, '/bussiness', {}))).toEqual([
      '/ must not have the property \'bussiness\'; did you mean "business"?',
    ]);
  });

  it.each<[string, unknown, string]>([
    ['/business/name', 'Lui\u0000gi', '/business/name holds the control character U+0000 at 4'],
    ['/business/address', '1 Main\u0085St', '/business/address holds the control character U+0085'],
    ['/business/hours/exceptions/0/name', '\u001B', '/business/hours/exceptions/0/name ('],
    ['/categories/0/id', 'piz\u0001zas', '/categories/0/id (Pizzas) holds'],
    [
      '/categories/0/items/1/name',
      '🍕\uD83C',
      '/categories/0/items/1/name (🍕 ) holds the illegal',
    ],
    ['/categories/0/items/1/aliases/0', 'a\u0007b', '/categories/0/items/1/aliases/0 ('],
    ['/categories/0/items/1/description', '\uFFFF', '/categories/0/items/1/description ('],
    ['/modifierGroups/0/options/0/name', 'x\u000B', '/modifierGroups/0/options/0/name (x ) holds'],
    ['/promotions/0/code', 'A\u0002', '/promotions/0/code ('],
    ['/promotions/0/description', '\u007F', '/promotions/0/description ('],
    [
      '/business/na\u0003me',
      'x',
      "/business has the key 'na me' with the control character U+0003",
    ],
  ])('refuses a character that cannot be spoken at %j', (pointer, value, expected) => {
    const faults = faultsOf((menu) => set(menu, pointer, value));
    expect(faults).toContainEqual(expect.stringContaining(expected));
    expect(faults.join()).not.toMatch(/[\p{Cc}\p{Cs}]/u);
  });

  it('takes the names of an object’s own machinery for ids, tags and keys like any other', () => {
    const faults = faultsOf((menu) => {
      set(menu, '/categories/0/items/0/id', 'constructor');
      set(menu, '/categories/0/items/0/aliases', ['__proto__', 'toString']);
      set(menu, '/modifierGroups/0/options/0/id', 'constructor');
    });
    expect(faults.filter((fault) => !fault.includes('which is no item'))).toEqual([]);
    expect(
      faultsOf((menu) => set(menu, '/categories/0/items/0/dietary', ['constructor', 'valueOf'])),
    ).toEqual([
      expect.stringMatching(/^\/categories\/0\/items\/0\/dietary\/0 \(.+\) must be one of/),
      expect.stringMatching(/^\/categories\/0\/items\/0\/dietary\/1 \(.+\) must be one of/),
    ]);
    const key = text.replace('"business": {', '"business": {"__proto__": {"x": 1},');
    expect(parseMenu(key)).toEqual({
      ok: false,
      faults: ["/business must not have the property '__proto__'"],
    });
  });

  it.each([
    [
      'lists in lists',
      `${'['.repeat(500_000)}${']'.repeat(500_000)}`,
      /nested more than 20 levels/,
    ],
    [
      'objects in objects',
      `${'{"business":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      /nested more than 20 levels/,
    ],
    ['a list without end', `{"categories":[${'0,'.repeat(900_000)}0]}`, /more than 1000 entries/],
    [
      'an object without end',
      `{${Array.from({ length: 5_000 }, (_, at) => `"${at}":0`).join()}}`,
      /more than 1000 entries/,
    ],
    [
      'lists that are long together',
      `{"categories":[${Array(900)
        .fill(`{"items":[${'{},'.repeat(99)}{}]}`)
        .join()}]}`,
      /more than 50000 values/,
    ],
  ])('refuses %s before the audio of calls has to wait', (_, document, expected) => {
    const began = performance.now();
    const parsed = parseMenu(document);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(parsed).toEqual({ ok: false, faults: [expect.stringMatching(expected)] });
  });

  it('tells a hundred faults and counts the others', () => {
    const faults = faultsOf((menu) => set(menu, '/promotions', Array(700).fill(0)));
    expect(faults).toHaveLength(101);
    expect(faults.at(-1)).toMatch(/^\/ has 6\d\d more faults$/);
  });

  it('says where text stops being JSON', () => {
    const parsed = parseMenu('{"business": oops}');
    expect(parsed).toMatchObject({
      ok: false,
      faults: [expect.stringMatching(/^\/ is not JSON: /)],
    });
  });

  it('answers any JSON at all with a menu or with fault lines, never with a throw', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(...Object.keys(JSON.parse(text) as object)),
        (value, key) => {
          for (const document of [value, { ...(JSON.parse(text) as object), [key]: value }]) {
            const parsed = parseMenu(JSON.stringify(document));
            if (!parsed.ok) for (const fault of parsed.faults) expect(fault).toMatch(/^\//);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('names an id that is an object without any text of its own', () => {
    const faults = faultsOf((document) =>
      set(document, '/modifierGroups/0/options/0/id', { toString: null, valueOf: null }),
    );
    expect(faults).toEqual([
      expect.stringMatching(/^\/modifierGroups\/0\/options\/0\/id .*string$/),
    ]);
  });

  it('names a list in a list without end', () => {
    const deep = '['.repeat(10_000) + ']'.repeat(10_000);
    expect(parseMenu(`{"categories":${deep}}`)).toEqual({
      ok: false,
      faults: ['/ is nested more than 20 levels deep'],
    });
  });

  it('freezes the menu to the last leaf', () => {
    const parsed = parseMenu(text);
    if (!parsed.ok) throw new Error('the menu of the tests is valid');
    const option = parsed.menu.item('margherita')!.groups[0]!.options[0]!;
    expect(() => Object.assign(option, { priceDeltaCents: -1 })).toThrow(TypeError);
    expect(() => Object.assign(parsed.menu, { promotions: [] })).toThrow(TypeError);
  });
});
