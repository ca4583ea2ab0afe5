/** States of an order that the kitchen sees. */
export type TicketState = 'placed' | 'accepted' | 'preparing' | 'ready' | 'completed' | 'cancelled';

/** An order, as `GET /orders` tells it. */
export interface KitchenOrder {
  readonly id: string;
  readonly number: string | null;
  readonly state: TicketState | 'draft';
  readonly allergies: readonly string[];
  readonly lines: readonly {
    readonly lineId: string;
    readonly name: string;
    readonly quantity: number;
    readonly options: readonly { readonly optionId: string; readonly name: string }[];
    readonly note: string | null;
  }[];
  readonly customer: {
    readonly name: string | null;
    readonly phone: string | null;
    readonly fulfilment: 'pickup' | 'delivery';
    readonly address: string | null;
  };
  readonly flags: readonly { readonly lineId: string | null; readonly words: string }[];
  readonly totalCents: number;
  /** ISO 8601. */
  readonly placedAt: string | null;
  readonly updatedAt: string;
  readonly readyAt: string | null;
  /** ISO 8601; null: placed by a version that kept no promise. */
  readonly promisedAt: string | null;
}

/** A page of `GET /orders`. */
export interface OrderPage {
  readonly orders: readonly KitchenOrder[];
  readonly nextCursor: string | null;
}

/** An item or option, as `GET /menu` tells it. */
export interface Sellable {
  readonly id: string;
  readonly name: string;
  readonly soldOut: boolean;
  readonly soldOutBy: 'kitchen' | 'menu' | null;
  /** ISO 8601; null: until it is put back on. */
  readonly soldOutUntil: string | null;
}

/** Answer of `GET /menu`. */
export interface KitchenMenu {
  readonly business: { readonly timezone: string };
  readonly categories: readonly {
    readonly id: string;
    readonly name: string;
    readonly items: readonly Sellable[];
  }[];
  readonly modifierGroups: readonly {
    readonly id: string;
    readonly name: string;
    readonly options: readonly Sellable[];
  }[];
  readonly soldOut: readonly { readonly id: string }[];
}

/** Answer of `GET /orders/pace`. */
export interface KitchenPace {
  readonly mode: 'automatic' | 'by-hand';
  readonly addedMinutes: number;
  readonly until: string | null;
  readonly openOrders: number | null;
  readonly pickupMinutes: number;
  readonly deliveryMinutes: number | null;
}
