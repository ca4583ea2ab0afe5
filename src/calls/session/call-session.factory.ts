import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { errorKind } from '../../common/error-fields.js';
import { within } from '../../common/time-limit.js';
import { AppConfig } from '../../config/app-config.js';
import { VoiceScript } from '../../config/voice-script.js';
import { MenuService } from '../../menu/menu.service.js';
import { ToolBox } from '../../menu/tools/tool-box.js';
import { RealtimeService } from '../../realtime/realtime.service.js';
import { CallSnapshots } from '../state/call-snapshots.js';
import { CallSession } from './call-session.js';
import type { Call } from '../call/call.js';
import { CallTools } from '../call-tools.js';
import { CallsMetrics } from '../calls.metrics.js';
import { AudioReports } from './audio-reports.js';
import { Fillers } from './fillers.js';
import { LatencyStats } from './latency-stats.js';
import type { PhoneLeg } from './phone-leg.js';
import type { SessionHooks, SessionTools } from './session-services.js';

/** Longest wait for the voice of a text; while it lasts the caller hears a filler. */
const RENDER_LIMIT_MS = 8_000;

/** Makes sessions and gives them what they need of the other rooms. */
@Injectable()
export class CallSessionFactory implements OnApplicationBootstrap {
  private readonly logger = new Logger(CallSession.name);

  /** Given to every session of a language, so that each call does not have a text of its own. */
  private readonly lastInstructions = new Map<
    string | null,
    { readonly persona: string; readonly briefing: string; readonly text: string }
  >();

  constructor(
    private readonly config: AppConfig,
    private readonly script: VoiceScript,
    private readonly realtime: RealtimeService,
    private readonly menu: MenuService,
    private readonly toolBox: ToolBox,
    private readonly callTools: CallTools,
    private readonly snapshots: CallSnapshots,
    private readonly latencies: LatencyStats,
    private readonly fillers: Fillers,
    private readonly metrics: CallsMetrics,
    private readonly audioReports: AudioReports,
  ) {}

  onApplicationBootstrap(): void {
    this.realtime.keepWarm(() => ({
      instructions: this.instructions(null),
      tools: this.toolBox.definitions(),
      vocabulary: this.menu.vocabulary(),
      languages: this.script.callerLanguagesIn(null),
    }));
  }

  /** @param hooks the session's ties to the room that keeps the calls. */
  create(call: Call, streamSid: string, phone: PhoneLeg, hooks: SessionHooks): CallSession {
    const { callSid } = call;
    return new CallSession(call, streamSid, phone, {
      limits: this.config.limits,
      logger: this.logger,
      tools: this.toolsOf(call),
      fillers: { next: () => this.fillers.next(call.language) },
      audio: this.audioReports.of(call, streamSid),
      latencies: this.latencies,
      promises: this.script.inAllLanguages.flatMap(({ heldTo }) => heldTo),
      text: (name) => this.render(this.script.in(call.language)[name]),
      openVoice: (request, listener) => {
        const tools = this.toolBox.definitions();
        const instructions = () => this.instructions(call.language);
        const languages = () => this.script.callerLanguagesIn(call.language);
        const vocabulary = () => this.menu.vocabulary();
        const trace = () => call.trace.now;
        return this.realtime.open(
          { callSid, tools, instructions, vocabulary, languages, trace, ...request },
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
    const { callTools } = this;
    return {
      run: async (toolCall) => {
        const outcome = await callTools.run(call, toolCall);
        const clip = outcome.aloud ? await this.clipOf(outcome.aloud.text) : null;
        return { ...outcome, ...(clip && { clip }) };
      },
      viewOrder: () => callTools.viewOrder(call),
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

  private instructions(language: string | null): string {
    const persona = this.render(this.script.in(language).persona);
    const briefing = this.menu.briefing(new Date());
    const last = this.lastInstructions.get(language);
    if (last?.persona === persona && last.briefing === briefing) return last.text;
    const text = `${persona}\n\n${briefing}`;
    this.lastInstructions.set(language, { persona, briefing, text });
    return text;
  }

  private render(text: string): string {
    return this.script.render(text, { restaurant: this.menu.restaurantName });
  }
}
