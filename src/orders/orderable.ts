import { englishList } from '../common/english-list.js';
import { fault, type OrderFault } from './order-fault.js';
import type { LineOption } from './order.js';

/** One choice within a modifier group. */
export interface OrderableOption {
  readonly optionId: string;
  readonly name: string;
  /** May be negative: a smaller size costs less. */
  readonly priceDeltaCents: number;
  readonly available: boolean;
}

/** A set of options of which between `min` and `max` are chosen for each item. */
export interface OrderableGroup {
  readonly groupId: string;
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly options: readonly OrderableOption[];
}

/** A menu item as it can be ordered right now. */
export interface Orderable {
  readonly itemId: string;
  /** Used by promotions that are limited to a category. */
  readonly categoryId: string;
  readonly name: string;
  readonly priceCents: number;
  readonly groups: readonly OrderableGroup[];
  /** Why it cannot be ordered now, as a sentence for the caller; null when it can. */
  readonly unavailable: string | null;
}

/**
 * The options of these ids, in the menu's order, if they meet the rules of the item's groups.
 * Faults: `unknown_option`,
 * `option_unavailable`, `too_few_options`, `too_many_options`, `invalid_price`.
 */
export function chosenOptions(
  item: Orderable,
  optionIds: readonly string[],
): readonly LineOption[] | OrderFault {
  const wanted = new Set(optionIds);
  const chosen: LineOption[] = [];
  for (const group of item.groups) {
    const picked = group.options.filter((option) => wanted.delete(option.optionId));
    const gone = picked.find((option) => !option.available);
    if (gone) {
      const left = group.options.filter((option) => option.available).map(({ name }) => name);
      const instead = left.length > 0 ? ` There is ${englishList(left, 'or')}.` : '';
      return fault('option_unavailable', `${gone.name} is not available right now.${instead}`);
    }
    const wrongCount = countFault(item, group, picked.length);
    if (wrongCount) return wrongCount;
    for (const { optionId, name, priceDeltaCents } of picked) {
      chosen.push({ groupId: group.groupId, optionId, name, priceDeltaCents });
    }
  }
  if (wanted.size > 0) {
    return fault('unknown_option', `The ${item.name} does not come with that option.`);
  }
  const unitCents = chosen.reduce((sum, option) => sum + option.priceDeltaCents, item.priceCents);
  if (!Number.isSafeInteger(unitCents) || unitCents < 0) {
    return fault('invalid_price', `I cannot work out a price for the ${item.name} like that.`);
  }
  return chosen;
}

function countFault(item: Orderable, group: OrderableGroup, count: number): OrderFault | null {
  const what = group.name.toLowerCase();
  const names = group.options.filter((option) => option.available).map(({ name }) => name);
  if (count < group.min) {
    const need = group.min === 1 ? withArticle(what) : `at least ${group.min} ${what}`;
    const choices = englishList(names, 'or').toLowerCase();
    const list = names.length > 0 ? `: ${choices}` : '';
    return fault('too_few_options', `The ${item.name} needs ${need}${list}.`);
  }
  if (count > group.max) {
    return fault('too_many_options', `The ${item.name} takes at most ${group.max} ${what}.`);
  }
  return null;
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
