import type { HistoryItem } from '../../common/history-item.js';
import type { ToolCall } from '../../common/tool-call.js';
import type { ChatMessage } from './chat-model.js';
import { SpokenText } from './spoken-text.js';

/** Older entries are forgotten; a call of half an hour has a few hundred. */
const MAX_ENTRIES = 500;

/** A call with its result, JSON text; null while the tool runs. */
export interface RecordedCall {
  readonly call: ToolCall;
  readonly output: string | null;
}

type CallEntry = { -readonly [K in keyof RecordedCall]: RecordedCall[K] };
type Entry =
  | { readonly kind: 'message'; readonly role: 'system' | 'user' | 'assistant'; text: string }
  | { readonly kind: 'assistant'; readonly itemId: string; readonly said: SpokenText }
  | { readonly kind: 'calls'; readonly itemId: string; readonly calls: readonly CallEntry[] };

/**
 * The conversation as the chat model gets it: what the caller said, what of the answers was
 * heard, every tool call with its result right behind it.
 */
export class ChatHistory {
  private readonly entries: Entry[] = [];
  private readonly turns = new Map<string, Entry & { kind: 'message' }>();
  private instruction: Entry | null = null;

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

  /** What the next answer is to be; holds, in the place of an earlier one, until it is fulfilled. */
  instruct(text: string): void {
    this.fulfilled();
    this.instruction = { kind: 'message', role: 'system', text };
    this.add(this.instruction);
  }

  /** The instruction was followed, or is out of date: it is no part of the conversation. */
  fulfilled(): void {
    const at = this.instruction === null ? -1 : this.entries.indexOf(this.instruction);
    if (at !== -1) this.entries.splice(at, 1);
    this.instruction = null;
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

  /**
   * The calls of one answer. One whose id is known is answered with what is known of it, and one id
   * stands once in an answer.
   *
   * @returns those that have to run: they are new and have no output yet.
   */
  toolCalls(itemId: string, calls: readonly RecordedCall[]): readonly ToolCall[] {
    const known = new Map(this.calls().map((entry) => [entry.call.callId, entry]));
    const entries = new Map<string, CallEntry>();
    const fresh: ToolCall[] = [];
    for (const { call, output } of calls) {
      if (entries.has(call.callId)) continue;
      const earlier = known.get(call.callId);
      entries.set(call.callId, { call, output: earlier ? earlier.output : output });
      if (!earlier && output === null) fresh.push(call);
    }
    if (entries.size > 0) this.add({ kind: 'calls', itemId, calls: [...entries.values()] });
    return fresh;
  }

  /** False when no call waits for this result. */
  toolAnswered(callId: string, output: string): boolean {
    const waiting = this.calls().filter(
      (entry) => entry.call.callId === callId && entry.output === null,
    );
    for (const entry of waiting) entry.output = output;
    return waiting.length > 0;
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
        case 'message': {
          const { role, text } = entry;
          if (text === '') return [];
          return [role === 'assistant' ? { role, text, calls: [] } : { role, text }];
        }
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
    if (item.kind === 'message') {
      const role = item.role === 'caller' ? 'user' : item.role;
      this.add({ kind: 'message', role, text: item.text });
    } else if (item.output !== null) {
      const { callId, name, output } = item;
      this.toolCalls('', [{ call: { callId, name, arguments: item.arguments }, output }]);
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
