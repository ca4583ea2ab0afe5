import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Tables } from '../storage/tables.js';
import type { OrderFault } from './order-fault.js';
import type { Order } from './order.js';

/**
 * Refuses to place an order by what the transaction that places it sees; null: it may be placed.
 * What has to stay as it was seen until the order is written is locked by the guard.
 */
export type PlacementGuard = (
  transaction: Transaction<Tables>,
  order: Order,
) => Promise<OrderFault | null>;

/** What other rooms have to say at the last moment, in the transaction that places an order. */
@Injectable()
export class PlacementGuards {
  private readonly guards: PlacementGuard[] = [];

  /** To be called in constructors. */
  add(guard: PlacementGuard): void {
    this.guards.push(guard);
  }

  /** The first refusal; null: the order may be placed. @throws DatabaseUnavailableError */
  async refusal(transaction: Transaction<Tables>, order: Order): Promise<OrderFault | null> {
    for (const guard of this.guards) {
      const refusal = await guard(transaction, order);
      if (refusal) return refusal;
    }
    return null;
  }
}
