import { Injectable, Logger } from '@nestjs/common';
import { errorFields } from '../../common/error-fields.js';
import { ProviderError } from '../../common/provider-error.js';
import { AppConfig } from '../../config/app-config.js';
import { VoiceScript } from '../../config/voice-script.js';
import { MenuService } from '../../menu/menu.service.js';
import { ToolBox } from '../../menu/tools/tool-box.js';
import { RealtimeService, type ChatRung } from '../../realtime/realtime.service.js';
import { ASK_BACK, nextWordsOnly } from '../../realtime/steering.js';
import { leftMs } from '../call/call-usage.js';
import type { Call } from '../call/call.js';
import { TurnStopwatch } from '../call/turn-latency.js';
import { CallTools } from '../call-tools.js';
import { OwnedCalls } from '../ownership/owned-calls.js';
import { ChatTurn, type ChatReply } from './chat-turn.js';
import { LINE_BRIEFING } from './line-briefing.js';

/**
 * The model has so long for a turn, ms; then the line without AI answers it, within what a turn
 * may take in all (`CLAIM_LIFE_MS` in `ivr-memory.ts`).
 */
const TURN_LIMIT_MS = 7_000;
/** Ends of an answer that tell of what was said in the call, not of how the provider works. */
const WITHHELD: ReadonlySet<string> = new Set(['refusal', 'content_filter']);

/** What a turn of the order line is about. */
export interface ChatLineRequest {
  /** What the caller said or keyed; null: nothing yet, see `opening`. */
  readonly heard: string | null;
  /** The instruction of the voice file for the first words; null: `heard` is answered. */
  readonly opening: 'greeting' | 'resumed' | 'missed' | null;
  /** The model has answered the turn before; otherwise it is told the order as it stands. */
  readonly goesOn: boolean;
  /** Recognition is not sure of `heard`: the model asks back before it acts on it. */
  readonly doubtful: boolean;
}

/** What became of a turn. `declined`: it was not tried, and nothing has changed. */
export type ChatLineOutcome =
  | (ChatReply & {
      readonly kind: 'answered';
      /** The rung that has answered. */
      readonly brain: string;
    })
  | { readonly kind: 'declined' }
  /** `acted`: a tool has changed something before that. `tells`: what the caller has to hear of it. */
  | { readonly kind: 'failed'; readonly acted: boolean; readonly tells: readonly string[] };

/** The order line with a chat model: the rung between the stream and the line without AI. */
@Injectable()
export class ChatLine {
  private readonly logger = new Logger(ChatLine.name);

  constructor(
    private readonly config: AppConfig,
    private readonly script: VoiceScript,
    private readonly realtime: RealtimeService,
    private readonly menu: MenuService,
    private readonly toolBox: ToolBox,
    private readonly callTools: CallTools,
    private readonly ownedCalls: OwnedCalls,
  ) {}

  /** True while turns of calls are put to a chat model. */
  get usable(): boolean {
    return this.realtime.chat !== null;
  }

  /**
   * Answers a turn of a call that this replica owns. What the caller said and the tools that were
   * run are then in its conversation; the answer is added with the turn. How long the caller waited
   * for it is measured from here on, also for a turn that is given up. Never rejects.
   */
  async answer(callSid: string, request: ChatLineRequest): Promise<ChatLineOutcome> {
    const call = this.ownedCalls.get(callSid);
    const { chat } = this.realtime;
    if (call === undefined || chat === null || this.isSpent(call)) return { kind: 'declined' };
    const watch = new TurnStopwatch();
    const turn = this.newTurn(call, chat, watch);
    if (request.heard !== null) watch.speechEnded(performance.now());
    try {
      const reply = await this.answered(call, turn, request);
      chat.served();
      return { kind: 'answered', brain: chat.name, ...reply };
    } catch (cause) {
      this.failed(call, chat, cause);
      return { kind: 'failed', acted: turn.acted, tells: turn.tells };
    } finally {
      const now = performance.now();
      const latency = watch.audioSent(now, now);
      if (latency) call.measured(latency);
    }
  }

  private async answered(
    call: Call,
    turn: ChatTurn,
    { heard, opening, goesOn, doubtful }: ChatLineRequest,
  ): Promise<ChatReply> {
    const { conversation } = call;
    await call.toolsDone;
    // Words that a stream has not told by now will not come.
    if (!goesOn) conversation.sessionLost();
    const order = goesOn || call.order === null ? null : await this.callTools.viewOrder(call);
    if (heard !== null) {
      call.callerActive();
      conversation.callerSaid(call.nextTurnId, heard);
    }
    const first = opening && nextWordsOnly(this.render(this.script.in(call.language)[opening]));
    return turn.answer({ order, instruction: first ?? (doubtful ? ASK_BACK : null) });
  }

  private newTurn(call: Call, { name, model }: ChatRung, watch: TurnStopwatch): ChatTurn {
    const script = (): VoiceScript => this.script.in(call.language);
    const briefing = this.menu.briefing(new Date());
    return new ChatTurn({
      call,
      model,
      instructions: () => [this.render(script().persona), briefing, LINE_BRIEFING].join('\n\n'),
      tools: this.toolBox.definitions(),
      promises: this.script.inAllLanguages.flatMap(({ heldTo }) => heldTo),
      signal: AbortSignal.timeout(TURN_LIMIT_MS),
      lastWords: (kind) =>
        this.render(kind === 'transfer' ? script().transferring : script().goodbye),
      runTool: async (toolCall) => {
        watch.toolStarted(performance.now());
        const outcome = await this.callTools.run(call, toolCall);
        watch.toolEnded(performance.now());
        return outcome;
      },
      spend: (usage) => call.spent(name, usage),
    });
  }

  /** The call has cost or lasted as much as it may: what costs nothing goes on with it. */
  private isSpent({ usage, ageMs, overRate }: Call): boolean {
    const { maxCallCostUsd, maxCallMs } = this.config.limits;
    return overRate || ageMs >= maxCallMs || leftMs(usage, maxCallCostUsd, ageMs) <= 0;
  }

  private failed(call: Call, chat: ChatRung, cause: unknown): void {
    const { callSid } = call;
    if (!(cause instanceof ProviderError)) {
      this.logger.error('Turn of the chat model failed', { callSid, ...errorFields(cause) });
      return;
    }
    const { code } = cause;
    call.note('provider-lost', { provider: chat.name, code });
    if (!WITHHELD.has(code)) chat.gaveUp(cause);
  }

  private render(text: string): string {
    return this.script.render(text, { restaurant: this.menu.restaurantName });
  }
}
