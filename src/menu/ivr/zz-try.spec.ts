import { readFileSync } from 'node:fs';
import { parseMenu } from '../catalogue/parse-menu.js';
import { MenuSearch } from '../menu-search.js';
import { menuWords } from './menu-words.js';
import { parseWishes } from './wish-parser.js';
const parsed = parseMenu(readFileSync('data/menu.json', 'utf8'));
if (!parsed.ok) throw new Error();
const search = new MenuSearch(parsed.menu);
it('tries', () => {
  const out = [];
  for (const t of [
    'two large pepperoni pizzas with extra cheese',
    "I'd like two large pepperoni pizzas with extra cheese and a coke please",
    'a large pepperoni and a small margherita',
    'large pepperoni and small margherita',
    'cheese pizza', 'a large cheese pizza', 'a pizza', 'spaghetti carbonara', 'spaghetti and meatballs',
    'hawaiian no onions and extra mushrooms', 'can I get a lasanya', 'margareta', 'salad', 'garlic notes',
    'twelve chicken wings with buffalo sauce and ranch dip', 'a two liter coke', 'can of diet coke', 'large', 'with extra cheese', 'extra cheese and olives on that',
    'large with extra cheese and a coke', 'two', 'sushi', 'pepperoni pizza with pineapple and a tiramisu for my wife', 'my dog is sick', 'ham and pineapple pizza thin crust',
    'three margheritas two cokes and garlic bread with cheese', 'margherita with bacon', 'caesar salad with italian dressing', 'four cheese pizza medium gluten free crust', 'two slices', 'veggie pizza no cheese',
  ]) {
    const r = parseWishes(t, menuWords(parsed.menu), (query) => search.search({ query }).items);
    out.push(t + '\n   ' + r.wishes.map((w) => `${w.quantity ?? '-'}x ${w.itemIds.join('|')}${w.unsure ? '?' : ''} ${w.categoryId ?? ''} [${w.mods.map((m) => (m.minus ? '-' : '+') + m.words)}]`).join('  ;  ') + (r.mods.length ? ' LOOSE ' + JSON.stringify(r.mods) : '') + (r.quantity ? ' Q' + r.quantity : ''));
  }
  process.stdout.write(out.join('\n') + '\n');
});
