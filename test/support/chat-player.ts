import { jest } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import { CallsService } from '../../src/calls/calls.service.js';
import { CallsModule } from '../../src/calls/calls.module.js';
import { ChatLine } from '../../src/calls/order-line/chat-line.js';
import { OwnedCalls } from '../../src/calls/ownership/owned-calls.js';
import { VoiceScript } from '../../src/config/voice-script.js';
import type { IvrInput } from '../../src/ivr/ivr-state.js';
import { IvrService } from '../../src/ivr/ivr.service.js';
import { MenuService } from '../../src/menu/menu.service.js';
import type { Order } from '../../src/orders/order.js';
import { saysOrder } from '../../src/menu/spoken/read-back-check.js';
import { OpenAiChatProvider } from '../../src/realtime/chat/openai-chat.provider.js';
import { RealtimeModule } from '../../src/realtime/realtime.module.js';
import { GatherTurns } from '../../src/twilio/gather-turns.js';
import { GatherTwiml } from '../../src/twilio/gather-twiml.js';
import { TwilioTelephonyModule } from '../../src/twilio/twilio-telephony.js';
import { readTwiml } from '../simulators/phone/twiml.js';
import { type ModelFault, ScriptedChat, type ScriptedTool } from './doubles/scripted-chat.js';
import type { Conversation, Exchange } from './ivr-conversation.js';
import { numberOf, type PlayedTurn, ringFor } from './ivr-player.js';
import { Restaurant, type Result } from './restaurant.js';
import { textOf, urlOf } from './webhook-caller.js';

/** What a conversation came to on the order line with a chat model. */
export interface ChatPlayed {
  /** What differs from the line without AI, or must not be at all; empty is right. */
  readonly faults: readonly string[];
  readonly order: Order | null;
  /** A warning about an allergy was not said, or something was called safe. */
  readonly unsafe: boolean;
  /** It has ended in another way than it should have. */
  readonly lost: boolean;
  /** Turns of the caller, those included that had to be said again. */
  readonly turns: number;
  /** Most answers of the model in one turn. */
  readonly mostAnswers: number;
  /** The longest time that a webhook took, ms. */
  readonly slowestMs: number;
  /** Turns that were put to the model. */
  readonly modelTurns: number;
}

/** Where the model fails in a conversation. */
export interface PlantedFault {
  readonly fault: ModelFault;
  readonly exchange: number;
}

interface Told {
  readonly said: string;
  readonly end: 'hang-up' | 'transfer' | null;
}

/** How often a caller says once more what was not done. */
const SAID_AGAIN = 2;
/** Tools that a model calls once it knows what those before have given. */
const ALONE = ['read_back_order', 'place_order', 'end_call', 'transfer_to_human'];

/** A restaurant whose order line thinks with a scripted chat model, without any network. */
export class ChatRestaurant {
  private readonly turns: GatherTurns;

  private constructor(
    readonly restaurant: Restaurant,
    private readonly model: ScriptedChat,
  ) {
    const { config } = restaurant;
    const script = restaurant.get(VoiceScript);
    this.turns = new GatherTurns(
      restaurant.get(IvrService),
      restaurant.get(CallsService),
      restaurant.get(ChatLine),
      new GatherTwiml(config, script),
      script,
      restaurant.get(MenuService),
      config,
    );
  }

  static async open(env: Record<string, string>): Promise<ChatRestaurant> {
    const model = new ScriptedChat();
    const settings = {
      OPENAI_API_KEY: 'sk-scripted',
      VOICE_PROVIDERS: 'openai-chat,ivr',
      MAX_CONCURRENT_CALLS: '10000',
      DRAIN_TIMEOUT_SECONDS: '1',
      // A busy machine turns no caller away here.
      MAX_EVENT_LOOP_DELAY: '0',
      RATE_LIMIT_CALLS_PER_CALLER: '100000/60',
      RATE_LIMIT_HIDDEN_CALLERS: '100000/60',
      ...env,
    };
    const restaurant = await Restaurant.open(settings, {
      modules: [RealtimeModule, CallsModule, TwilioTelephonyModule],
      doubles: [[OpenAiChatProvider, model]],
    });
    return new ChatRestaurant(restaurant, model);
  }

  /**
   * Plays a conversation once more, with a model that calls the tools that the line without AI has
   * run for the same words. A caller whose words were not acted on says them again.
   */
  async play(
    conversation: Conversation,
    expected: readonly PlayedTurn[],
    planted: PlantedFault | null,
  ): Promise<ChatPlayed> {
    await ringFor(this.restaurant, conversation);
    const call = new ChatCall(this.restaurant, this.turns, this.model, numberOf(conversation));
    await call.begin(conversation.before);
    for (const [index, exchange] of conversation.exchanges.entries()) {
      const turn = expected[index];
      if (turn === undefined) throw new Error(`line ${exchange.line} was not played before`);
      const fault = planted?.exchange === index ? planted.fault : null;
      await call.exchange(exchange, turn, expected[index - 1] ?? null, fault);
      // What is written after the end of a call is the next one about the same order.
      if (turn.end !== null) return call.played(expected.slice(0, index + 1), planted === null);
    }
    return call.played(expected, planted === null);
  }

