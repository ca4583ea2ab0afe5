import type { MenuOnSaleDto, PaceDto } from '../../src/menu/kitchen-board/menu.dto.js';
import type { OrderDto, OrderListDto } from '../../src/orders/orders.dto.js';
import { menuFixture, writeAlwaysOpenMenu, writeMenu } from './menu-fixture.js';
import type { RunningApp } from './start-app.js';

/** The token of the kitchen in tests. */
export const KITCHEN_TOKEN = 'the-kitchen-token';

/** What a replica answered. */
export interface KitchenAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** The kitchen's part of the API, of any replica that was started with `KITCHEN_TOKEN`. */
export const kitchenDesk = {
  async ask(
    { url }: RunningApp,
    method: 'GET' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<KitchenAnswer> {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${KITCHEN_TOKEN}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  },

  async menu(app: RunningApp): Promise<MenuOnSaleDto> {
    return (await this.ask(app, 'GET', '/menu')).body as unknown as MenuOnSaleDto;
  },

  /** @param end `until` of the request. */
  takeOff(app: RunningApp, id: string, end: unknown = null): Promise<KitchenAnswer> {
    return this.ask(app, 'PUT', `/menu/sold-out/${id}`, { until: end });
  },

  putBack(app: RunningApp, id: string): Promise<KitchenAnswer> {
    return this.ask(app, 'DELETE', `/menu/sold-out/${id}`);
  },

  /** Whether an item or option is off on a replica. */
  async isOff(app: RunningApp, id: string): Promise<boolean> {
    const { categories, modifierGroups } = await this.menu(app);
    const all = [
      ...categories.flatMap(({ items }) => items),
      ...modifierGroups.flatMap(({ options }) => options),
    ];
    return all.find((one) => one.id === id)?.soldOut === true;
  },

  async pace(app: RunningApp): Promise<PaceDto> {
    return (await this.ask(app, 'GET', '/orders/pace')).body as unknown as PaceDto;
  },

  async order(app: RunningApp, id: unknown): Promise<OrderDto> {
    return (await this.ask(app, 'GET', `/orders/${String(id)}`)).body as unknown as OrderDto;
  },

  /** Takes an order on through states. */
  async advance(app: RunningApp, id: unknown, ...states: readonly string[]): Promise<void> {
    for (const state of states) await this.ask(app, 'PATCH', `/orders/${String(id)}`, { state });
  },

  /** Cancels what is open and puts back on what was taken off, for the next test. */
  async clear(app: RunningApp): Promise<void> {
    for (const state of ['placed', 'accepted', 'preparing']) {
      const { body } = await this.ask(app, 'GET', `/orders?state=${state}&limit=100`);
      const { orders } = body as unknown as OrderListDto;
      await Promise.all(orders.map(({ id }) => this.advance(app, id, 'cancelled')));
    }
    for (const { id } of (await this.menu(app)).soldOut) await this.putBack(app, id);
  },
};

/** A menu whose kitchen makes two orders at a time; each one more takes five minutes. */
export async function busyKitchen(folder: string): Promise<string> {
  const menu = await menuFixture();
  const business = { ...menu.business, kitchen: { ordersAtOnce: 2, minutesPerOrder: 5 } };
  return writeAlwaysOpenMenu(folder, await writeMenu(folder, { ...menu, business }));
}
