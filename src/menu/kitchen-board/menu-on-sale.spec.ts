import { readFileSync } from 'node:fs';
import type { Menu } from '../catalogue/menu.js';
import { parseMenu } from '../catalogue/parse-menu.js';
import { AS_WRITTEN, menuOnSale } from './menu-on-sale.js';

const parsed = parseMenu(readFileSync('test/fixtures/menu.json', 'utf8'));
if (!parsed.ok) throw new Error(parsed.faults.join());
const { menu } = parsed;

function sold(off: readonly string[], addedMinutes = 0): Menu {
  return menuOnSale(menu, { off: new Set(off), addedMinutes });
}

/** Ids of what is sold out, beyond what the file says. */
function gone(now: Menu): readonly string[] {
  const all = (of: Menu) => [...of.items, ...of.modifierGroups.flatMap(({ options }) => options)];
  const before = new Set(all(menu).flatMap(({ id, soldOut }) => (soldOut === true ? [id] : [])));
  return all(now).flatMap(({ id, soldOut }) => (soldOut === true && !before.has(id) ? [id] : []));
}

describe('The menu on sale', () => {
  it('is the menu itself while nothing is changed', () => {
    expect(menuOnSale(menu, AS_WRITTEN)).toBe(menu);
  });

  it('marks items and options as the file would, and nothing else', () => {
    const now = sold(['margherita', 'add-mushrooms', 'not-on-the-menu']);
    expect(gone(now)).toEqual(['margherita', 'add-mushrooms']);
    expect(now.item('margherita')?.soldOut).toBe(true);
    expect(now.category('pizzas')?.items.find(({ id }) => id === 'margherita')?.soldOut).toBe(true);
    expect(now.items.map(({ id }) => id)).toEqual(menu.items.map(({ id }) => id));
    expect(gone(menu)).toEqual([]);
  });

  it('has no item of which a required choice cannot be made', () => {
    const sizes = menu.item('margherita')?.groups.find(({ min }) => min > 0);
    const ids = sizes?.options.map(({ id }) => id) ?? [];
    const sizeless = menu.items.filter(
      ({ groups, soldOut }) => soldOut !== true && groups.some((group) => group === sizes),
    );
    expect(gone(sold(ids.slice(1)))).toEqual(ids.slice(1));
    expect(new Set(gone(sold(ids)))).toEqual(new Set([...sizeless.map(({ id }) => id), ...ids]));
  });

  it('adds to the minutes of both ways, and to nothing of a restaurant without delivery', () => {
    const { pickup, delivery } = sold([], 20).business;
    expect(pickup.leadMinutes).toBe(menu.business.pickup.leadMinutes + 20);
    expect(delivery?.leadMinutes).toBe((menu.business.delivery?.leadMinutes ?? 0) + 20);
    const { hours } = sold([], 20).business;
    expect(hours).toBe(menu.business.hours);
  });
});
