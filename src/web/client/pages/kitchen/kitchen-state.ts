import { batch, signal } from '@preact/signals';
import type {
  KitchenMenu,
  KitchenOrder,
  KitchenPace,
  OrderPage,
  TicketState,
} from '../../api/kitchen.js';
import { ApiProblem, getJson, send } from '../../live/api.js';
import { followEvents } from '../../live/live-events.js';
import { poll } from '../../live/poll.js';
import { chime } from './chime.js';
import { LANES } from './tickets.js';

/** Orders on one answer of the server. */
const PAGE = 100;
/** How long a new ticket stands out, ms. */
const NEW_MS = 12_000;
/** How often all is read anew, ms: a network that is gone does not always say so. */
const READ_ANEW_MS = 60_000;
/** How long it is shown that something was not done, ms. */
const NOT_DONE_MS = 20_000;

/** Orders that are on the board, by id. */
export const orders = signal<ReadonlyMap<string, KitchenOrder>>(new Map());
/** Ids of tickets that have just come. */
export const arrived = signal<ReadonlySet<string>>(new Set());
export const menu = signal<KitchenMenu | null>(null);
export const pace = signal<KitchenPace | null>(null);
/** Why something that a person has asked for was not done; null: it was. */
export const notDone = signal<string | null>(null);
/** Why what is shown may be old; null: it is not. */
export const notRead = signal<string | null>(null);
/** What has just happened, for screen readers. */
export const news = signal('');
/** The present moment, renewed every five seconds. */
export const now = signal(Date.now());
/** The sound was asked for and can be heard. */
export const sounds = signal(false);

setInterval(() => (now.value = Date.now()), 5_000);

/** Whether the page is told of what happens. */
export const link = followEvents('/orders/events', ['order', 'menu', 'pace'], {
  refresh: () => void read(refreshAll),
  event: ({ type, data }) =>
    void read(() => {
      if (type === 'menu') return Promise.all([refreshMenu(), refreshPace()]);
      if (type === 'pace') return refreshPace();
      return Promise.all([refreshOrder(String(data['orderId'])), refreshPace()]);
    }),
});

let isLoaded = false;
poll(() => (isLoaded ? read(refreshAll) : Promise.resolve()), READ_ANEW_MS);

/** Reads something; it is shown when it cannot be read. */
async function read(what: () => Promise<unknown>): Promise<void> {
  try {
    await what();
    notRead.value = null;
  } catch (error) {
    notRead.value = wordsOf(error);
  }
}

/** Does what a person has asked for; what goes wrong is shown for a while. */
async function attempt(what: () => Promise<unknown>): Promise<void> {
  try {
    await what();
    notDone.value = null;
  } catch (error) {
    const words = wordsOf(error);
    notDone.value = words;
    setTimeout(() => {
      if (notDone.value === words) notDone.value = null;
    }, NOT_DONE_MS);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof ApiProblem ? error.detail : String(error);
}

/** Takes an order to a state. One that others have moved is shown where it is now. */
export function advance({ id }: KitchenOrder, state: TicketState): Promise<void> {
  return attempt(async () => {
    try {
      put(await send<KitchenOrder>('PATCH', `/orders/${encodeURIComponent(id)}`, { state }));
    } catch (error) {
      await read(() => refreshOrder(id));
      throw error;
    }
  });
}

/** @param until as of `PUT /menu/sold-out/:id`; undefined: back on. */
export function takeOff(id: string, until: 'tonight' | null | undefined): Promise<void> {
  const path = `/menu/sold-out/${encodeURIComponent(id)}`;
  return attempt(async () => {
    await (until === undefined ? send('DELETE', path) : send('PUT', path, { until }));
    await refreshMenu();
  });
}

/** @param addedMinutes null: by open orders. */
export function setPace(addedMinutes: number | null, until: string | null): Promise<void> {
  return attempt(async () => {
    pace.value = await send<KitchenPace>('PUT', '/orders/pace', { addedMinutes, until });
  });
}

async function refreshAll(): Promise<void> {
  const before = orders.value;
  const [open] = await Promise.all([openOrders(), refreshMenu(), refreshPace()]);
  const known = orders.value;
  const isGone = ({ id }: KitchenOrder) => before.has(id) && !known.has(id);
  const shown = new Map(open.flatMap((order) => (isGone(order) ? [] : [[order.id, order]])));
  // What was told meanwhile may be newer than the list.
  for (const order of known.values()) {
    const listed = shown.get(order.id);
    const isTold = before.get(order.id) !== order;
    if (isTold && !(listed && listed.updatedAt > order.updatedAt)) shown.set(order.id, order);
  }
  batch(() => {
    orders.value = shown;
    // What was open when the page was opened is no news.
    if (isLoaded) arrive(open.filter(({ id, state }) => state === 'placed' && !known.has(id)));
  });
  isLoaded = true;
}

async function openOrders(): Promise<readonly KitchenOrder[]> {
  const found: KitchenOrder[] = [];
  for (const { state } of LANES) {
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await getJson<OrderPage>(`/orders?state=${state}&limit=${PAGE}${after}`);
      found.push(...page.orders);
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
  return found;
}

async function refreshOrder(id: string): Promise<void> {
  put(await getJson<KitchenOrder>(`/orders/${encodeURIComponent(id)}`));
}

async function refreshMenu(): Promise<void> {
  menu.value = await getJson<KitchenMenu>('/menu');
}

async function refreshPace(): Promise<void> {
  pace.value = await getJson<KitchenPace>('/orders/pace');
}

/** Answers may come in another order than what they tell of. */
function put(order: KitchenOrder): void {
  const known = orders.value.get(order.id);
  if (known && known.updatedAt > order.updatedAt) return;
  const isOpen = LANES.some(({ state }) => state === order.state);
  const changed = new Map(orders.value);
  if (isOpen) changed.set(order.id, order);
  else changed.delete(order.id);
  batch(() => {
    orders.value = changed;
    now.value = Date.now();
    if (order.state === 'placed' && !known) arrive([order]);
  });
}

function arrive(fresh: readonly KitchenOrder[]): void {
  if (fresh.length === 0) return;
  chime();
  const numbers = fresh.map(({ number }) => number ?? '').join(', ');
  news.value = fresh.length === 1 ? `New order ${numbers}` : `New orders ${numbers}`;
  const ids = new Set(fresh.map(({ id }) => id));
  arrived.value = new Set([...arrived.value, ...ids]);
  setTimeout(() => {
    arrived.value = new Set([...arrived.value].filter((id) => !ids.has(id)));
  }, NEW_MS);
}
