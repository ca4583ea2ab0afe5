import type { MenuCheckSettings } from '../config/menu-check-settings.js';
import type { MenuDocument } from '../menu/catalogue/menu-document.js';
import { Menu, type CatalogueItem } from '../menu/catalogue/menu.js';
import { parseMenu } from '../menu/catalogue/parse-menu.js';
import { menuWords } from '../understanding/menu-words.js';
import { vocabularyOf } from '../understanding/vocabulary/languages.js';
import { faultOf, warning, type Finding } from './finding.js';
import { nameFindings } from './name-checks.js';
import { extremePrice, offerFindings } from './offer-checks.js';
import { firstWithin, openMoments } from './open-moments.js';
import { tryDish } from './ordering-trials.js';
import { trialWords } from './trial-caller.js';
import { TrialLine } from './trial-line.js';

/** What a check has found. */
export interface MenuReport {
  readonly dishes: number;
  /** Orders that were tried, by words and by keys together. */
  readonly orders: number;
  /** Faults first. */
  readonly findings: readonly Finding[];
}

/**
 * Looks for what would go wrong on the phone with a menu: faults of the file first and, in a file
 * without any, names, allergens, prices, hours and offers. Then every dish is ordered with every
 * required choice through the dialogue of the line without AI. Sold-out dishes and options count
 * as if they were there again.
 *
 * @param text the menu as JSON.
 * @param now when the menu goes live; each dish is ordered at the next time it can be had.
 */
export async function checkMenu(
  text: string,
  settings: MenuCheckSettings,
  now: Date,
): Promise<MenuReport> {
  const parsed = parseMenu(text);
  if (!parsed.ok) {
    const findings = parsed.faults.map((fault) => {
      const [path = '', ...words] = fault.split(' ');
      return faultOf(path, words.join(' '), 'correct the file');
    });
    return { dishes: 0, orders: 0, findings };
  }
  const menu = inStock(JSON.parse(text) as MenuDocument);
  const words = menuWords(menu, vocabularyOf(settings.script.language));
  const moments = openMoments(menu, now);
  const { findings, orders } = await tryAll(menu, settings, moments);
  const all = [
    ...(moments.length === 0 ? [NEVER_OPEN] : []),
    ...findings,
    ...emptyChoices(parsed.menu),
    ...nameFindings(menu, words),
    ...unusedGroups(menu),
    ...allergenFindings(menu),
    ...priceFindings(menu),
    ...deliveryFindings(menu, settings.config.limits.maxOrderCents),
    ...(moments.length === 0 ? [] : offerFindings(menu, settings.config.limits, now)),
  ];
  const bySeverity = all.toSorted(
    (one, other) => Number(one.severity === 'warning') - Number(other.severity === 'warning'),
  );
  return { dishes: menu.items.length, orders, findings: bySeverity };
}

const NEVER_OPEN = faultOf(
  'business hours',
  'the restaurant does not open within 60 days, so no order can be placed',
  'write opening hours for at least one day under business.hours.weekly',
);

async function tryAll(
  menu: Menu,
  settings: MenuCheckSettings,
  moments: readonly Date[],
): Promise<{ readonly findings: readonly Finding[]; readonly orders: number }> {
  const findings: Finding[] = [];
  let orders = 0;
  if (moments.length === 0) return { findings, orders };
  const line = await TrialLine.open(menu, settings);
  const words = trialWords(settings.script.language);
  const failed = new Set<string>();
  try {
    for (const item of menu.items) {
      const moment = firstWithin(moments, item.availability, menu);
      if (moment === undefined) {
        findings.push(neverSold(item));
        continue;
      }
      const report = await tryDish(line, item, words, moment, failed);
      findings.push(...report.findings);
      orders += report.orders;
    }
  } finally {
    await line.close();
  }
  return { findings, orders };
}

function neverSold({ name }: CatalogueItem): Finding {
  return faultOf(
    name,
    'its times are never within the opening hours',
    'change its availability or the opening hours',
  );
}

/** The menu on a day on which nothing is sold out. */
function inStock({ categories, modifierGroups, ...rest }: MenuDocument): Menu {
  return new Menu({
    ...rest,
    categories: categories.map((category) => ({
      ...category,
      items: category.items.map((item) => ({ ...item, soldOut: false })),
    })),
    modifierGroups: modifierGroups.map((group) => ({
      ...group,
      options: group.options.map((option) => ({ ...option, soldOut: false })),
    })),
  });
}

/** Dishes that cannot be had because too few options of a required group are left. */
function emptyChoices({ items }: Menu): readonly Finding[] {
  return items.flatMap(({ name, groups }) =>
    groups
      .filter(({ min, options }) => options.filter(({ soldOut }) => soldOut !== true).length < min)
      .map((group) =>
        faultOf(
          name,
          `it needs ${group.min} of "${group.name}", and fewer are not sold out`,
          'mark the dish as sold out, or an option as available',
        ),
      ),
  );
}

function allergenFindings({ items, modifierGroups }: Menu): readonly Finding[] {
  const options = modifierGroups.flatMap((group) =>
    group.options.map(({ name, allergens }) => ({ name: `${group.name}: ${name}`, allergens })),
  );
  return [...items, ...options]
    .filter(({ allergens }) => allergens === null)
    .map(({ name }) =>
      warning(
        name,
        'its allergens are missing: callers who ask are told that they are not known',
        'list them under allergens, or [] when there are none',
      ),
    );
}

/** Groups whose options no caller can have. */
function unusedGroups({ items, modifierGroups }: Menu): readonly Finding[] {
  const used = new Set(items.flatMap(({ groups }) => groups.map(({ id }) => id)));
  return modifierGroups
    .filter(({ id }) => !used.has(id))
    .map(({ id, name }) =>
      warning(name, 'no dish has these options', `name "${id}" under modifierGroups of a dish`),
    );
}

function deliveryFindings({ business: { delivery } }: Menu, limit: number): readonly Finding[] {
  if (delivery === null || delivery.minimumCents <= limit) return [];
  return [
    warning(
      'delivery',
      'no order can be delivered: the minimum is above what one order may cost',
      'lower business.delivery.minimumCents, or raise MAX_ORDER_CENTS',
    ),
  ];
}

function priceFindings({ items }: Menu): readonly Finding[] {
  return items
    .filter((item) => extremePrice(item, 'lowest') <= 0)
    .map(({ name }) =>
      warning(name, 'it can be had for nothing', 'set priceCents, or the prices of its options'),
    );
}
