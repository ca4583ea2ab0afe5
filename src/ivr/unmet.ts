import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { AppliedOptions } from '../understanding/option-requests.js';
import type { Turn } from './turn.js';

/** Says what of a caller's wishes a dish cannot have, and what there is no more room for on it. */
export function tellUnmet(
  turn: Turn,
  item: CatalogueItem,
  { unmet, full }: Pick<AppliedOptions, 'unmet' | 'full'>,
): void {
  if (unmet.length > 0) turn.say('notPossible', { words: unmet.join(', '), item: item.name });
  const groups = new Set(full.map(({ group }) => group));
  for (const group of groups) {
    const options = full.filter((one) => one.group === group);
    turn.say('noRoom', {
      max: turn.spoken.number(group.max, 'minutes'),
      group: turn.spoken.named(group.name).toLowerCase(),
      item: item.name,
      words: options.map(({ option }) => turn.spoken.named(option.name).toLowerCase()).join(', '),
    });
  }
}
