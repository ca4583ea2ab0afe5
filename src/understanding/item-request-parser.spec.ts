import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseMenu } from '../menu/catalogue/parse-menu.js';
import { MenuSearch } from '../menu/menu-search.js';
import { menuWords } from './menu-words.js';
import { parseItemRequests, type ItemRequests } from './item-request-parser.js';
import { ENGLISH } from './vocabulary/english.js';

const parsed = parseMenu(readFileSync('test/fixtures/menu.json', 'utf8'));
if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
const { menu } = parsed;
const search = new MenuSearch(menu);

function itemRequests(text: string): ItemRequests {
  return parseItemRequests(
    text,
    menuWords(menu, ENGLISH),
    (query) => search.search({ query }).items,
  );
}

/** A sentence as it was understood: "2 pepperoni +large +cheese; 1 coca-cola". */
function understood(text: string): string {
  const found = itemRequests(text);
  const optionRequest = ({ words, minus }: { words: string; minus: boolean }) =>
    `${minus ? '-' : '+'}${words}`;
  const parts = found.itemRequests.map(
    ({ itemIds, unsure, quantity, categoryId, optionRequests, words: heard }) =>
      [
        quantity ?? '',
        itemIds.length > 0 ? itemIds.join('|') + (unsure ? '?' : '') : (categoryId ?? `(${heard})`),
        ...optionRequests.map(optionRequest),
      ]
        .filter((part) => part !== '')
        .join(' '),
  );
  if (found.optionRequests.length > 0)
    parts.push(found.optionRequests.map(optionRequest).join(' '));
  if (found.quantity !== null) parts.push(String(found.quantity));
  return parts.join('; ');
}

describe('parseWishes', () => {
  it.each([
    ['two large pepperoni pizzas with extra cheese', '2 pepperoni +large +cheese'],
    [
      "I'd like two large pepperoni pizzas with extra cheese and a coke please",
      '2 pepperoni +large +cheese; 1 coca-cola',
    ],
    ['a large pepperoni and a small margherita', '1 pepperoni +large; 1 margherita +small'],
    ['large pepperoni and small margherita', 'pepperoni +large; margherita +small'],
    ['hawaiian no onions and extra mushrooms', 'hawaiian -onions +mushrooms'],
    ['margherita with pepperoni and olives', 'margherita +pepperoni +olives'],
    ['margherita and pepperoni', 'margherita; pepperoni'],
    ['spaghetti carbonara', 'carbonara +spaghetti'],
    ['spaghetti and meatballs', 'spaghetti-meatballs +spaghetti'],
    ['buffalo wings', 'chicken-wings +buffalo'],
    ['a caesar salad', '1 caesar-salad'],
    ['garlic bread with cheese', 'cheesy-garlic-bread'],
    ['ham and pineapple pizza, thin crust', 'hawaiian +thin crust'],
    ['three margheritas, two cokes', '3 margherita; 2 coca-cola'],
    ['a dozen cannoli and half a dozen wings', '12 cannoli; 6 chicken-wings'],
    ['twenty-four cannoli', '24 cannoli'],
    ['a two liter coke', '1 coca-cola +two liter'],
    ['can of diet coke', 'diet-coke +can'],
    ['Can I get a coke?', '1 coca-cola'],
    ['four cheese pizza medium', 'quattro-formaggi +medium'],
    ['wings with buffalo sauce and ranch dip', 'chicken-wings +buffalo +ranch dip'],
    ['pepperoni pizza for my wife', 'pepperoni'],
    ['margherita with bacon', 'margherita +bacon'],
    ['a pizza', '1 pizzas'],
    ['a large cheese pizza', '1 margherita +large'],
    ['a large quattro pizza', '1 quattro-formaggi|quattro-stagioni +large'],
    ['salad', 'salads'],
    ['margareta', 'margherita'],
    ['can I get a lasanya', '1 lasagna'],
    ['garlic notes', 'garlic-knots|garlic-bread?'],
    ['sushi', '(sushi)'],
    ['my dog is sick', '(dog sick)'],
    ['large', '+large'],
    ['large with extra cheese and a coke', '1 coca-cola; +large +cheese'],
    ['two meatballs', '2 meatballs-side'],
    ['carbonara with two meatballs', 'carbonara +two meatballs'],
    ['two', '2'],
    ['', ''],
  ])('understands "%s" as %s', (text, expected) => {
    expect(understood(text)).toBe(expected);
  });

  it('understands every dish of the menu by its own name and by each other name of it', () => {
    for (const item of menu.items) {
      for (const name of [item.name, ...item.aliases]) {
        expect([name, itemRequests(`two ${name}`).itemRequests[0]?.itemIds]).toEqual([
          name,
          [item.id],
        ]);
      }
    }
  });

  it('keeps within its bounds whatever is said', () => {
    const vocabulary = menu.items.flatMap(({ name, aliases }) => [name, ...aliases]);
    const options = menu.modifierGroups.flatMap((group) => group.options.map(({ name }) => name));
    const words = fc.constantFrom(...vocabulary, ...options, 'and', 'with', 'no', 'a', '3', 'zzz');
    const sentence = fc.array(fc.oneof(words, fc.string()), { maxLength: 60 });
    fc.assert(
      fc.property(sentence, (parts) => {
        const found = itemRequests(parts.join(' '));
        expect(found.itemRequests.length).toBeLessThanOrEqual(12);
        expect(found.optionRequests.length).toBeLessThanOrEqual(10);
        for (const itemRequest of found.itemRequests) {
          expect(itemRequest.itemIds.length).toBeLessThanOrEqual(8);
          expect(itemRequest.optionRequests.length).toBeLessThanOrEqual(10);
          expect(itemRequest.words.length).toBeLessThanOrEqual(60);
        }
      }),
    );
  });
});
