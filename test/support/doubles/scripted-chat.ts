import { once } from 'node:events';
import { ProviderError } from '../../../src/common/provider-error.js';
import { fieldsIn } from '../../../src/common/json-fields.js';
import { ChatProvider } from '../../../src/realtime/chat/chat-provider.js';
import type {
  ChatDone,
  ChatEvent,
  ChatMessage,
  ChatModel,
  ChatRequest,
} from '../../../src/realtime/pipeline/chat-model.js';
import type { VoiceSession } from '../../../src/realtime/voice-provider.js';

/** A tool that the model is to call. */
export interface ScriptedTool {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * How the model fails in a turn: it is `slow` until it is given up, `gone` at once or `gone-later`,
 * after its tools; its answer is cut off (`wrong`); it looks things up without end (`endless`); it
 * places an order before it has read it back (`hasty`).
 */
export const MODEL_FAULTS = ['slow', 'gone', 'gone-later', 'wrong', 'endless', 'hasty'] as const;
export type ModelFault = (typeof MODEL_FAULTS)[number];

/** What the model does in a turn of the caller. */
export interface ScriptedTurn {
  /** The tools of each answer, before it speaks. */
  readonly rounds: readonly (readonly ScriptedTool[])[];
  /** What it says where no tool gives it the words. */
  readonly words: string;
  readonly fault: ModelFault | null;
}

const DONE: ChatDone = { kind: 'done', status: 'completed', reason: null, usage: null };
const SEARCH: ScriptedTool = { name: 'search_menu', args: { query: 'pizza' } };
const TOO_EARLY: ScriptedTool = { name: 'place_order', args: { confirmationId: 'made-up' } };

/**
 * A chat model that does what it is told for each turn, without a network. As a good model does, it
 * reads an order back word for word, and places it with the confirmation that the read-back gave.
 */
export class ScriptedChat extends ChatProvider {
  readonly name = 'openai-chat';
  readonly capabilities = { stream: false };
  readonly unusable = null;
  /** How often it was asked in the turn. */
  asked = 0;
  private turn: ScriptedTurn = { rounds: [], words: 'Yes?', fault: null };
  private left: (readonly ScriptedTool[])[] = [];
  private calls = 0;

  readonly chat: ChatModel = {
    name: 'scripted',
    answer: (request, signal) => this.answer(request, signal),
  };

  begin(turn: ScriptedTurn): void {
    this.turn = turn;
    this.left = turn.fault === 'hasty' ? [[TOO_EARLY], ...turn.rounds] : [...turn.rounds];
    this.asked = 0;
  }

  open(): VoiceSession {
    throw new Error('not on the stream');
  }

  override probe(): Promise<void> {
    return Promise.resolve();
  }

  private async *answer(
    { messages, mustSpeak }: ChatRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ChatEvent> {
    const { fault } = this.turn;
    this.asked += 1;
    if (fault === 'slow') await once(signal, 'abort');
    const over = this.left.length === 0;
    if (fault === 'slow' || fault === 'gone' || (fault === 'gone-later' && over)) {
      throw new ProviderError('connection_lost', 'the model is gone', 'provider', true);
    }
    if (fault === 'wrong') {
      yield { kind: 'text', text: 'Your order is' };
      yield { ...DONE, status: 'incomplete', reason: 'length' };
      return;
    }
    const tools = fault === 'endless' ? [SEARCH] : mustSpeak ? [] : this.next(messages);
    if (tools.length === 0) yield { kind: 'text', text: this.words(messages) };
    else {
      const calls = tools.map(({ name, args }) => {
        this.calls += 1;
        const callId = `call-${this.calls}`;
        return { callId, name, arguments: JSON.stringify(args), finished: true };
      });
      yield { kind: 'calls', calls };
    }
    yield DONE;
  }

  /** The tools of the next answer; none when it is to speak. */
  private next(messages: readonly ChatMessage[]): readonly ScriptedTool[] {
    const [tools, ...rest] = this.left;
    this.left = rest;
    if (tools?.[0]?.name !== 'place_order' || tools[0] === TOO_EARLY) return tools ?? [];
    const confirmationId = resultsIn(messages).findLast((result) => result['confirmationId'])?.[
      'confirmationId'
    ];
    if (confirmationId !== undefined) return [{ name: 'place_order', args: { confirmationId } }];
    // It has not read the order back itself, and does so first.
    this.left = [];
    return [{ name: 'read_back_order', args: {} }];
  }

  private words(messages: readonly ChatMessage[]): string {
    const results = resultsIn(
      messages.slice(messages.findLastIndex(({ role }) => role === 'user')),
    );
    const last = results.at(-1);
    if (last?.['confirmationId'] !== undefined) return String(last['spoken']);
    const refused = results.findLast(({ ok, error }) => ok === false && error !== 'not_confirmed');
    if (refused) return String(refused['message']);
    const placed = results.find(({ orderId }) => orderId !== undefined);
    return placed ? `Your order number is ${String(placed['number'])}.` : this.turn.words;
  }
}

function resultsIn(messages: readonly ChatMessage[]): readonly Readonly<Record<string, unknown>>[] {
  return messages.flatMap((message) => (message.role === 'tool' ? [fieldsIn(message.output)] : []));
}