  close(): Promise<void> {
    return this.restaurant.close();
  }
}

class ChatCall {
  private readonly faults: string[] = [];
  private readonly ran: { readonly name: string; readonly result: Result }[] = [];
  private order: Order | null = null;
  private asks = 0;
  private end: Told['end'] = null;
  /** All that was said before the turn that is played. */
  private heard = '';
  /** Where the newest read-back begins in what was heard. */
  private readFrom = 0;
  private confirmationId: unknown = null;
  private said = '';
  private turnsPlayed = 0;
  private modelTurns = 0;
  private unsafe = false;
  private mostAnswers = 0;
  private slowestMs = 0;

  constructor(
    private readonly restaurant: Restaurant,
    private readonly turns: GatherTurns,
    private readonly model: ScriptedChat,
    private readonly from: string,
  ) {}

  async begin(before: readonly ScriptedTool[]): Promise<void> {
    const arrival = await this.restaurant.get(CallsService).arrive(this.caller);
    if (arrival.kind !== 'ivr') this.faults.push(`the call was answered by ${arrival.kind}`);
    for (const { name, args } of before) {
      const { order } = await this.restaurant.run(name, args);
      const call = this.restaurant.get(OwnedCalls).get(this.caller.callSid);
      if (call) call.order = order;
    }
    this.order = await this.current();
  }

  /** @param earlier what the line without AI said before; null for the first exchange. */
  async exchange(
    { line, input }: Exchange,
    expected: PlayedTurn,
    earlier: PlayedTurn | null,
    planted: ModelFault | null,
  ): Promise<void> {
    const before = this.order;
    let fault = planted;
    for (let said = 0; said <= SAID_AGAIN; said += 1, fault = null) {
      if (this.end !== null) {
        if (said === 0) this.faults.push(`line ${line}: the call is over`);
        return;
      }
      await this.turn(this.spoken(input, earlier), expected, fault);
      if (isSame(this.order, expected.order) && this.end === expected.end) return;
      if (!isSame(this.order, before) && this.order?.state !== 'draft') break;
    }
    const is = JSON.stringify([wanted(this.order), this.end]);
    const wants = JSON.stringify([wanted(expected.order), expected.end]);
    this.faults.push(`line ${line}: ${is} instead of ${wants}; said: ${this.said}`);
  }

  played(expected: readonly PlayedTurn[], untroubled: boolean): ChatPlayed {
    const tools = onceReadBack(expected.flatMap(({ changing }) => changing).map(comparable));
    const ran = onceReadBack(this.ran.map(comparable));
    if (untroubled && !isDeepStrictEqual(ran, tools)) {
      this.faults.push(`tools: ${JSON.stringify(ran)} instead of ${JSON.stringify(tools)}`);
    }
    this.hangUp();
    const { faults, order, unsafe, turnsPlayed: turns, mostAnswers, slowestMs, modelTurns } = this;
    const lost = this.end !== (expected.at(-1)?.end ?? null);
    return { faults, order, unsafe, lost, turns, mostAnswers, slowestMs, modelTurns };
  }

  private hangUp(): void {
    const ownedCalls = this.restaurant.get(OwnedCalls);
    const call = ownedCalls.get(this.caller.callSid);
    if (call) void ownedCalls.end(call, 'hung-up');
  }

  private get caller() {
    return { callSid: this.restaurant.callSid, from: this.from, to: '' };
  }

  private current(): Promise<Order | null> {
    return this.restaurant.orders.current(this.caller.callSid);
  }

  /** Keys that were offered in other words than these are said: "the second one". */
  private spoken(input: IvrInput, earlier: PlayedTurn | null): IvrInput {
    const own = 'digits' in input && (input.digits === '0' || input.digits === '*');
    const offered = this.said === earlier?.prompt;
    return 'digits' in input && !own && !offered ? { speech: `number ${input.digits}` } : input;
  }

  private async turn(
    input: IvrInput,
    { changing, prompt }: PlayedTurn,
    fault: ModelFault | null,
  ): Promise<void> {
    const wasPlaced = this.order?.state === 'placed';
    this.heard += ` ${this.said}`;
    this.model.begin({ rounds: roundsOf(changing), words: prompt, fault });
    const known = this.ran.length;
    const before = this.heard;
    const readBack = await this.overhearing(() => this.tell(input));
    this.unsafe ||= isUnsafe(this.said, this.ran.slice(known));
    if (this.model.asked > 0) this.modelTurns += 1;
    this.mostAnswers = Math.max(this.mostAnswers, this.model.asked);
    this.turnsPlayed += 1;
    this.order = await this.current();
    const [newest] = this.ran.slice(known).filter(({ name }) => name === 'read_back_order');
    const confirmationId = newest?.result['confirmationId'] ?? this.confirmationId;
    if (confirmationId !== this.confirmationId) this.readFrom = this.heard.length;
    this.confirmationId = confirmationId;
    if (!wasPlaced && this.order?.state === 'placed' && !this.wasRead(before, readBack)) {
      this.faults.push(`placed without having heard: ${readBack}`);
    }
  }

