import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import { BRIEFING_MAX_CHARS, menuBriefing } from './briefing.js';
import type { MenuDocument } from './catalogue/menu-document.js';
import { Menu } from './catalogue/menu.js';

const fixture = () => JSON.parse(readFileSync('test/fixtures/menu.json', 'utf8')) as MenuDocument;
const at = (time: string) => DateTime.fromISO(time, { zone: 'America/New_York' }).toJSDate();

describe('menuBriefing', () => {
  const menu = new Menu(fixture());
  const noon = menuBriefing(menu, at('2026-11-18T12:15'));

  it('holds every item, option and price of the menu in less than 6 kB', () => {
    expect(Buffer.byteLength(noon)).toBeLessThan(6000);
    for (const { id, name, priceCents } of menu.items) {
      expect(noon).toContain(`${id} ${name} ${(priceCents / 100).toFixed(2)}`);
    }
    for (const option of menu.modifierGroups.flatMap(({ options }) => options)) {
      expect(noon).toContain(option.id);
    }
  });

  it('names the groups that all items of a category share once, and others with the item', () => {
    expect(noon).toContain(
      '# Pizzas (pizzas) [pizza-size pizza-crust pizza-toppings pizza-removals]',
    );
    expect(noon).toContain('\nmargherita Margherita 12.50\n');
    expect(noon).toContain('bolognese Bolognese 15.25 [pasta-shape pasta-extras]\n');
  });

  it('says the time, whether it is open, and what cannot be had', () => {
    expect(noon).toContain('It is Wednesday, November 18, 12:15 PM. We are open until 10 PM.');
    expect(noon).toContain('white-clam White Clam Pizza 18.50 SOLD OUT');
    expect(noon).toContain('lunch-pasta Lunch Pasta 10.95 [pasta-shape]\n');
    const night = menuBriefing(menu, at('2026-11-18T23:00'));
    expect(night).toContain('We are closed right now and open again tomorrow at 11 AM.');
    expect(night).toContain('[pasta-shape] only Monday to Friday from 11 AM to 3 PM');
  });

  it('says where offers are found, and tells none', () => {
    expect(noon).toContain('\nOffers: get_promotions has them.\n');
    for (const { code, name, description } of menu.promotions) {
      for (const word of [code, name, description]) expect(noon).not.toContain(word);
    }
    const secret = fixture().promotions.map((promotion) => ({ ...promotion, listed: false }));
    const quiet = menuBriefing(
      new Menu({ ...fixture(), promotions: secret }),
      at('2026-11-18T12:15'),
    );
    expect(quiet).not.toContain('ffers');
  });

  it('keeps to the categories when the menu is too long', () => {
    const { categories, ...rest } = fixture();
    const [pizzas, ...others] = categories;
    const many = Array.from({ length: 400 }, (_, n) => ({
      ...pizzas!.items[0]!,
      id: `pizza-${n}`,
    }));
    const long = new Menu({ ...rest, categories: [{ ...pizzas!, items: many }, ...others] });
    const briefing = menuBriefing(long, at('2026-11-18T12:15'));
    expect(briefing.length).toBeLessThan(BRIEFING_MAX_CHARS);
    expect(briefing).toContain('pizzas: Pizzas, 400 items');
  });
});
