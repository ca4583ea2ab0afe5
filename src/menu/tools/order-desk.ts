import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { englishList } from '../../common/english-list.js';
import { AppConfig } from '../../config/app-config.js';
import { fault, type OrderFault } from '../../orders/order-fault.js';
import type { Order } from '../../orders/order.js';
import { OrdersService } from '../../orders/orders.service.js';
import type { PricingRules } from '../../orders/pricing.js';
import { openState } from '../business-hours.js';
import type { CatalogueItem, Menu } from '../catalogue/menu.js';
import { Clock } from '../clock.js';
import { MenuService } from '../menu.service.js';
import { earnedOffers, lineFault, pricingRules, servedAt, unavailability } from '../orderables.js';
import { earliestReady, isoMinute, leadMinutes, readyTimeFault } from '../ready/ready-time.js';
import { spokenMoment, spokenOpenState } from '../spoken/english.js';
import { orderIn } from '../spoken/in-language.js';
import type { Spoken } from '../spoken/spoken.js';
import { deliveryFault } from './delivery-rule.js';
import { limitFault } from './order-limits.js';

/** The menu, the time and the pricing rules that one change of an order goes by. */
export interface MenuMoment {
  readonly menu: Menu;
  readonly now: Date;
  readonly rules: PricingRules;
}

/** How many dishes are named to a caller who has to choose one. */
const SUGGESTIONS = 5;

/** Brings orders and the current menu together: finds items, changes orders, checks drafts. */
@Injectable()
export class OrderDesk {
  constructor(
    private readonly menuService: MenuService,
    private readonly orders: OrdersService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** Changes the call's order by the current menu. `edit` may run more than once. */
  change(
    callSid: string,
    edit: (order: Order, moment: MenuMoment) => Order | OrderFault,
  ): Promise<Order | OrderFault> {
    const menu = this.menuService.current();
    const now = this.clock.now();
    const moment = { menu, now, rules: pricingRules(menu, now) };
    return this.orders.change(callSid, (order) => edit(order, moment));
  }

  /** The item with this id. Faults `is_category` and `unknown_item`; both suggest dishes. */
  find(itemId: string): CatalogueItem | OrderFault {
    const menu = this.menuService.current();
    const item = menu.item(itemId);
    if (item) return item;
    const category = menu.category(itemId);
    if (category) {
      const names = category.items.slice(0, SUGGESTIONS).map(({ name }) => name);
      const message = `${category.name} is a part of our menu. Which one would you like, for example ${englishList(names, 'or')}?`;
      return fault('is_category', message);
    }
    const near = this.menuService.search({ query: itemId.replaceAll('-', ' ') }).items;
    const names = near.slice(0, SUGGESTIONS).map(({ name }) => name);
    const hint = names.length > 0 ? ` Did you mean ${englishList(names, 'or')}?` : '';
    return fault('unknown_item', `I cannot find that on our menu.${hint}`);
  }

  /**
   * Why the item cannot be ordered for a moment, by default now: `sold_out`, `not_available_now`;
   * null when it can.
   */
  unavailability(item: CatalogueItem, at = this.clock.now()): OrderFault | null {
    return unavailability(item, this.menuService.current(), at);
  }

  /** An order with the name of its offer in the language that is spoken. */
  told(order: Order, spoken: Spoken): Order {
    return orderIn(spoken, order, this.menuService.current().promotions);
  }

  /** The offers that the order earns and does not have, for the model to tell; nothing without. */
  earned(order: Order): { readonly earnedOffers?: readonly object[] } {
    const offers = earnedOffers(order, this.menuService.current(), this.clock.now());
    if (offers.length === 0) return {};
    return {
      earnedOffers: offers.map(({ code, name, description }) => ({ code, name, description })),
    };
  }

  /**
   * Why a draft cannot go to the kitchen now; null when it can. Faults: `closed`, those of
   * `readyTimeFault` and `deliveryFault`, `ready_time_missing`, `sold_out`, `not_available_now`,
   * `option_unavailable`, `no_longer_on_menu`, and `order_too_large` and `too_many_orders`, which are for a person.
   *
   * @param placed how many orders the call has placed.
   */
  obstacle(order: Order, placed: number): OrderFault | null {
    const menu = this.menuService.current();
    const now = this.clock.now();
    const untimely = this.timeFault(order, menu, now) ?? deliveryFault(order, menu.business);
    if (untimely) return untimely;
    const beyond = limitFault(order, placed, this.config);
    if (beyond) return beyond;
    return lineFault(order, menu, servedAt(order, now));
  }

  /**
   * What the order will be refused for as it stands, for the caller to hear before they have told
   * everything: the restaurant is closed, or the delivery is below its minimum. Nothing without.
   */
  notice(order: Order, spoken: Spoken): { readonly notice?: string } {
    const now = this.clock.now();
    const { hours, timezone, ordersAhead, delivery } = this.menuService.current().business;
    const state = openState(hours, timezone, now);
    const minimum = delivery?.minimumCents ?? 0;
    const notices = [
      ...(!state.open && order.readyAt === null
        ? [spoken.closed(state, now, ordersAhead !== undefined)]
        : []),
      ...(order.customer.fulfilment === 'delivery' && order.subtotalCents < minimum
        ? [spoken.deliveryMinimum(minimum)]
        : []),
    ];
    return notices.length > 0 ? { notice: notices.join(' ') } : {};
  }

  /** The minutes that callers are told now for an order without a wished time. */
  minutesFor({ customer: { fulfilment } }: Order): number {
    return leadMinutes({ business: this.menuService.current().business, fulfilment });
  }

  private timeFault(order: Order, { business }: Menu, now: Date): OrderFault | null {
    const terms = { business, fulfilment: order.customer.fulfilment, now };
    if (order.readyAt !== null) return readyTimeFault(wished(order.readyAt, business), terms);
    const state = openState(business.hours, business.timezone, now);
    if (state.open) return null;
    const sentence = spokenOpenState(state, now);
    const earliest = earliestReady(terms);
    if (earliest === null) return fault('closed', `I cannot place the order now. ${sentence}`);
    const when = spokenMoment(earliest, now);
    const message = `${sentence} I can take your order for later. The earliest is ${when}.`;
    return { ...fault('ready_time_missing', message), possibleAt: isoMinute(earliest) };
  }
}

function wished(readyAt: string, { timezone }: Menu['business']): DateTime {
  return DateTime.fromISO(readyAt, { zone: timezone });
}
