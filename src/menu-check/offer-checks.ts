import { DateTime } from 'luxon';
import type { AppConfig } from '../config/app-config.js';
import { isRunning } from '../menu/business-hours.js';
import type { MenuPromotion, ModifierGroup } from '../menu/catalogue/menu-document.js';
import type { CatalogueItem, Menu } from '../menu/catalogue/menu.js';
import { pricingRules, unavailability } from '../menu/orderables.js';
import { promotionFault } from '../orders/promotion.js';
import { MAX_QUANTITY } from '../orders/order-changes.js';
import { warning, type Finding } from './finding.js';
import { firstWithin, openMoments } from './open-moments.js';

type Limits = AppConfig['limits'];

/** As many of a dish as any offer counts: two full lines. */
const PLENTY = 2 * MAX_QUANTITY;
const TOO_DEAR = 'it needs more than one order may cost (MAX_ORDER_CENTS)';

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
    return TOO_DEAR;
  }
  const running = openMoments(menu, startOf(promotion, timezone, now)).filter((open) =>
    isRunning(promotion, timezone, open),
  );
  const [first] = running;
  if (first === undefined) return 'it does not run while the restaurant is open';
  const reasons = [first, ...salesTimes(menu, running)].map((moment) =>
    notEarned(promotion.code, menu, maxOrderCents, moment),
  );
  return reasons.includes(null) ? null : (reasons[0] ?? null);
}

/** The first moments at which dishes with times of their own can be had. */
function salesTimes(menu: Menu, moments: readonly Date[]): readonly Date[] {
  const windows = new Map(
    menu.items.map(({ availability }) => [JSON.stringify(availability), availability]),
  );
  return [...windows.values()].flatMap((times) => firstWithin(moments, times, menu) ?? []);
}

/** Why not even all that can be had at a moment earns the offer; null when it does. */
function notEarned(code: string, menu: Menu, maxOrderCents: number, moment: Date): string | null {
  const offer = pricingRules(menu, moment).promotions.find((running) => running.code === code);
  if (offer === undefined) return 'it does not run';
  const { conditions, benefit } = offer;
  const sold = menu.items.filter((item) => unavailability(item, menu, moment) === null);
  const lines = sold.map((item) => ({
    itemId: item.id,
    categoryId: item.category.id,
    quantity: PLENTY,
    totalCents: PLENTY * extremePrice(item, 'highest'),
  }));
  const fault = promotionFault(offer, { lines, fulfilment: conditions.fulfilment ?? 'pickup' });
  if (fault !== null) return fault.message;
  if (benefit.kind !== 'buy_x_get_y') return null;
  const { itemIds, categoryIds } = conditions;
  const any = itemIds.length + categoryIds.length === 0;
  const eligible = sold.filter(
    ({ id, category }) => any || itemIds.includes(id) || categoryIds.includes(category.id),
  );
  const least = Math.min(...eligible.map((item) => extremePrice(item, 'lowest')));
  return benefit.buy * least > maxOrderCents ? TOO_DEAR : null;
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
