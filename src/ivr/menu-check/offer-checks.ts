import { DateTime } from 'luxon';
import type { AppConfig } from '../../config/app-config.js';
import { isRunning } from '../../menu/business-hours.js';
import type { MenuPromotion, ModifierGroup } from '../../menu/catalogue/menu-document.js';
import type { CatalogueItem, Menu } from '../../menu/catalogue/menu.js';
import { pricingRules, unavailability } from '../../menu/orderables.js';
import { promotionFault } from '../../orders/promotion.js';
import { MAX_QUANTITY } from '../../orders/order-changes.js';
import { warning, type Finding } from './finding.js';
import { openMoments } from './open-moments.js';

type Limits = AppConfig['limits'];

/** Offers that no order can earn from now on. */
export function offerFindings(menu: Menu, limits: Limits, now: Date): readonly Finding[] {
  return menu.promotions.flatMap((promotion) => {
    const reason = unearnable(promotion, menu, limits, now);
    if (reason === null) return [];
    const advice = 'remove the offer, or change its conditions or times';
    return warning(`offer ${promotion.name}`, `nobody can earn it: ${reason}`, advice);
  });
}

function unearnable(
  promotion: MenuPromotion,
  menu: Menu,
  { maxOrderCents }: Limits,
  now: Date,
): string | null {
  const { active, conditions = {} } = promotion;
  const { timezone, delivery } = menu.business;
  const today = DateTime.fromJSDate(now, { zone: timezone }).toISODate() ?? '';
  if (active?.endsOn !== undefined && active.endsOn < today) return `it ended on ${active.endsOn}`;
  if (conditions.fulfilment === 'delivery' && delivery === null) {
    return 'it is for delivery, and there is none';
  }
  if ((conditions.minSubtotalCents ?? 0) > maxOrderCents) {
    return 'it needs more than one order may cost (MAX_ORDER_CENTS)';
  }
  const moment = openMoments(menu, startOf(promotion, timezone, now)).find((open) =>
    isRunning(promotion, timezone, open),
  );
  if (moment === undefined) return 'it does not run while the restaurant is open';
  const running = pricingRules(menu, moment).promotions.find(({ code }) => code === promotion.code);
  const lines = menu.items
    .filter((item) => unavailability(item, menu, moment) === null)
    .map((item) => ({
      itemId: item.id,
      categoryId: item.category.id,
      quantity: MAX_QUANTITY,
      totalCents: MAX_QUANTITY * extremePrice(item, 'highest'),
    }));
  const scope = { lines, fulfilment: conditions.fulfilment ?? ('pickup' as const) };
  return (running && promotionFault(running, scope)?.message) ?? null;
}

/** When the offer can run first, from now on. */
function startOf({ active }: MenuPromotion, timezone: string, now: Date): Date {
  const starts = DateTime.fromISO(active?.startsOn ?? '', { zone: timezone });
  return starts.isValid && starts.toJSDate() > now ? starts.toJSDate() : now;
}

/** The least or most that one of the dish can cost, in cents; extras do not count for the least. */
export function extremePrice(item: CatalogueItem, which: 'lowest' | 'highest'): number {
  const deltas = item.groups.map((group) =>
    which === 'lowest' ? cheapest(group) : dearest(group),
  );
  return deltas.reduce((sum, cents) => sum + cents, item.priceCents);
}

function cheapest({ min, options }: ModifierGroup): number {
  return sum(sorted(options).slice(0, min));
}

function dearest({ min, max, options }: ModifierGroup): number {
  const chosen = sorted(options).toReversed().slice(0, max);
  return sum(chosen.filter((cents, at) => at < min || cents > 0));
}

function sorted(options: ModifierGroup['options']): readonly number[] {
  return options.map(({ priceDeltaCents }) => priceDeltaCents).toSorted((a, b) => a - b);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, cents) => total + cents, 0);
}
