import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { MenuDocument } from './catalogue/menu-document.js';
import { parseMenu } from './catalogue/parse-menu.js';
import { MenuSearch } from './menu-search.js';

const text = readFileSync('test/fixtures/menu.json', 'utf8');
const parsed = parseMenu(text);
if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
const { menu } = parsed;
const search = new MenuSearch(menu);

describe('MenuSearch', () => {
  it.each<[string, string]>([
    ['margarita pizza', 'margherita'],
    ['margareta', 'margherita'],
    ['marguerita', 'margherita'],
    ['peperoni', 'pepperoni'],
    ['two large pepperonis please', 'pepperoni'],
    ['pepper oni', 'pepperoni'],
    ['quattro formaggi', 'quattro-formaggi'],
    ['four cheese', 'quattro-formaggi'],
    ['cuatro formaggio', 'quattro-formaggi'],
    ['a coke', 'coca-cola'],
    ['two cokes', 'coca-cola'],
    ['diet cokes', 'diet-coke'],
    ['teeramisoo', 'tiramisu'],
    ['terra missu', 'tiramisu'],
    ['bruscheta', 'bruschetta'],
    ['broosketta', 'bruschetta'],
    ['lasanya', 'lasagna'],
    ['lazania', 'lasagna'],
    ['spagetti and meat balls', 'spaghetti-meatballs'],
    ['fettucini alfredo', 'fettuccine-alfredo'],
    ['nocchi', 'gnocchi-sorrentina'],
    ['bolonese', 'bolognese'],
    ['garlic notes', 'garlic-knots'],
    ['mozarella stix', 'mozzarella-sticks'],
    ['calamary', 'calamari'],
    ['seizer salad', 'caesar-salad'],
    ['caesar', 'caesar-salad'],
    ['hawaian', 'hawaiian'],
    ['barbecue chicken', 'bbq-chicken'],
    ['do you have any cannolis', 'cannoli'],
    ['expresso', 'espresso'],
    ['sparkling water', 'san-pellegrino'],
    ['chicken wing', 'chicken-wings'],
    ['strombolly', 'stromboli'],
  ])('hears "%s" as %s', (query, itemId) => {
    expect(search.search({ query }).items[0]?.id).toBe(itemId);
  });

  it('answers the name of a category with dishes of it', () => {
    const { items } = search.search({ query: 'desserts' });
    expect(items.map(({ category }) => category.id)).toEqual(items.map(() => 'desserts'));
    expect(items.length).toBe(menu.category('desserts')!.items.length);
  });

  it('finds every item first by its own name', () => {
    for (const item of menu.items) {
      expect(search.search({ query: item.name }).items[0]?.id).toBe(item.id);
    }
  });

  it('finds nothing for what is not sold', () => {
    expect(search.search({ query: 'sushi' }).items).toEqual([]);
    expect(search.search({ query: 'bicycle' }).items).toEqual([]);
  });

  it('filters by category, by tag and by both', () => {
    const vegan = search.search({ dietary: ['vegan'], categoryId: 'pizzas' }).items;
    expect(vegan.map(({ id }) => id)).toEqual(['vegan-marinara']);
    const spicy = search.search({ dietary: ['vegan', 'spicy'] }).items;
    expect(spicy.map(({ id }) => id)).toEqual(['arrabbiata']);
  });

  it('never offers a dish of unknown allergens to somebody who avoids one, and names it', () => {
    const { items, unknownAllergens } = search.search({
      categoryId: 'desserts',
      withoutAllergens: ['gluten'],
    });
    expect(items.map(({ id }) => id)).toEqual(['panna-cotta']);
    expect(unknownAllergens.map(({ id }) => id)).toEqual(['chocolate-cake', 'gelato']);
  });

  it('finds names in any script', () => {
    const document = JSON.parse(text) as MenuDocument;
    const [pizza] = document.categories[0]?.items ?? [];
    Object.assign(pizza ?? {}, { aliases: ['Пицца «Маргарита»', '披萨', 'पिज़्ज़ा'] });
    const translated = parseMenu(JSON.stringify(document));
    if (!translated.ok) throw new Error(translated.faults.join('\n'));
    const named = new MenuSearch(translated.menu);
    for (const query of ['пицца маргарита', '披萨', 'पिज़्ज़ा', 'маргарито']) {
      expect(named.search({ query }).items.map(({ id }) => id)).toEqual([pizza?.id]);
    }
    expect(named.search({ query: 'борщ' }).items).toEqual([]);
  });

  it('answers anything that is asked, however long, within a second', () => {
    const unit = fc.oneof(
      fc.constantFrom('constructor ', '__proto__ ', 'toString ', 'hasOwnProperty', 'margareta '),
      fc.constantFrom('🍕', '\uD83C', '\uDF55', '\u0000', '. ', 'пицца ', '披萨', 'pizza'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 20 }), (units) => {
        const query = units.join('').repeat(4_000).slice(0, 4_000);
        const before = process.cpuUsage();
        const { items } = search.search({ query });
        expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
        expect(menu.items).toEqual(expect.arrayContaining([...items]));
      }),
    );
  });

  it('never answers a filter with an item that contains the allergen, whatever is asked', () => {
    const allergen = fc.constantFrom('gluten', 'milk', 'egg', 'fish', 'tree-nuts');
    fc.assert(
      fc.property(fc.string(), fc.array(allergen, { minLength: 1 }), (query, withoutAllergens) => {
        for (const { allergens } of search.search({ query, withoutAllergens }).items) {
          expect(allergens).not.toBeNull();
          expect(withoutAllergens.some((one) => allergens?.includes(one))).toBe(false);
        }
      }),
    );
  });
});
