/** Part of a full list that makes room at once. */
const ROOM = 1 / 5;

/**
 * Adds an item to a list that keeps its newest ones. A full list loses a fifth at once: the text of
 * a list whose beginning changes is built again as a whole, which must not be at each item.
 */
export function addNewest<T>(list: T[], item: T, most: number): void {
  if (list.length >= most) list.splice(0, Math.ceil(most * ROOM));
  list.push(item);
}
