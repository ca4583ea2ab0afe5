import { BYTES_PER_MS } from '../speech/mulaw.js';
import { type ApiError, invalidRequest } from './api-error.js';
import type { BrainItem } from './brain.js';
import { type ItemShape, newId, type WireItem } from './wire.js';

/** An item with what the service knows of it beyond its JSON. */
export interface Entry {
  readonly item: WireItem;
  /** Audio of a spoken item, mu-law: the caller's, or as far as it was generated. */
  audio: Buffer;
  /** What was said, as the model has it; null when it has nothing. */
  text: string | null;
  /** What a truncation left of the audio. */
  truncatedMs: number | null;
}

function textOf(item: ItemShape): string | null {
  if (item.type !== 'message') return null;
  const texts = item.content.flatMap((part) => {
    const text = 'text' in part ? part.text : undefined;
    const transcript = 'transcript' in part ? part.transcript : undefined;
    return text ?? transcript ?? [];
  });
  return texts.length === 0 ? null : texts.join(' ');
}

/** A new entry for an item; its id is made up when it has none. */
export function entryOf(item: ItemShape): Entry {
  const whole = { ...item, id: item.id ?? newId('item'), object: 'realtime.item' } as WireItem;
  if (whole.type !== 'function_call_output') whole.status ??= 'completed';
  return { item: whole, audio: Buffer.alloc(0), text: textOf(item), truncatedMs: null };
}

/** An entry as a model sees it. */
export function brainItem({ item, text }: Entry): BrainItem {
  if (item.type === 'function_call') {
    return {
      kind: 'tool-call',
      callId: item.call_id ?? '',
      name: item.name,
      arguments: item.arguments,
    };
  }
  if (item.type === 'function_call_output') {
    return { kind: 'tool-output', callId: item.call_id, output: item.output };
  }
  if (item.role === 'system') return { kind: 'system', text: text ?? '' };
  return { kind: item.role, text };
}

/** What the service refuses in a client's item, beyond its shape (protocol B4). */
function contentRefusal(item: ItemShape): ApiError | null {
  if (item.type !== 'message') return null;
  for (const [i, part] of item.content.entries()) {
    const path = `item.content[${i}]`;
    if (
      item.role === 'assistant'
        ? !('text' in part)
        : part.type?.endsWith('text') && !('text' in part)
    ) {
      return invalidRequest(
        'missing_required_parameter',
        `Missing required parameter: '${path}.text'.`,
        `${path}.text`,
      );
    }
    if (part.type === undefined) {
      return invalidRequest('missing_required_parameter', 'Missing type.', `${path}.type`);
    }
  }
  return null;
}

/** The items of one session in their order, and the rules for changing them. */
export class Conversation {
  readonly id = newId('conv');
  private entries: Entry[] = [];

  get all(): readonly Entry[] {
    return this.entries;
  }

  get(itemId: string): Entry | undefined {
    return this.entries.find((entry) => entry.item.id === itemId);
  }

  /** Id of the item before this one; null for the first. */
  previousOf(entry: Entry): string | null {
    return this.entries[this.entries.indexOf(entry) - 1]?.item.id ?? null;
  }

  /** True when a call with this id has no output yet; the service accepts more, a client should not send them. */
  awaitsOutput(callId: string): boolean {
    const count = (type: 'function_call' | 'function_call_output'): number =>
      this.entries.filter(({ item }) => item.type === type && item.call_id === callId).length;
    const outputs = count('function_call_output');
    return outputs === 0 || outputs < count('function_call');
  }

  /** Id of the newest function call; null without one. */
  get lastCallId(): string | null {
    const call = this.entries.findLast(({ item }) => item.type === 'function_call')?.item;
    return call?.type === 'function_call' ? (call.call_id ?? null) : null;
  }

  /** Appends an item of the service's own. */
  append(entry: Entry): void {
    this.entries.push(entry);
  }

  /** Adds a client's item after another (`root`: first; none: last). */
  create(item: ItemShape, after: string | null | undefined): ApiError | Entry {
    const refusal = this.refusal(item) ?? contentRefusal(item);
    if (refusal !== null) return refusal;
    const before = this.entries.findIndex((entry) => entry.item.id === after);
    if (typeof after === 'string' && after !== 'root' && before === -1) {
      const message = `Previous item with id '${after}' does not exist.`;
      return invalidRequest('item_create_invalid_previous_item_id', message, 'previous_item_id');
    }
    const entry = entryOf(item);
    const index = typeof after === 'string' ? before + 1 : this.entries.length;
    this.entries.splice(index, 0, entry);
    return entry;
  }

  /** Cuts an assistant's audio and deletes its transcript (protocol B3.6). */
  truncate(itemId: string, contentIndex: number, audioEndMs: number): ApiError | Entry {
    const entry = this.get(itemId);
    if (entry === undefined) {
      const message = `Item with item_id '${itemId}' not found.`;
      return invalidRequest('item_truncate_invalid_item_id', message, 'item_id');
    }
    const { item } = entry;
    if (item.type !== 'message' || item.role !== 'assistant' || entry.audio.length === 0) {
      const message = 'Only model output audio messages can be truncated.';
      return invalidRequest('invalid_value', message, 'item_id');
    }
    if (contentIndex !== 0) {
      return invalidRequest('invalid_value', 'There is no such content part.', 'content_index');
    }
    const audioMs = entry.truncatedMs ?? Math.floor(entry.audio.length / BYTES_PER_MS);
    if (audioEndMs > audioMs) {
      const message = `Audio content of ${audioMs}ms is already shorter than ${audioEndMs}ms`;
      return invalidRequest('invalid_value', message, 'audio_end_ms');
    }
    entry.truncatedMs = audioEndMs;
    entry.text = null;
    item.content = [{ type: 'output_audio' }];
    return entry;
  }

  delete(itemId: string): ApiError | null {
    const entry = this.get(itemId);
    if (entry === undefined) {
      const message = `Item with item_id '${itemId}' not found.`;
      return invalidRequest('item_delete_invalid_item_id', message, 'item_id');
    }
    this.entries = this.entries.filter((other) => other !== entry);
    return null;
  }

  private refusal(item: ItemShape): ApiError | null {
    if (item.id !== undefined) {
      if (!/^[\w-]{1,32}$/.test(item.id)) {
        const message = "Invalid 'item.id': at most 32 letters, digits, '_' and '-'.";
        return invalidRequest('invalid_value', message, 'item.id');
      }
      if (this.get(item.id) !== undefined) {
        const message = `Item with id '${item.id}' already exists.`;
        return invalidRequest('item_create_duplicate_item_id', message, 'item.id');
      }
    }
    if (item.type !== 'function_call_output') return null;
    const known = this.entries.some(
      (entry) => entry.item.type === 'function_call' && entry.item.call_id === item.call_id,
    );
    if (known) return null;
    const message = `Tool call ID '${item.call_id}' not found in conversation.`;
    return invalidRequest('invalid_tool_call_id', message, 'item.call_id');
  }
}
