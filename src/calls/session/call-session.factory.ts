import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { errorKind } from '../../common/error-fields.js';
import { within, withinOrNull } from '../../common/time-limit.js';
import { AppConfig } from '../../config/app-config.js';
import { VoiceScript } from '../../config/voice-script.js';
import { MenuService } from '../../menu/menu.service.js';
import { ToolBox } from '../../menu/tools/tool-box.js';
import type { ToolContext } from '../../menu/tools/tool.js';
import { RealtimeService } from '../../realtime/realtime.service.js';
import { CallSnapshots } from '../state/call-snapshots.js';
import { CallSession } from './call-session.js';
import type { Call } from '../call/call.js';
import { NOT_TAKEN, TRANSFER_TOOL } from '../call/transfer.js';
import { CallsMetrics } from '../calls.metrics.js';
import { Fillers } from './fillers.js';
import { LatencyStats } from './latency-stats.js';
import type { PhoneLeg } from './phone-leg.js';
import type { SessionHooks, SessionTools } from './session-services.js';

/**
 * A provider tells what the caller said a moment after it has answered. Without it by then, as
 * where nothing is transcribed, what turn detection has found counts as words.
 */
const WORDS_LIMIT_MS = 1_000;
/** Longest wait for the voice of a text; while it lasts the caller hears a filler. */
const RENDER_LIMIT_MS = 8_000;

/** Makes sessions and gives them what they need of the other rooms. */
@Injectable()
export class CallSessionFactory implements OnApplicationBootstrap {
  private readonly logger = new Logger(CallSession.name);

  constructor(
    private readonly config: AppConfig,
    private readonly script: VoiceScript,
    private readonly realtime: RealtimeService,
    private readonly menu: MenuService,
    private readonly toolBox: ToolBox,
    private readonly snapshots: CallSnapshots,
    private readonly latencies: LatencyStats,
    private readonly fillers: Fillers,
    private readonly metrics: CallsMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.realtime.keepWarm(() => ({
      instructions: this.instructions(),
      tools: this.toolBox.definitions(),
      vocabulary: this.menu.vocabulary(),
    }));
  }

  /** @param hooks the session's ties to the room that keeps the calls. */
  create(call: Call, streamSid: string, phone: PhoneLeg, hooks: SessionHooks): CallSession {
    const { callSid } = call;
    return new CallSession(call, streamSid, phone, {
      limits: this.config.limits,
      logger: this.logger,
      tools: this.toolsOf(call),
      fillers: this.fillers,
      latencies: this.latencies,
      promises: this.script.promises ?? this.script.usualPromises,
      text: (name) => this.render(this.script[name]),
      openVoice: (request, listener) => {
        const tools = this.toolBox.definitions();
        const instructions = () => this.instructions();
        const vocabulary = () => this.menu.vocabulary();
        return this.realtime.open(
          { callSid, tools, instructions, vocabulary, ...request },
          listener,
        );
      },
      orderLineUsable: () => this.realtime.ivrUsable,
      transcriptionFailed: () => this.metrics.transcriptionsFailed.inc(),
      changed: (kind) => this.snapshots.changed(call, kind),
      ...hooks,
    });
  }

  private toolsOf(call: Call): SessionTools {
    const { snapshots, toolBox } = this;
    const context: ToolContext = {
      callSid: call.callSid,
      callerNumber: call.from,
      readBack: async (confirmationId) => {
        const { conversation } = call;
        await withinOrNull(conversation.wordsKnown(), WORDS_LIMIT_MS);
        return conversation.readBack(confirmationId);
      },
    };
    return {
      run: async ({ name, arguments: args }) => {
        // The caller has to hear that no one came before the phones ring once more.
        if (name === TRANSFER_TOOL && call.transfer?.state === 'missed') {
          return { result: NOT_TAKEN, effect: null, order: null };
        }
        // The replica that goes on after a crash has to know that it was under way.
        await snapshots.putNow(call);
        const outcome = await toolBox.run(name, args, context);
        if (outcome.callback) snapshots.noteCallback(call, outcome.callback);
        const clip = outcome.aloud ? await this.clipOf(outcome.aloud.text) : null;
        return { ...outcome, ...(clip && { clip }) };
      },
      viewOrder: async () => {
        const view = { callId: 'order_as_it_stands', name: 'view_order', arguments: '{}' };
        const { result } = await toolBox.run(view.name, view.arguments, context);
        return result.ok ? { kind: 'tool-call', ...view, output: JSON.stringify(result) } : null;
      },
    };
  }

  /** Null when no voice can say it. */
  private async clipOf(text: string): Promise<Uint8Array | null> {
    try {
      return await within(this.realtime.render(text), RENDER_LIMIT_MS);
    } catch (error) {
      this.logger.warn('Text not rendered', { reason: errorKind(error) });
      return null;
    }
  }

  private instructions(): string {
    return `${this.render(this.script.persona)}\n\n${this.menu.briefing(new Date())}`;
  }

  private render(text: string): string {
    return this.script.render(text, { restaurant: this.menu.restaurantName });
  }
}
