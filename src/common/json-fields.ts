import { isRecord } from './is-record.js';

/** The fields of a JSON object, such as a tool's arguments or its output; none of any other text. */
export function fieldsIn(json: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json ?? '');
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
