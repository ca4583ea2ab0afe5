import { Injectable } from '@nestjs/common';
import type { Kysely, Transaction } from 'kysely';
import { Database } from '../../storage/database.js';
import type { Tables } from '../../storage/tables.js';
import { AUTOMATIC, type Pace } from './pace.js';

/** Names the lock between what the kitchen takes off and orders that are placed. */
export const BOARD_LOCK = 1_803_100_101;

/** Something that the kitchen has taken off. */
export interface SoldOut {
  /** Of the item, or of the option wherever it is on the menu. */
  readonly id: string;
  /** ISO 8601; null: until it is put back on. */
  readonly until: string | null;
  /** ISO 8601. */
  readonly since: string;
}

/** What the kitchen has set, in the database. All methods throw DatabaseUnavailableError. */
@Injectable()
export class KitchenStore {
  constructor(private readonly database: Database) {}

  /** All that was taken off, what is over included. */
  soldOut(): Promise<readonly SoldOut[]> {
    return readSoldOut(this.database.kysely);
  }

  /**
   * The same within the transaction that places an order. Until that has ended nothing is taken
   * off; what was before is in the answer.
   */
  async soldOutForPlacing(transaction: Transaction<Tables>): Promise<readonly SoldOut[]> {
    await this.database.lock(transaction, BOARD_LOCK, 'shared');
    return readSoldOut(transaction);
  }

  /** Takes something off. Orders that are being placed just now are written when this resolves. */
  async takeOff(off: SoldOut, now: Date): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await this.database.lock(transaction, BOARD_LOCK, 'exclusive');
      await transaction.deleteFrom('sold_out').where('until', '<=', now.toISOString()).execute();
      const { until, since } = off;
      await transaction
        .insertInto('sold_out')
        .values(off)
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ until, since }))
        .execute();
    });
  }

  async putBack(id: string): Promise<void> {
    await this.database.kysely.deleteFrom('sold_out').where('id', '=', id).execute();
  }

  async pace(): Promise<Pace> {
    const row = await this.database.kysely
      .selectFrom('kitchen_pace')
      .select(['added_minutes', 'until'])
      .executeTakeFirst();
    if (!row) return AUTOMATIC;
    return { mode: 'by-hand', addedMinutes: row.added_minutes, until: row.until };
  }

  async setPace(pace: Pace): Promise<void> {
    const { kysely } = this.database;
    if (pace.mode === 'automatic') {
      await kysely.deleteFrom('kitchen_pace').execute();
      return;
    }
    const set = { added_minutes: pace.addedMinutes, until: pace.until };
    await kysely
      .insertInto('kitchen_pace')
      .values({ id: 'by-hand', ...set })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(set))
      .execute();
  }
}

function readSoldOut(kysely: Kysely<Tables>): Promise<readonly SoldOut[]> {
  return kysely.selectFrom('sold_out').selectAll().orderBy('since').orderBy('id').execute();
}
