/** Longest message, as JSON in UTF-16 units. */
const MAX_MESSAGE_LENGTH = 512 * 1024;

/** A message between replicas; the topic decides what `body` is. */
export type BusMessage =
  | { readonly kind: 'tell'; readonly from: string; readonly topic: string; readonly body: unknown }
  | {
      readonly kind: 'ask';
      readonly from: string;
      readonly topic: string;
      readonly id: string;
      readonly body?: unknown;
    }
  | { readonly kind: 'answer'; readonly from: string; readonly id: string; readonly body: unknown };

/** The message as text; null when it cannot be JSON or is too long. */
export function encode(message: BusMessage): string | null {
  try {
    const text = JSON.stringify(message);
    return text.length > MAX_MESSAGE_LENGTH ? null : text;
  } catch {
    return null;
  }
}

/** The message of a text; null when no replica sends such a text. */
export function decode(text: string): BusMessage | null {
  if (text.length > MAX_MESSAGE_LENGTH) return null;
  const { kind, from, topic, id, body } = fieldsOf(text);
  if (typeof from !== 'string') return null;
  switch (kind) {
    case 'tell':
      return typeof topic === 'string' ? { kind, from, topic, body } : null;
    case 'ask':
      if (typeof topic !== 'string' || typeof id !== 'string') return null;
      return { kind, from, topic, id, ...(body !== undefined && { body }) };
    case 'answer':
      return typeof id === 'string' ? { kind, from, id, body } : null;
    default:
      return null;
  }
}

function fieldsOf(text: string): Partial<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Partial<Record<string, unknown>>;
  } catch {
    return {};
  }
}
