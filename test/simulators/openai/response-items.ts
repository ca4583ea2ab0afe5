import type { RealtimeResponse } from 'openai/resources/realtime/realtime';
import { type Conversation, type Entry } from './conversation.js';
import { oddItemEvents } from './odd-events.js';
import { entryTokens, sumTokens, type Tokens } from './usage.js';
import type { OddSend, PartIds, Send } from './wire.js';

/** The output items of one response, with the events of their beginning and end. */
export class ResponseItems {
  private readonly odd: (object | null)[] = [];
  private readonly entries: Entry[] = [];

  constructor(
    private readonly send: Send,
    private readonly responseId: string,
    /** Null for a response outside the conversation. */
    private readonly conversation: Conversation | null,
  ) {}

  /** Audio generated, in bytes of mu-law. */
  get audioBytes(): number {
    return this.entries.reduce((sum, entry) => sum + entry.audio.length, 0);
  }

  get tokens(): Tokens {
    return sumTokens(this.entries.map(entryTokens));
  }

  /** As `response.done` shows them. */
  get output(): NonNullable<RealtimeResponse['output']> {
    const items = this.entries.map((entry) => structuredClone(entry.item));
    return [...(this.odd as NonNullable<RealtimeResponse['output']>), ...items];
  }

  /** Puts items that are in no type before the proper ones; the conversation never has them. */
  addOdd(items: readonly (object | null)[]): void {
    this.odd.push(...items);
    for (const event of oddItemEvents(this.responseId, items)) (this.send as OddSend)(event);
  }

  open(entry: Entry): PartIds {
    const { conversation, responseId: response_id } = this;
    const item = structuredClone(entry.item);
    const output_index = this.odd.length + this.entries.push(entry) - 1;
    this.send({ type: 'response.output_item.added', response_id, output_index, item });
    if (conversation !== null) {
      conversation.append(entry);
      const previous_item_id = conversation.previousOf(entry);
      this.send({ type: 'conversation.item.added', item, previous_item_id });
    }
    return { response_id, item_id: entry.item.id, output_index, content_index: 0 };
  }

  close(entry: Entry): void {
    const { conversation, responseId: response_id } = this;
    const item = structuredClone(entry.item);
    const output_index = this.odd.length + this.entries.indexOf(entry);
    this.send({ type: 'response.output_item.done', response_id, output_index, item });
    if (conversation?.get(item.id) === entry) {
      const previous_item_id = conversation.previousOf(entry);
      this.send({ type: 'conversation.item.done', item, previous_item_id });
    }
  }
}
