import type { KitchenOrder, KitchenPace, TicketState } from '../../api/kitchen.js';

/** The columns of the board, with what a press does to their tickets. */
export const LANES = [
  { state: 'placed', title: 'New', next: 'accepted', action: 'Accept' },
  { state: 'accepted', title: 'Accepted', next: 'preparing', action: 'Start' },
  { state: 'preparing', title: 'In the kitchen', next: 'ready', action: 'Ready' },
  { state: 'ready', title: 'Ready', next: 'completed', action: 'Handed over' },
] as const satisfies readonly {
  readonly state: TicketState;
  readonly title: string;
  readonly next: TicketState;
  readonly action: string;
}[];

/** A column of the board. */
export type Lane = (typeof LANES)[number];

/** How an order stands against its promise. */
export type Urgency = 'later' | 'on-time' | 'soon' | 'late';

/** Less than so many minutes before the promise it is getting late. */
const SOON_MINUTES = 5;
/** An order for later than in so many minutes waits. */
const LATER_MINUTES = 60;

/** When an order was promised for, ms since 1970: the time that was wished for, or the minutes that callers are told. */
export function promisedAt(order: KitchenOrder, pace: KitchenPace): number {
  if (order.readyAt !== null) return Date.parse(order.readyAt);
  const delivers = order.customer.fulfilment === 'delivery';
  const minutes = (delivers ? pace.deliveryMinutes : null) ?? pace.pickupMinutes;
  return Date.parse(order.placedAt ?? order.updatedAt) + minutes * 60_000;
}

/** How near its promise an order is. One that is ready is on time. */
export function urgencyOf(order: KitchenOrder, promised: number, now: number): Urgency {
  if (order.state === 'ready') return 'on-time';
  const minutes = (promised - now) / 60_000;
  if (minutes <= 0) return 'late';
  if (minutes <= SOON_MINUTES) return 'soon';
  return order.readyAt !== null && minutes > LATER_MINUTES ? 'later' : 'on-time';
}

/** The time that is left or over, in words: "12 min left", "3 min late", "2 h 5 min left". */
export function againstPromise(promised: number, now: number): string {
  const minutes = Math.ceil((promised - now) / 60_000);
  if (minutes === 0) return 'due now';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const span = hours === 0 ? `${rest} min` : `${hours} h${rest === 0 ? '' : ` ${rest} min`}`;
  return `${span} ${minutes < 0 ? 'late' : 'left'}`;
}

/**
 * Hours and minutes, such as "7:30 PM"; with the day of the week when that is not today.
 *
 * @param timeZone undefined: that of the browser.
 */
export function timeAt(ms: number, now: number, timeZone: string | undefined): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const dayOf = (at: number) => new Date(at).toLocaleDateString('en-US', zone);
  const time = { ...zone, hour: 'numeric', minute: '2-digit' } as const;
  return new Date(ms).toLocaleTimeString(
    'en-US',
    dayOf(ms) === dayOf(now) ? time : { ...time, weekday: 'short' },
  );
}

/** The tickets of a lane: the earliest promise first. */
export function ticketsIn(
  lane: Lane,
  orders: Iterable<KitchenOrder>,
  pace: KitchenPace,
): readonly KitchenOrder[] {
  return [...orders]
    .filter(({ state }) => state === lane.state)
    .toSorted((a, b) => promisedAt(a, pace) - promisedAt(b, pace) || (a.id < b.id ? -1 : 1));
}

/** An allergen for people: "tree-nuts" is TREE NUTS. */
export function allergyWords(allergies: readonly string[]): string {
  return allergies.map((one) => one.replaceAll('-', ' ').toUpperCase()).join(', ');
}

/** The place that an arrow key leads to from a ticket of the board; null: there is none. */
export function ticketBeside(
  lanes: readonly (readonly KitchenOrder[])[],
  id: string,
  key: string,
): string | null {
  const column = lanes.findIndex((lane) => lane.some((order) => order.id === id));
  const lane = lanes[column];
  if (lane === undefined) return null;
  const row = lane.findIndex((order) => order.id === id);
  if (key === 'ArrowUp') return lane[row - 1]?.id ?? null;
  if (key === 'ArrowDown') return lane[row + 1]?.id ?? null;
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return null;
  for (let at = column + step; at >= 0 && at < lanes.length; at += step) {
    const other = lanes[at] ?? [];
    if (other.length > 0) return other[Math.min(row, other.length - 1)]?.id ?? null;
  }
  return null;
}
