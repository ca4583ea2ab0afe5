import type { HistoryItem } from '../../common/history-item.js';
import { fieldsIn } from '../../common/json-fields.js';
import { ProviderError } from '../../common/provider-error.js';
import type { ToolCall } from '../../common/tool-call.js';
import type { ToolDefinition } from '../../common/tool-definition.js';
import { truncate } from '../../common/truncate.js';
import type { CallEffect, ToolOutcome } from '../../menu/tools/tool.js';
import { wholeAnswer, type WholeAnswer } from '../../realtime/chat/whole-answer.js';
import { ChatHistory } from '../../realtime/pipeline/chat-history.js';
import type { ChatMessage, ChatModel } from '../../realtime/pipeline/chat-model.js';
import { isSayable, withoutMarkup } from '../../realtime/pipeline/nothing-said.js';
import { KEEP_PROMISE } from '../../realtime/steering.js';
import { MAX_TOOL_ROUNDS } from '../../realtime/tool-rounds.js';
import type { VoiceUsage } from '../../realtime/voice-provider.js';
import type { Call } from '../call/call.js';
import { isPromise } from '../session/promise-watch.js';
import { ToolRunner } from '../session/tool-runner.js';

/** Longest text of a turn, characters; about three minutes of speech. */
const MAX_PROMPT_LENGTH = 3_000;

/** Tools that change nothing. */
const LOOK_UPS: ReadonlySet<string> = new Set([
  'search_menu',
  'get_item',
  'get_business_info',
  'get_promotions',
  'view_order',
]);
const SENTENCE_END = /(?<=[.!?]) /;
const READ_BACK = 'read_back_order';
const NOTHING: WholeAnswer = { text: '', calls: [], usage: null };

/** What a turn is made with. */
export interface ChatTurnParts {
  readonly call: Call;
  readonly model: ChatModel;
  /** As they are now: a tool may change the language. */
  readonly instructions: () => string;
  readonly tools: readonly ToolDefinition[];
  /** Words by which the model promises to look something up. */
  readonly promises: readonly string[];
  /** Aborted when the turn has taken as long as it may. */
  readonly signal: AbortSignal;
  /** Last words where the model has none. */
  readonly lastWords: (kind: CallEffect['kind']) => string;
  readonly runTool: (toolCall: ToolCall) => Promise<ToolOutcome>;
  readonly spend: (usage: VoiceUsage | null) => void;
}

/** What the caller hears next. */
export interface ChatReply {
  /** Never empty. */
  readonly prompt: string;
  /** The read-back that the caller is to agree to, which they have to hear in full; or null. */
  readonly confirmationId: string | null;
  readonly end: null | 'hang-up' | 'transfer';
}

/** What the caller's turn adds to the conversation. */
export interface ChatAsked {
  /** The order, for a model that takes over; null when it was its own turn before. */
  readonly order: HistoryItem | null;
  /** What the model is told of this turn alone; null: nothing. */
  readonly instruction: string | null;
}

interface Ran {
  readonly name: string;
  readonly ok: boolean;
  /** It has changed something, or may have: it was not waited for to its end. */
  readonly acted: boolean;
  readonly effect: CallEffect | null;
  /** About an allergy; null for none. */
  readonly warning: string | null;
  /** What stands in the way of the order; null for nothing. */
  readonly notice: string | null;
}

/**
 * One turn of a call on the order line, answered by a chat model: its tool calls are run over the
 * call until it speaks. Text beside a tool call is not said: the model answers the results anyway.
 * A warning about an allergy is said, whatever the model makes of it.
 */
export class ChatTurn {
  /** Tools of this turn, in the order they were run. */
  private readonly ran: Ran[] = [];
  /** What the call says in the model's place. */
  private aloud: string | null = null;
  private instruction: string | null = null;

  constructor(private readonly parts: ChatTurnParts) {}

  /** A tool has changed the order or something else: the turn must not be run once more. */
  get acted(): boolean {
    return this.ran.some(({ acted }) => acted);
  }

  /** What its tools have said that the caller has to be told; for a turn that is given up. */
  get tells(): readonly string[] {
    const tells = this.ran.flatMap(({ warning, notice }) => [warning, notice]);
    return [...new Set(tells)].filter((text) => text !== null);
  }

