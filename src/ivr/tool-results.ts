import { isRecord } from '../common/is-record.js';
import type { ToolResult } from '../menu/tools/tool.js';

/** A line of the order as `view_order` and the changing tools tell it. */
export interface OrderedLine {
  readonly lineId: string;
  readonly itemId: string;
  readonly name: string;
  readonly quantity: number;
  readonly optionIds: readonly string[];
  readonly note: string;
}

/** Whether two dishes are the same in all but number. */
export function isAlike(one: Dish, other: Dish): boolean {
  const of = ({ itemId, optionIds, note }: Dish) => [itemId, ...optionIds.toSorted(), note].join();
  return of(one) === of(other);
}

/** The order as `view_order` tells it; empty when there is none. */
export interface CurrentOrder {
  readonly placed: boolean;
  /** Null while the order is not placed. */
  readonly number: string | null;
  readonly lines: readonly OrderedLine[];
  /** What the caller is allergic to. */
  readonly allergies: readonly string[];
  readonly name: string | null;
  readonly address: string | null;
  readonly fulfilment: 'pickup' | 'delivery';
  readonly subtotalCents: number;
  /** In words. */
  readonly total: string;
}

type Dish = Pick<OrderedLine, 'itemId' | 'optionIds' | 'note'>;

type Fields = Readonly<Record<string, unknown>>;

/** The order in the answer of `view_order`. */
export function orderOf(result: ToolResult): CurrentOrder {
  const fields: Fields = result;
  const customer = fieldsOf(fields['customer']);
  const lines = Array.isArray(fields['lines']) ? fields['lines'] : [];
  return {
    placed: fields['state'] !== undefined && fields['state'] !== 'draft',
    number: textOf(fields['number']),
    lines: lines.flatMap((line) => lineOf(line) ?? []),
    allergies: textsOf(fields['allergies']),
    name: textOf(customer['name']),
    address: textOf(customer['address']),
    fulfilment: customer['fulfilment'] === 'delivery' ? 'delivery' : 'pickup',
    subtotalCents: numberIn(fields['subtotalCents']),
    total: textOf(fields['spoken']) ?? '',
  };
}

/** A line in the answer of a tool; null when there is none. */
export function lineOf(value: unknown): OrderedLine | null {
  const { lineId, itemId, name, quantity, options, note } = fieldsOf(value);
  if (typeof lineId !== 'string' || typeof itemId !== 'string') return null;
  return {
    lineId,
    itemId,
    name: textOf(name) ?? '',
    quantity: typeof quantity === 'number' ? quantity : 1,
    optionIds: textsOf(options),
    note: textOf(note) ?? '',
  };
}

/** A text in the answer of a tool; null when absent or empty. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The texts of a list in the answer of a tool; none when absent. */
function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** A number in the answer of a tool; 0 when absent. */
export function numberIn(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : 0;
}

/** An object in the answer of a tool; empty when absent. */
export function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
}
