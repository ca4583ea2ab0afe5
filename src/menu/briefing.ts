import { DateTime } from 'luxon';
import { dollars } from '../orders/money.js';
import { isWithin, openState } from './business-hours.js';
import type { ModifierGroup } from './catalogue/menu-document.js';
import type { CatalogueItem, Menu } from './catalogue/menu.js';
import { areaIn } from './spoken/in-language.js';
import { toldOffers } from './orderables.js';
import { ENGLISH_SPOKEN, spokenOpenState, spokenWindows } from './spoken/english.js';

/** Longest briefing with all items, in characters. */
export const BRIEFING_MAX_CHARS = 8000;

/**
 * The part of a model's instructions that is about the restaurant, as compact text: address,
 * opening state, every item with id and price, every modifier group with its option ids.
 * About 4 kB for a menu of fifty items. If it is longer than `BRIEFING_MAX_CHARS`, it has the
 * categories in place of their items, which the model then finds with `search_menu`. Codes of
 * offers are not in it: they are told when they are asked for or earned.
 */
export function menuBriefing(menu: Menu, now: Date): string {
  const head = businessLines(menu, now).join('\n');
  const full = `${head}\n\n${menuLines(menu, now).join('\n')}`;
  if (full.length <= BRIEFING_MAX_CHARS) return full;
  const categories = menu.categories.map(
    ({ id, name, items }) => `${id}: ${name}, ${items.length} items`,
  );
  return [head, '', 'CATEGORIES; search_menu finds their items:', ...categories].join('\n');
}

function businessLines(menu: Menu, now: Date): string[] {
  const { business } = menu;
  const { timezone, pickup, delivery, hours } = business;
  const clock = DateTime.fromJSDate(now, { zone: timezone });
  return [
    `Restaurant: ${business.name}, ${business.address}.`,
    `It is ${clock.toFormat('cccc, LLLL d, h:mm a', { locale: 'en-US' })}. ` +
      spokenOpenState(openState(hours, timezone, now), now),
    `Pickup in ${pickup.leadMinutes} minutes.`,
    delivery
      ? `Delivery (${areaIn(ENGLISH_SPOKEN, delivery.area)}) in ${delivery.leadMinutes} minutes, fee ${amount(delivery.feeCents)}, from ${amount(delivery.minimumCents)}.`
      : 'No delivery.',
    ...(business.ordersAhead
      ? [`Orders for later: up to ${business.ordersAhead.maxDays} days ahead.`]
      : []),
    ...(toldOffers(menu, now).length > 0 ? ['Offers: get_promotions has them.'] : []),
  ];
}

function menuLines(menu: Menu, now: Date): string[] {
  return [
    'MENU: itemId Name price [modifier groups, after those of the category]',
    ...menu.categories.flatMap(({ id, name }) => {
      const items = menu.items.filter(({ category }) => category.id === id);
      const shared = (items[0]?.groups ?? []).filter((group) =>
        items.every(({ groups }) => groups.includes(group)),
      );
      return [
        `# ${name} (${id})${bracketed(shared)}`,
        ...items.map((item) => itemLine(item, shared, menu.business.timezone, now)),
      ];
    }),
    '',
    'MODIFIER GROUPS: groupId (how many to choose): optionId +price',
    ...menu.modifierGroups.map(groupLine),
  ];
}

function itemLine(
  item: CatalogueItem,
  shared: readonly ModifierGroup[],
  timezone: string,
  now: Date,
): string {
  const own = bracketed(item.groups.filter((group) => !shared.includes(group)));
  const soldOut = item.soldOut ? ' SOLD OUT' : '';
  const when = isWithin(item.availability, timezone, now)
    ? ''
    : ` only ${spokenWindows(item.availability ?? [])}`;
  return `${item.id} ${item.name} ${amount(item.priceCents)}${own}${soldOut}${when}`;
}

function bracketed(groups: readonly ModifierGroup[]): string {
  return groups.length === 0 ? '' : ` [${groups.map(({ id }) => id).join(' ')}]`;
}

function groupLine({ id, min, max, options }: ModifierGroup): string {
  const choices = options.map(
    (option) =>
      option.id +
      (option.priceDeltaCents === 0 ? '' : ` ${signedAmount(option.priceDeltaCents)}`) +
      (option.soldOut ? ' SOLD OUT' : ''),
  );
  const count = min === max ? String(min) : `${min}-${max}`;
  return `${id} (${count}): ${choices.join(', ')}`;
}

/** `12.50`: without the dollar sign, which a menu would repeat a hundred times. */
function amount(cents: number): string {
  return dollars(cents).replace('$', '');
}

/** `+1.50` or `-0.50`. */
function signedAmount(cents: number): string {
  return cents < 0 ? amount(cents) : `+${amount(cents)}`;
}
