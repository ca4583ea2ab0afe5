import { readFileSync } from 'node:fs';
import { parseMenu } from '../catalogue/parse-menu.js';
import type { MenuDocument } from '../catalogue/menu-document.js';
import { MenuSearch } from '../menu-search.js';
import { ENGLISH_SPOKEN } from '../spoken/english.js';
import { SPANISH_SPOKEN } from '../spoken/spanish.js';
import { newOrder } from '../../orders/order-changes.js';
import {
  allergiesIn,
  allergenTokens,
  ENGLISH_ALLERGENS,
  SPANISH_ALLERGENS,
} from './allergen-words.js';
import { allergyWarning } from './allergy-warnings.js';
import { presenceOf, type Presence } from './dish-contents.js';

const text = readFileSync('test/fixtures/menu.json', 'utf8');
const parsed = parseMenu(text);
if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
const { menu } = parsed;

function dish(itemId: string, optionIds: readonly string[] = []) {
  const item = menu.item(itemId)!;
  return { item, options: optionIds.map((id) => menu.option(item, id)!) };
}

describe('What a caller is allergic to', () => {
  it.each<[string, readonly string[]]>([
    ['nuts', ['peanuts', 'tree-nuts']],
    ['all kinds of nuts', ['peanuts', 'tree-nuts']],
    ['Peanuts', ['peanuts']],
    ['tree nuts', ['tree-nuts']],
    ['tree-nuts', ['tree-nuts']],
    ['cashews', ['tree-nuts']],
    ['dairy', ['milk']],
    ['lactose intolerance', ['milk']],
    ['cheese', ['milk']],
    ['gluten', ['gluten']],
    ['celiac disease', ['gluten']],
    ['wheat products', ['gluten']],
    ['shellfish', ['shellfish', 'molluscs']],
    ['shrimp', ['shellfish']],
    ['seafood', ['fish', 'shellfish', 'molluscs']],
    ['eggs and soy', ['egg', 'soy']],
    ['sulfites', ['sulphites']],
    ['peanut butter', ['peanuts']],
    ['pine nuts', ['tree-nuts']],
    ['kiwi', ['kiwi']],
    ['dairy and kiwis', ['milk', 'kiwis']],
    ['an allergy', []],
    ['none', []],
    ['las nueces', ['peanuts', 'tree-nuts']],
    ['cacahuates', ['peanuts']],
    ['los lácteos', ['milk']],
    ['la leche y el huevo', ['milk', 'egg']],
    ['mariscos', ['shellfish', 'molluscs']],
    ['camarones', ['shellfish']],
    ['soya', ['soy']],
    ['trigo', ['gluten']],
    ['ajonjolí', ['sesame']],
    ['frutos secos', ['peanuts', 'tree-nuts']],
    ['las fresas', ['fresas']],
  ])('"%s" is kept as %j', (said, kept) => {
    expect(allergiesIn(said).toSorted()).toEqual([...kept].toSorted());
  });

  it('is told apart by language: "soy" is the bean in English, and "I am" in Spanish', () => {
    const tokens = allergenTokens('soy');
    expect(ENGLISH_ALLERGENS.in(tokens)).toEqual(['soy']);
    expect(SPANISH_ALLERGENS.in(tokens)).toEqual([]);
  });
});

describe('What is in a dish', () => {
  it.each<[string, string, readonly string[], Presence]>([
    ['tree-nuts', 'pesto-genovese', [], 'contained'],
    ['tree-nuts', 'margherita', [], 'unlisted'],
    ['milk', 'caprese', [], 'contained'],
    // From an option, and from one of which nothing is stated.
    ['fish', 'margherita', ['add-anchovies'], 'contained'],
    ['milk', 'vegan-marinara', ['add-cheese'], 'contained'],
    ['egg', 'margherita', ['gluten-free-crust'], 'contained'],
    ['mustard', 'margherita', ['add-sausage'], 'unknown'],
    // No allergens are stated: the description counts for what it names, and for nothing more.
    ['milk', 'bbq-chicken', [], 'contained'],
    ['egg', 'bbq-chicken', [], 'unknown'],
    ['milk', 'chocolate-cake', [], 'unknown'],
    // Stated allergens are believed, and "no cheese" is no cheese.
    ['milk', 'vegan-marinara', [], 'unlisted'],
    ['onion', 'veggie-garden', [], 'contained'],
    ['red onions', 'veggie-garden', [], 'contained'],
    ['garlic', 'vegan-marinara', [], 'contained'],
    ['pistachio', 'cannoli', [], 'contained'],
    ['mushrooms', 'margherita', ['add-mushrooms'], 'contained'],
    ['onions', 'margherita', ['no-onions'], 'unknown'],
    ['kiwi', 'margherita', [], 'unknown'],
    ['cheese', 'vegan-marinara', [], 'unknown'],
  ])('%s in %s with %j is %s', (what, itemId, options, presence) => {
    expect(presenceOf(what, dish(itemId, options))).toBe(presence);
  });
});

