import type { KitchenMenu, Sellable } from '../../api/kitchen.js';
import { sellables } from './sold-out-list.js';

const entry = (name: string, soldOut = false): Sellable => ({
  id: name.toLowerCase(),
  name,
  soldOut,
  soldOutBy: soldOut ? 'kitchen' : null,
  soldOutUntil: null,
});
const MENU: KitchenMenu = {
  business: { timezone: 'America/New_York' },
  categories: [
    { id: 'pizzas', name: 'Pizzas', items: [entry('Margherita'), entry('Clam', true)] },
    { id: 'desserts', name: 'Desserts', items: [entry('Crème brûlée')] },
  ],
  modifierGroups: [{ id: 'extras', name: 'Extras', options: [entry('Mushrooms')] }],
  soldOut: [],
};
const found = (search: string) =>
  sellables(MENU, search).map(({ title, entries }) => [title, ...entries.map(({ name }) => name)]);

describe('The sold-out board', () => {
  it('has what is off first, and no empty parts', () => {
    expect(found('')).toEqual([
      ['Off now', 'Clam'],
      ['Pizzas', 'Margherita'],
      ['Desserts', 'Crème brûlée'],
      ['Options: Extras', 'Mushrooms'],
    ]);
  });

  it.each([
    ['brulee', [['Desserts', 'Crème brûlée']]],
    [' MARG ', [['Pizzas', 'Margherita']]],
    ['pizza clam', [['Off now', 'Clam']]],
    ['extras', [['Options: Extras', 'Mushrooms']]],
    ['sushi', []],
  ])('finds %s', (search, groups) => {
    expect(found(search)).toEqual(groups);
  });
});
