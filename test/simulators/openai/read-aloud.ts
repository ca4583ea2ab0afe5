import type { BrainItem } from './brain.js';

/**
 * The text that a response is asked to say word for word: the envelope that the vendor advises,
 * `{"response_text":"…","require_repeat_verbatim":true}`, as the last item of its input. Null
 * for other requests.
 */
export function textToRead(items: readonly BrainItem[]): string | null {
  const last = items.at(-1);
  if (last?.kind !== 'user' && last?.kind !== 'system') return null;
  try {
    const envelope = JSON.parse(last.text ?? '') as { response_text?: unknown } | null;
    return typeof envelope?.response_text === 'string' ? envelope.response_text : null;
  } catch {
    return null;
  }
}