  /** @throws ProviderError when the model is slow, gone or makes no answer; tools may have run. */
  async answer({ order, instruction }: ChatAsked): Promise<ChatReply> {
    const { conversation } = this.parts.call;
    // The order stands before what the caller has just said.
    const last = conversation.replay().at(-1);
    const answersCaller = last?.kind === 'message' && last.role === 'caller';
    const orderAt = conversation.length - (answersCaller ? 1 : 0);
    this.instruction = instruction;
    let effect: CallEffect | null = null;
    for (let round = 0; ; round += 1) {
      const mustSpeak = round >= MAX_TOOL_ROUNDS || effect !== null;
      const messages = this.messages(orderAt, order);
      // A call that ends does so without a model as well.
      const silent = effect === null ? undefined : (): WholeAnswer => NOTHING;
      const { text, calls } = await this.ask(messages, mustSpeak).catch(silent);
      if (effect !== null) return this.last(effect, calls.length > 0 ? '' : text);
      if (calls.length === 0) {
        if (this.onlyPromises(text)) continue;
        if (!isSayable(text)) throw unusable('nothing_said');
        return this.said(text);
      }
      if (mustSpeak) throw unusable('too_many_tools');
      const results = await this.run(calls);
      if (this.aloud !== null) return this.said(this.aloud);
      // A call does not end with something that could not be done.
      if (results.every(({ ok }) => ok)) effect = effectOf(results);
      if (effect !== null && isSayable(text)) return this.last(effect, text);
    }
  }

  private async ask(messages: readonly ChatMessage[], mustSpeak: boolean): Promise<WholeAnswer> {
    const { model, instructions, tools, signal, spend } = this.parts;
    const system = { role: 'system', text: instructions() } as const;
    const trace = this.parts.call.trace.now;
    const request = { messages: [system, ...messages], tools, mustSpeak, trace };
    const answer = await wholeAnswer(model, request, signal);
    spend(answer.usage);
    if (signal.aborted) throw unusable('too_slow');
    return { ...answer, text: withoutMarkup(answer.text) };
  }

  /** @param orderAt how many entries the conversation had before the order stands in it. */
  private messages(orderAt: number, order: HistoryItem | null): readonly ChatMessage[] {
    const { conversation } = this.parts.call;
    const said = conversation.replay();
    const before = said.length - conversation.replay(orderAt).length;
    const history = new ChatHistory(order ? said.toSpliced(before, 0, order) : said);
    if (this.instruction !== null) history.instruct(this.instruction);
    return history.messages();
  }

  private async run(calls: readonly ToolCall[]): Promise<readonly Ran[]> {
    const { call, runTool } = this.parts;
    const names = new Map(calls.map(({ callId, name }) => [callId, name]));
    const results: Ran[] = [];
    const runner = new ToolRunner(call, runTool, {
      started: () => undefined,
      ended: () => undefined,
      says: (text) => {
        this.aloud = text;
        return true;
      },
      answered: (callId, output, effect) => {
        const name = names.get(callId) ?? '';
        const { ok, error, warning, notice } = fieldsIn(output);
        const changes = name !== READ_BACK && !LOOK_UPS.has(name);
        const acted = changes && (ok === true || error === 'timeout');
        results.push({
          name,
          ok: ok === true,
          acted,
          effect,
          warning: textOf(warning),
          notice: textOf(notice),
        });
      },
    });
    for (const toolCall of calls) runner.add(toolCall);
    await call.toolsDone;
    this.ran.push(...results);
    return results;
  }

  /** The model says that it looks something up, and did not: it is told to, once. */
  private onlyPromises(text: string): boolean {
    const told = this.instruction === KEEP_PROMISE || this.ran.length > 0;
    if (told || !isPromise(text, this.parts.promises)) return false;
    this.instruction = KEEP_PROMISE;
    return true;
  }

  private said(text: string): ChatReply {
    const confirmationId = openReadBack(this.parts.call.conversation.replay());
    const prompt = truncate(this.warned(text), MAX_PROMPT_LENGTH);
    return { prompt, confirmationId, end: null };
  }

  private last({ kind }: CallEffect, text: string): ChatReply {
    const words = isSayable(text) ? text : this.parts.lastWords(kind);
    const end = kind === 'transfer' ? 'transfer' : 'hang-up';
    const prompt = truncate(this.warned(words), MAX_PROMPT_LENGTH);
    return { prompt, confirmationId: null, end };
  }

  /** The text after each sentence of its tools' warnings that the model has left out or reworded. */
  private warned(text: string): string {
    const said = lettersOf(text);
    const warnings = this.ran.flatMap(({ warning }) => warning?.split(SENTENCE_END) ?? []);
    const unsaid = warnings.filter((sentence) => !said.includes(lettersOf(sentence)));
    return [...new Set(unsaid), text].join(' ');
  }
}

/** The confirmation of an order that was read back, and neither changed nor placed since. */
function openReadBack(history: readonly HistoryItem[]): string | null {
  const last = history.findLast(
    (item) =>
      item.kind === 'tool-call' && !LOOK_UPS.has(item.name) && fieldsIn(item.output)['ok'] === true,
  );
  if (last?.kind !== 'tool-call' || last.name !== READ_BACK) return null;
  const { confirmationId } = fieldsIn(last.output);
  return typeof confirmationId === 'string' ? confirmationId : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** What is left of a text to compare its words by. */
function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function effectOf(ran: readonly Ran[]): CallEffect | null {
  return ran.findLast(({ effect }) => effect !== null)?.effect ?? null;
}

function unusable(code: string): ProviderError {
  return new ProviderError(code, 'the turn has no usable answer', 'provider', true);
}
