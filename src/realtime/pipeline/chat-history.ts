import type { HistoryItem, ToolCall } from '../voice-provider.js';
import type { ChatMessage } from './chat-model.js';
import { SpokenText } from './spoken-text.js';

/** Older entries are forgotten; a call of half an hour has a few hundred. */
const MAX_ENTRIES = 500;

type CallEntry = { readonly call: ToolCall; output: string | null };
type Entry =
  | { readonly kind: 'message'; readonly role: 'system' | 'user'; text: string }
  | { readonly kind: 'assistant'; readonly itemId: string; readonly said: SpokenText }
  | { readonly kind: 'calls'; readonly itemId: string; readonly calls: readonly CallEntry[] };

/**
 * The conversation as the chat model gets it: what the caller said, what of the answers was
 * heard, every tool call with its result right behind it.
 */
export class ChatHistory {
  private readonly entries: Entry[] = [];
  private readonly turns = new Map<string, Entry & { kind: 'message' }>();

  constructor(history: readonly HistoryItem[]) {
    for (const item of history) this.replay(item);
  }

  /** True while a tool runs; a model must not be asked before it has answered. */
  get toolsPending(): boolean {
    return this.entries.some(
      (entry) => entry.kind === 'calls' && entry.calls.some(({ output }) => output === null),
    );
  }

  note(role: 'system' | 'user', text: string): void {
    this.add({ kind: 'message', role, text });
  }

  /** The caller's turn ended; its words follow and take this place. */
  callerTurn(turnId: string): void {
    const entry: Entry = { kind: 'message', role: 'user', text: '' };
    this.turns.set(turnId, entry);
    this.add(entry);
  }

  callerSaid(turnId: string, text: string): void {
    const entry = this.turns.get(turnId);
    if (entry) entry.text = text;
    this.turns.delete(turnId);
  }

  /** The assistant begins an item. */
  assistant(itemId: string): SpokenText {
    const said = new SpokenText();
    this.add({ kind: 'assistant', itemId, said });
    return said;
  }

  /** Calls of one answer; those whose id was called before are left out. */
  toolCalls(itemId: string, calls: readonly ToolCall[]): readonly ToolCall[] {
    const known = new Set(this.calls().map(({ call }) => call.callId));
    const fresh = calls.filter(({ callId }) => !known.has(callId) && known.add(callId));
    if (fresh.length > 0) {
      const entries = fresh.map((call): CallEntry => ({ call, output: null }));
      this.add({ kind: 'calls', itemId, calls: entries });
    }
    return fresh;
  }

  /** False when no call waits for this result. */
  toolAnswered(callId: string, output: string): boolean {
    const entry = this.calls().find(({ call }) => call.callId === callId);
    if (!entry || entry.output !== null) return false;
    entry.output = output;
    return true;
  }

  /** The assistant is silenced; gives the items that were cut short, with what is left of them. */
  silenced(): readonly { readonly itemId: string; readonly text: string }[] {
    return this.entries.flatMap((entry) =>
      entry.kind === 'assistant' && entry.said.stop() && entry.said.begun
        ? [{ itemId: entry.itemId, text: entry.said.spoken }]
        : [],
    );
  }

  /** The caller heard only so much of an item; false when there is no such item. */
  heard(itemId: string, heardMs: number): boolean {
    const entry = this.entries.findLast(
      (candidate) => candidate.kind === 'assistant' && candidate.itemId === itemId,
    );
    if (entry?.kind !== 'assistant') return false;
    entry.said.cut(heardMs);
    return true;
  }

  messages(): readonly ChatMessage[] {
    return this.entries.flatMap((entry, index): ChatMessage[] => {
      switch (entry.kind) {
        case 'message':
          return entry.text === '' ? [] : [{ role: entry.role, text: entry.text }];
        case 'assistant': {
          // Text before a tool call is one message with it.
          const next = this.entries[index + 1];
          const text = entry.said.known;
          const joined = next?.kind === 'calls' && next.itemId === entry.itemId;
          return text === '' || joined ? [] : [{ role: 'assistant', text, calls: [] }];
        }
        case 'calls':
          return this.callMessages(entry, this.entries[index - 1]);
      }
    });
  }

  private callMessages(
    { itemId, calls }: Entry & { kind: 'calls' },
    before: Entry | undefined,
  ): ChatMessage[] {
    const spoken = before?.kind === 'assistant' && before.itemId === itemId;
    return [
      {
        role: 'assistant',
        text: spoken ? before.said.known : '',
        calls: calls.map(({ call }) => call),
      },
      ...calls.map(({ call, output }): ChatMessage => ({
        role: 'tool',
        callId: call.callId,
        output: output ?? '',
      })),
    ];
  }

  private replay(item: HistoryItem): void {
    if (item.kind === 'message' && item.role === 'assistant') {
      this.assistant('').add(item.text).finish();
    } else if (item.kind === 'message') {
      this.note(item.role === 'caller' ? 'user' : 'system', item.text);
    } else if (item.output !== null) {
      const { callId, name, output } = item;
      this.toolCalls('', [{ callId, name, arguments: item.arguments }]);
      this.toolAnswered(callId, output);
    }
  }

  private calls(): readonly CallEntry[] {
    return this.entries.flatMap((entry) => (entry.kind === 'calls' ? entry.calls : []));
  }

  private add(entry: Entry): void {
    this.entries.push(entry);
    if (this.entries.length > MAX_ENTRIES) this.entries.shift();
  }
}
