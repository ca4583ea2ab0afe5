/** The days of the week, Monday first as in ISO 8601. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** A day as the menu file names it. */
export type Weekday = (typeof WEEKDAYS)[number];

/** Dietary tags of items; `data/menu.schema.json` has the same list. */
export const DIETARY_TAGS = [
  'vegetarian',
  'vegan',
  'gluten-free',
  'dairy-free',
  'halal',
  'kosher',
  'spicy',
] as const;

/** Allergens of items and options; `data/menu.schema.json` has the same list. */
export const ALLERGENS = [
  'gluten',
  'milk',
  'egg',
  'fish',
  'shellfish',
  'molluscs',
  'peanuts',
  'tree-nuts',
  'soy',
  'sesame',
  'mustard',
  'celery',
  'lupin',
  'sulphites',
] as const;

/** Opening hours of one day on the 24-hour clock; `close` before `open` is on the next day. */
export interface OpeningWindow {
  readonly open: string;
  readonly close: string;
}

/** A time of day on some weekdays (all when absent); `until` before `from` is on the next day. */
export interface TimeWindow {
  readonly days?: readonly Weekday[];
  readonly from: string;
  readonly until: string;
}

/** A day that differs from the week: `2026-11-26`, or `12-25` for every year. */
export interface HoursException {
  readonly date: string;
  readonly name: string;
  readonly hours: readonly OpeningWindow[];
}

/** Regular hours, and the days that differ from them. */
export interface Hours {
  readonly weekly: Readonly<Record<Weekday, readonly OpeningWindow[]>>;
  readonly exceptions: readonly HoursException[];
}

/** House numbers of a street that are delivered to; without `from` and `to` all of them. */
export interface DeliveryStreet {
  readonly name: string;
  readonly from?: number;
  readonly to?: number;
  /** Of the numbers only these. */
  readonly side?: 'odd' | 'even';
}

/** Texts in other languages than the menu's, by the codes of the languages: `es`. */
export type Translations<K extends string> = Readonly<
  Record<string, { readonly [text in K]: string } | undefined>
>;

/** Where a restaurant delivers to, as it can be checked: by postal code or by street. */
export interface DeliveryArea {
  /** For callers. */
  readonly description: string;
  /** The same in other languages, by their codes: `es`. */
  readonly translations?: Translations<'description'>;
  /** ZIP codes of five digits. */
  readonly postalCodes?: readonly string[];
  readonly streets?: readonly DeliveryStreet[];
}

/** The restaurant itself. */
export interface Business {
  readonly name: string;
  readonly address: string;
  /** E.164. */
  readonly phone: string;
  /** IANA zone; every time of day in the file is in this zone. */
  readonly timezone: string;
  readonly currency: 'USD';
  readonly hours: Hours;
  readonly pickup: { readonly leadMinutes: number };
  /** Null: no delivery. */
  readonly delivery: {
    readonly leadMinutes: number;
    readonly feeCents: number;
    readonly minimumCents: number;
    readonly feeTaxed: boolean;
    /** In words only, or so that addresses can be checked. */
    readonly area: string | DeliveryArea;
  } | null;
  /**
   * Orders for a time after the present opening hours, today and so many days ahead. Absent: a
   * time is taken within the present opening hours only.
   */
  readonly ordersAhead?: { readonly maxDays: number };
  /** How open orders lengthen the minutes that callers are told. Absent: they do not. */
  readonly kitchen?: {
    /** The minutes above hold for so many orders at a time. */
    readonly ordersAtOnce: number;
    /** What each further one adds. */
    readonly minutesPerOrder: number;
  };
  /** As a fraction: 0.08875 is 8.875 %. */
  readonly taxRate: number;
  readonly allergenNotice: string;
}

/** A choice within a modifier group. `allergens: null` means not known. */
export interface MenuOption {
  readonly id: string;
  readonly name: string;
  readonly priceDeltaCents: number;
  readonly allergens: readonly string[] | null;
  readonly soldOut?: boolean;
}

/** Choices for an item; between `min` and `max` of them belong to each order line. */
export interface ModifierGroup {
  readonly id: string;
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly options: readonly MenuOption[];
}

/** Something to eat or drink. `allergens: null` means not known, `[]` means none. */
export interface MenuItem {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly priceCents: number;
  readonly dietary: readonly string[];
  readonly allergens: readonly string[] | null;
  /** Ids of modifier groups. */
  readonly modifierGroups?: readonly string[];
  /** Without it the item is sold whenever the restaurant is open. */
  readonly availability?: readonly TimeWindow[];
  readonly soldOut?: boolean;
}

/** A part of the menu with its items. */
export interface Category {
  readonly id: string;
  readonly name: string;
  /** Other names callers use for it: "soda" for Drinks. They ask which of its items is meant. */
  readonly aliases?: readonly string[];
  readonly items: readonly MenuItem[];
}

interface PromotionBase {
  /** Upper case. */
  readonly code: string;
  readonly name: string;
  readonly description: string;
  /** Both in other languages, by their codes: `es`. */
  readonly translations?: Translations<'name' | 'description'>;
  /** False: no caller is told of it, and it counts for those who say its code. Absent: true. */
  readonly listed?: boolean;
  /** Which orders earn it; with ids, only those lines count. Absent: any order. */
  readonly conditions?: {
    readonly minSubtotalCents?: number;
    readonly itemIds?: readonly string[];
    readonly categoryIds?: readonly string[];
    readonly fulfilment?: 'pickup' | 'delivery';
  };
  /** When it runs, all parts together; `endsOn` is the last day. Absent: always. */
  readonly active?: {
    readonly startsOn?: string;
    readonly endsOn?: string;
    readonly times?: readonly TimeWindow[];
  };
}

/** An offer of the menu; an order works out what it takes off. */
export type MenuPromotion =
  | (PromotionBase & { readonly kind: 'percent'; readonly percent: number })
  | (PromotionBase & { readonly kind: 'amount'; readonly amountCents: number })
  | (PromotionBase & { readonly kind: 'free_item'; readonly itemIds: readonly string[] })
  | (PromotionBase & { readonly kind: 'buy_x_get_y'; readonly buy: number; readonly get: number });

/** The menu file as the restaurant writes it; its schema is `data/menu.schema.json`. */
export interface MenuDocument {
  readonly business: Business;
  readonly categories: readonly Category[];
  readonly modifierGroups: readonly ModifierGroup[];
  readonly promotions: readonly MenuPromotion[];
}
