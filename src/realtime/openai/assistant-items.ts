import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime';
import { NewestKeys } from '../../common/newest-keys.js';
import type { HeardPart } from '../voice-provider.js';
import { deleteEvent, truncateEvent } from '../../openai/openai-events.js';
import type { ResponseMessage } from '../../openai/response-done.js';

/** How many assistant items are remembered for correcting what was heard. */
const REMEMBERED_ITEMS = 64;
/** Audio whose delta did not tell its item is kept under this id. */
const UNTOLD = '';

interface Item {
  /** Audio received and passed on; truncation never exceeds it. */
  receivedMs: number;
  text: string;
}

/**
 * The assistant's message items: what came of each, as audio and as text. An item counts as said
 * once audio of it was passed on; one without is taken out of the conversation.
 */
export class AssistantItems {
  private readonly items = new NewestKeys<Item>(REMEMBERED_ITEMS);

  /** Audio was passed on. Returns the item's text when it is the first and the text came before. */
  received(itemId: string, durationMs: number): string | null {
    const item = this.item(itemId);
    const first = item.receivedMs === 0;
    item.receivedMs += durationMs;
    return first && item.text !== '' ? item.text : null;
  }

  /** Adds to an item's text. Returns the whole of it; null while no audio was passed on. */
  said(itemId: string, added: string): string | null {
    const item = this.item(itemId);
    item.text += added;
    return item.receivedMs > 0 ? item.text : null;
  }

  /**
   * The item's response is done. Returns its text, never less than was told before; null when the
   * caller heard nothing of it.
   */
  finished({ itemId, text }: ResponseMessage): string | null {
    const known = this.items.get(itemId);
    const heard = known ?? this.items.get(UNTOLD);
    if (heard === undefined || heard.receivedMs === 0) return null;
    return known !== undefined && known.text.length > text.length ? known.text : text;
  }

  /** What the service has to be told so that its items hold what was heard (protocol B3.6). */
  cut(parts: readonly HeardPart[]): readonly RealtimeClientEvent[] {
    return parts.flatMap(({ itemId, heardMs }) => {
      const receivedMs = this.items.get(itemId)?.receivedMs ?? 0;
      if (receivedMs === 0) return [];
      const cutMs = Math.floor(Math.min(heardMs, receivedMs));
      return [cutMs > 0 ? truncateEvent(itemId, cutMs) : deleteEvent(itemId)];
    });
  }

  private item(itemId: string): Item {
    const known = this.items.get(itemId);
    if (known !== undefined) return known;
    const item = { receivedMs: 0, text: '' };
    this.items.set(itemId, item);
    return item;
  }
}
