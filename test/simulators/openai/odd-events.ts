import { newId, type PartIds } from './wire.js';

/** Things that the service may send although no type of it says so. */
export type Oddity =
  /** An output item of a type that is in no reference. */
  | 'unknown-item'
  /** A message whose content is null. */
  | 'null-content'
  /** A message with a null among its parts. */
  | 'null-part'
  /** A message without an id. */
  | 'item-without-id'
  /** Null in place of an output item. */
  | 'null-item'
  /** `error` events without one of their parts, or without all of them. */
  | 'error-without-type'
  | 'error-without-event-id'
  | 'error-without-body'
  /** Every object of every event has fields that are in no reference. */
  | 'unknown-fields'
  /** Audio deltas that hold nothing, no base64, or null. */
  | 'empty-delta'
  | 'broken-delta'
  | 'null-delta';

/** An event that is in no type. */
export type OddEvent = Readonly<Record<string, unknown>> & { readonly type: string };

const message = (more: object): object => ({
  object: 'realtime.item',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  ...more,
});

const ITEMS: Partial<Record<Oddity, () => object | null>> = {
  'unknown-item': () => ({ id: newId('item'), object: 'realtime.item', type: 'hologram', rays: 3 }),
  'null-content': () => message({ id: newId('item'), content: null }),
  'null-part': () => message({ id: newId('item'), content: [null] }),
  'item-without-id': () => message({ content: [{ type: 'output_audio', transcript: '' }] }),
  'null-item': () => null,
};

const DELTAS: Partial<Record<Oddity, string | null>> = {
  'empty-delta': '',
  'broken-delta': '*** this is no base64 ***',
  'null-delta': null,
};

const ERRORS: Partial<Record<Oddity, object>> = {
  'error-without-type': { error: { code: null, message: 'Odd.', param: null, event_id: null } },
  'error-without-event-id': { error: { type: 'server_error', code: null, message: 'Odd.' } },
  'error-without-body': {},
};

/** The odd items that stand before the proper ones of a response. */
export function oddItems(odd: readonly Oddity[]): (object | null)[] {
  return odd.flatMap((kind) => ITEMS[kind]?.() ?? (kind === 'null-item' ? [null] : []));
}

/** The events of odd items; an item of null has none but stands in `response.done`. */
export function oddItemEvents(responseId: string, items: readonly (object | null)[]): OddEvent[] {
  return items.flatMap((item, output_index) =>
    (['response.output_item.added', 'response.output_item.done'] as const).map((type) => ({
      type,
      response_id: responseId,
      output_index,
      item,
    })),
  );
}

/** The odd audio deltas that come with a proper one. */
export function oddDeltas(odd: readonly Oddity[], ids: PartIds): OddEvent[] {
  return odd.flatMap((kind) => {
    const delta = DELTAS[kind];
    return delta === undefined ? [] : { type: 'response.output_audio.delta', ...ids, delta };
  });
}

/** The odd `error` events at the beginning of a response. */
export function oddErrors(odd: readonly Oddity[]): OddEvent[] {
  return odd.flatMap((kind) => {
    const event = ERRORS[kind];
    return event === undefined ? [] : { type: 'error', ...event };
  });
}

/** The value with unknown fields in every object inside it. */
export function withUnknownFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknownFields);
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.entries(value).map(([key, part]) => [key, withUnknownFields(part)] as const);
  return { ...Object.fromEntries(known), x_flag: null, x_more: { list: [1, 'two'] } };
}
