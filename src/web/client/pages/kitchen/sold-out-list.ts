import type { KitchenMenu, Sellable } from '../../api/kitchen.js';

/** A part of the sold-out board: a category, or the options of a group. */
export interface SellableGroup {
  readonly id: string;
  readonly title: string;
  readonly entries: readonly Sellable[];
}

/** What can be taken off and has all words that are searched for; what is off comes first. */
export function sellables(menu: KitchenMenu, search: string): readonly SellableGroup[] {
  const words = plain(search).split(' ').filter(Boolean);
  const groups = [
    ...menu.categories.map(({ id, name, items }) => ({ id, title: name, entries: items })),
    ...menu.modifierGroups.map(({ id, name, options }) => ({
      id: `options-${id}`,
      title: `Options: ${name}`,
      entries: options,
    })),
  ];
  const found = groups.map((group) => ({
    ...group,
    entries: group.entries.filter(({ name }) => {
      const text = plain(`${name} ${group.title}`);
      return words.every((word) => text.includes(word));
    }),
  }));
  const off = found.flatMap(({ entries }) => entries.filter(({ soldOut }) => soldOut));
  const on = found.map((group) => ({
    ...group,
    entries: group.entries.filter(({ soldOut }) => !soldOut),
  }));
  return [{ id: 'off', title: 'Off now', entries: off }, ...on].filter(
    ({ entries }) => entries.length > 0,
  );
}

/** Letters without case and accents. */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
}
