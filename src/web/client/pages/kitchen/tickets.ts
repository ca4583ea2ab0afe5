import type { KitchenOrder, TicketState } from '../../api/kitchen.js';

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

/** When the caller was told that an order is ready, ms since 1970; null: that was not kept. */
export function promisedAt({ promisedAt: promise }: KitchenOrder): number | null {
  return promise === null ? null : Date.parse(promise);
}

/** How near its promise an order is. One that is ready, or without a promise, is on time. */
export function urgencyOf(order: KitchenOrder, now: number): Urgency {
  const promised = promisedAt(order);
  if (order.state === 'ready' || promised === null) return 'on-time';
  const minutes = (promised - now) / 60_000;
  if (minutes <= 0) return 'late';
  if (minutes <= SOON_MINUTES) return 'soon';
  return order.readyAt !== null && minutes > LATER_MINUTES ? 'later' : 'on-time';
}

/** The time that is left or over, in words: "12 min left", "3 min late", "2 h 5 min left". */
export function againstPromise(promised: number, now: number): string {
  const minutes = Math.ceil((promised - now) / 60_000);
  if (minutes === 0) return 'due now';
  return `${span(Math.abs(minutes))} ${minutes < 0 ? 'late' : 'left'}`;
}

/** How long ago an order was placed: "just now", "8 min ago". */
export function elapsed(order: KitchenOrder, now: number): string {
  const minutes = Math.floor((now - placedAt(order)) / 60_000);
  return minutes < 1 ? 'just now' : `${span(minutes)} ago`;
}

/** Whole minutes in words: "12 min", "2 h 5 min". */
function span(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return `${hours} h${rest === 0 ? '' : ` ${rest} min`}`;
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

/** The tickets of a lane: the earliest promise first; one without counts from when it was placed. */
export function ticketsIn(lane: Lane, orders: Iterable<KitchenOrder>): readonly KitchenOrder[] {
  const dueAt = (order: KitchenOrder): number => promisedAt(order) ?? placedAt(order);
  return [...orders]
    .filter(({ state }) => state === lane.state)
    .toSorted((a, b) => dueAt(a) - dueAt(b) || (a.id < b.id ? -1 : 1));
}

/** When an order was placed, ms since 1970. */
export function placedAt({ placedAt: placed, updatedAt }: KitchenOrder): number {
  return Date.parse(placed ?? updatedAt);
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
