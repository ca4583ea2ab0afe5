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
import { chime } from './chime.js';
import { LANES } from './tickets.js';

/** Orders on one answer of the server. */
const PAGE = 100;
/** How long a new ticket stands out, ms. */
const NEW_MS = 12_000;

/** Orders that are on the board, by id. */
export const orders = signal<ReadonlyMap<string, KitchenOrder>>(new Map());
/** Ids of tickets that have just come. */
export const arrived = signal<ReadonlySet<string>>(new Set());
export const menu = signal<KitchenMenu | null>(null);
export const pace = signal<KitchenPace | null>(null);
/** What did not work, for people; null: all did. */
export const problem = signal<string | null>(null);
/** What has just happened, for screen readers. */
export const news = signal('');
/** The present moment, renewed every five seconds. */
export const now = signal(Date.now());
/** The sound was asked for and can be heard. */
export const sounds = signal(false);

setInterval(() => (now.value = Date.now()), 5_000);

/** Whether the page is told of what happens. */
export const link = followEvents('/orders/events', ['order', 'menu', 'pace'], {
  refresh: () => void attempt(refreshAll),
  event: ({ type, data }) =>
    void attempt(() => {
      if (type === 'menu') return Promise.all([refreshMenu(), refreshPace()]);
      if (type === 'pace') return refreshPace();
      return Promise.all([refreshOrder(String(data['orderId'])), refreshPace()]);
    }),
});

/** Does something; what goes wrong is shown. */
export async function attempt(what: () => Promise<unknown>): Promise<void> {
  try {
    await what();
    problem.value = null;
  } catch (error) {
    problem.value = error instanceof ApiProblem ? error.detail : String(error);
  }
}

/** Takes an order to a state. */
export function advance({ id }: KitchenOrder, state: TicketState): Promise<void> {
  return attempt(async () => {
    put(await send<KitchenOrder>('PATCH', `/orders/${encodeURIComponent(id)}`, { state }));
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
  // What was told meanwhile may be newer than the list.
  const meanwhile = [...orders.value.values()].filter((order) => before.get(order.id) !== order);
  orders.value = new Map(open.map((order) => [order.id, order]));
  meanwhile.forEach(put);
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
    if (order.state === 'placed' && !known) arrive(order);
  });
}

function arrive(order: KitchenOrder): void {
  chime();
  news.value = `New order ${order.number ?? ''}`;
  arrived.value = new Set([...arrived.value, order.id]);
  setTimeout(() => {
    arrived.value = new Set([...arrived.value].filter((id) => id !== order.id));
  }, NEW_MS);
}
