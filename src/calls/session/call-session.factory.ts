import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { VoiceScript } from '../../config/voice-script.js';
import { MenuService } from '../../menu/menu.service.js';
import { ToolBox } from '../../menu/tools/tool-box.js';
import { RealtimeService } from '../../realtime/realtime.service.js';
import { CallSnapshots } from '../state/call-snapshots.js';
import { CallSession } from './call-session.js';
import type { Call } from '../call/call.js';
import { Fillers } from './fillers.js';
import { LatencyStats } from './latency-stats.js';
import type { PhoneLeg } from './phone-leg.js';
import type { SessionHooks } from './session-services.js';

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
  ) {}

  onApplicationBootstrap(): void {
    this.realtime.keepWarm(() => ({
      instructions: this.instructions(),
      tools: this.toolBox.definitions(),
    }));
  }

  /** @param hooks the session's ties to whoever keeps it. */
  create(call: Call, streamSid: string, phone: PhoneLeg, hooks: SessionHooks): CallSession {
    const { script, toolBox, latencies, snapshots: book, config, fillers } = this;
    const context = { callSid: call.callSid, callerNumber: call.from };
    return new CallSession(call, streamSid, phone, {
      tools: toolBox.definitions(),
      script,
      fillers,
      limits: config.limits,
      logger: this.logger,
      openVoice: (request, listener) => this.realtime.open(request, listener),
      instructions: () => this.instructions(),
      render: (text) => this.render(text),
      runTool: async ({ name, arguments: args }) => {
        // Whoever goes on after a crash has to know that it was under way.
        await book.putNow(call);
        return toolBox.run(name, args, context);
      },
      orderText: async () => {
        const { result } = await toolBox.run('view_order', '{}', context);
        return result.ok ? JSON.stringify(result) : null;
      },
      changed: (kind) => book.changed(call, kind),
      frameTime: (direction, ms) => latencies.frame(direction, ms),
      answered: (latency) => latencies.answered(latency),
      ...hooks,
    });
  }

  private instructions(): string {
    return `${this.render(this.script.persona)}\n\n${this.menu.briefing(new Date())}`;
  }

  private render(text: string): string {
    return this.script.render(text, { restaurant: this.menu.restaurantName });
  }
}
