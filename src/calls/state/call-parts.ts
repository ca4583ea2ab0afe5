import { sql, type Kysely } from 'kysely';
import { isNestedTooDeeply } from '../../common/nesting.js';
import type { Tables } from '../../storage/tables.js';
import { LIST_NAMES, type CallPart, type ListName } from '../call/call-parts.js';
import { isPart } from '../call/snapshot-schema.js';

/** Stores a part, as of `CallsStore.storePart`. */
export async function storePart(
  kysely: Kysely<Tables>,
  callSid: string,
  fence: number,
  { list, first, items }: CallPart,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await kysely
    .insertInto('call_parts')
    .columns(['call_sid', 'list', 'first_item', 'fence', 'items'])
    .expression(
      sql`select cast(${callSid} as text), cast(${list} as text), cast(${first} as integer),
        cast(${fence} as bigint), cast(${JSON.stringify(items)} as text)
        where not exists (select 1 from calls
          where calls.call_sid = ${callSid} and calls.fence > cast(${fence} as bigint))`,
    )
    .onConflict((conflict) =>
      conflict
        .columns(['call_sid', 'list', 'first_item'])
        .doUpdateSet((row) => ({
          fence: row.ref('excluded.fence'),
          items: row.ref('excluded.items'),
        }))
        .whereRef('call_parts.fence', '<=', 'excluded.fence'),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

/**
 * All parts of a call, those of higher fences later. One that cannot be read is left out.
 *
 * @param unreadable told of the list of each such part.
 */
export async function partsOf(
  kysely: Kysely<Tables>,
  callSid: string,
  unreadable: (list: string) => void,
): Promise<readonly CallPart[]> {
  const rows = await kysely
    .selectFrom('call_parts')
    .select(['list', 'first_item', 'items'])
    .where('call_sid', '=', callSid)
    .orderBy('fence')
    .orderBy('first_item')
    .execute();
  return rows.flatMap(({ list: name, first_item: first, items: text }) => {
    const list = LIST_NAMES.find((known) => known === name);
    // A list of a newer version.
    if (list === undefined) return [];
    const items = itemsOf(list, text);
    if (items === null) unreadable(list);
    return items === null ? [] : [{ list, first, items }];
  });
}

function itemsOf(list: ListName, text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    const isRight = Array.isArray(value) && !isNestedTooDeeply(value) && isPart[list](value);
    return isRight ? value : null;
  } catch {
    return null;
  }
}