describe('The name of an allergen', () => {
  const search = new MenuSearch(menu);

  it.each(
    'nut|nuts|any nuts|tree nuts|peanuts|gluten|milk|dairy|egg|eggs|soy|fish|shellfish|mustard|celery|nueces|huevo|leche|mariscos'.split(
      '|',
    ),
  )('finds no dish: %s', (query) => {
    expect(search.search({ query }).items).toEqual([]);
  });

  it('finds a dish or a part of the menu that is called so, and no other', () => {
    const document = JSON.parse(text) as {
      categories: { name: string; items: { name: string }[] }[];
    };
    document.categories[4]!.name = 'Seafood';
    document.categories[0]!.items[0]!.name = 'Grilled Fish';
    const other = parseMenu(JSON.stringify(document as unknown as MenuDocument));
    if (!other.ok) throw new Error(other.faults.join('\n'));
    const called = new MenuSearch(other.menu);
    expect(called.search({ query: 'the fish' }).items.map(({ name }) => name)).toEqual([
      'Grilled Fish',
    ]);
    const { items } = called.search({ query: 'seafood' });
    expect(new Set(items.map(({ category }) => category.name))).toEqual(new Set(['Seafood']));
  });

  it('does not hide a dish that is named in full: "garlic nuts" for Garlic Knots', () => {
    expect(search.search({ query: 'garlic nuts' }).items[0]?.id).toBe('garlic-knots');
    expect(search.search({ query: 'bacon and egg pasta' }).items[0]?.id).toBe('carbonara');
  });
});

describe('A warning', () => {
  const order = newOrder({ id: 'o', callSid: 'CA', now: new Date(0), allergies: ['milk', 'kiwi'] });
  const line = (itemId: string) => ({
    lineId: 'L1',
    itemId,
    categoryId: '',
    name: menu.item(itemId)?.name ?? itemId,
    quantity: 1,
    unitPriceCents: 0,
    options: [],
    note: null,
    totalCents: 0,
  });

  it('tells what a dish contains and what is not known of it, in both languages', () => {
    expect(allergyWarning(order, [line('caprese')], menu, ENGLISH_SPOKEN)).toBe(
      'Please note: the Caprese contains milk, and you told me of an allergy to it. ' +
        'It is not known whether the Caprese contains kiwi; the menu does not say.',
    );
    expect(allergyWarning(order, [line('caprese')], menu, SPANISH_SPOKEN)).toBe(
      'Tenga en cuenta: Caprese contiene leche, y usted me habló de una alergia. ' +
        'No se sabe si Caprese contiene kiwi; el menú no lo dice.',
    );
  });

  it('knows nothing of a dish that is no longer on the menu', () => {
    expect(allergyWarning(order, [line('gone')], menu, ENGLISH_SPOKEN)).toBe(
      'It is not known whether the gone contains milk or kiwi; the menu does not say.',
    );
  });

  it('is not given without an allergy, and never speaks of being safe', () => {
    expect(allergyWarning({ allergies: [] }, [line('caprese')], menu, ENGLISH_SPOKEN)).toBeNull();
    for (const { allergies } of [ENGLISH_SPOKEN, SPANISH_SPOKEN]) {
      const said = [
        allergies.ask,
        allergies.noted(['tree-nuts']),
        allergies.withdrawn(['tree-nuts']),
        allergies.onOrder(['tree-nuts']),
        allergies.warning('Caprese', ['tree-nuts', 'egg']),
        allergies.unknown('Caprese', ['tree-nuts']),
        allergies.contains('Caprese', ['tree-nuts']),
        allergies.unlisted('Caprese', ['tree-nuts']),
      ].join(' ');
      expect(said).not.toMatch(/\b(safe|segur[oa]|free of|libre de)\b/i);
      expect(said).not.toContain('tree-nuts');
    }
  });
});