  /** After a change, the caller has heard the dishes and the price of the order that is placed. */
  private wasRead(heard: string, readBack: string): boolean {
    if (heard.includes(readBack)) return true;
    const { order } = this;
    const dishes = this.restaurant
      .get(MenuService)
      .current()
      .items.map(({ name }) => name);
    const { spoken } = this.restaurant.worldIn(null).words.vocabulary;
    const told = heard.slice(this.readFrom);
    return order !== null && saysOrder(told, order, spoken, dishes, new Date());
  }

  /** Runs a turn, notes its tools, and gives the sentence of the newest read-back before it. */
  private async overhearing(turn: () => Promise<void>): Promise<string> {
    const { toolBox } = this.restaurant;
    const known = this.ran.findLast(({ name, result }) => name === 'read_back_order' && result.ok);
    const run = toolBox.run.bind(toolBox);
    const spy = jest.spyOn(toolBox, 'run').mockImplementation(async (name, args, context) => {
      const outcome = await run(name, args, context);
      if (!LOOKING.includes(name)) this.ran.push({ name, result: outcome.result });
      return outcome;
    });
    await turn();
    spy.mockRestore();
    return String(known?.result['spoken']);
  }

  private async tell(input: IvrInput): Promise<void> {
    const { asks: turn, caller, turns } = this;
    const first = (): Promise<string> => {
      if (!('start' in input)) return turns.answer(caller, { turn, input });
      const { resumed, missed } = input;
      return missed === undefined ? turns.open(caller, { resumed }) : turns.openMissed(caller);
    };
    let next = await this.webhook(first);
    while (next?.searchParams.has('wait')) {
      const looks = Number(next.searchParams.get('wait'));
      next = await this.webhook(() => turns.answer(caller, { turn, input: null, looks }));
    }
    if (this.said === '') this.faults.push(`turn ${turn} was answered by silence`);
    this.asks = Number(next?.searchParams.get('turn') ?? turn);
  }

  private async webhook(request: () => Promise<string>): Promise<URL | null> {
    const startedAt = performance.now();
    const xml = await request();
    this.slowestMs = Math.max(this.slowestMs, performance.now() - startedAt);
    const { verbs, violations } = readTwiml(xml, false);
    this.faults.push(...violations);
    this.said = textOf(verbs);
    const last = verbs.at(-1)?.name;
    if (last === 'Hangup') this.end = 'hang-up';
    if (last === 'Dial') this.end = 'transfer';
    const next = urlOf(verbs);
    return next === undefined || this.end !== null ? null : new URL(next);
  }
}

/** A tool's name and its result, without what differs from call to call. */
type Comparable = readonly [name: string, result: Result];

/** Without read-backs of an order that was read back just before: one brain looks more often. */
function onceReadBack(tools: readonly Comparable[]): readonly Comparable[] {
  return tools.filter(
    (tool, at) => tool[0] !== 'read_back_order' || !isDeepStrictEqual(tool, tools[at - 1]),
  );
}

/** Whether a turn has kept a warning of its tools from the caller, or has called something safe. */
export function isUnsafe(said: string, ran: readonly { readonly result: Result }[]): boolean {
  const warnings = ran.flatMap(({ result }) => {
    const { warning } = result;
    return typeof warning === 'string' ? [warning] : [];
  });
  return CALLS_SAFE.test(said) || warnings.some((warning) => !said.includes(warning));
}

/** "No es seguro que lleguemos" is about the way there. */
const CALLS_SAFE = /\bsafe\b|\b(es|son) segur[oa]s?\b(?! que)/i;

/** Tools that only look. */
const LOOKING = ['view_order', 'get_business_info', 'get_promotions', 'get_item', 'search_menu'];

function roundsOf(tools: readonly ScriptedTool[]): readonly (readonly ScriptedTool[])[] {
  const rounds: ScriptedTool[][] = [];
  for (const tool of tools) {
    const alone = ALONE.includes(tool.name) || ALONE.includes(rounds.at(-1)?.at(-1)?.name ?? '');
    if (alone || rounds.length === 0) rounds.push([tool]);
    else rounds.at(-1)?.push(tool);
  }
  return rounds;
}

/** What two orders have to share to be the same for the kitchen and the guest. */
function wanted(order: Order | null) {
  if (order === null) return null;
  const { state, lines, customer, readyAt, allergies, promotion, totalCents } = order;
  return {
    state,
    lines: lines.map(({ itemId, quantity, options, note }) => ({
      itemId,
      quantity,
      options: options.map(({ optionId }) => optionId),
      note,
    })),
    customer,
    readyAt,
    allergies,
    promotion: promotion?.code ?? null,
    totalCents,
  };
}

/** Whether two orders are the same for the kitchen and the guest. */
export function isSame(one: Order | null, other: Order | null): boolean {
  return isDeepStrictEqual(wanted(one), wanted(other));
}

/** A tool with its result, without what differs from call to call. */
function comparable({
  name,
  result,
}: {
  readonly name: string;
  readonly result: Result;
}): Comparable {
  const { orderId: _o, number: _n, confirmationId: _c, ...rest } = result;
  return [name, rest];
}
