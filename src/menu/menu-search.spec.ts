import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseMenu } from './catalogue/parse-menu.js';
import { MenuSearch } from './menu-search.js';

const parsed = parseMenu(readFileSync('test/fixtures/menu.json', 'utf8'));
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
