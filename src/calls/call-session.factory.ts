import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { VoiceScript } from '../config/voice-script.js';
import { MenuService } from '../menu/menu.service.js';
import { ToolBox } from '../menu/tool-box.js';
import { RealtimeService } from '../realtime/realtime.service.js';
import { CallBook } from './call-book.js';
import { CallSession } from './call-session.js';
import type { Call } from './call.js';
import { LatencyStats } from './latency-stats.js';
import type { PhoneLeg } from './phone-leg.js';

/** Makes sessions and gives them what they need of the other rooms. */
@Injectable()
export class CallSessionFactory {
  private readonly logger = new Logger(CallSession.name);

  constructor(
    private readonly config: AppConfig,
    private readonly script: VoiceScript,
    private readonly realtime: RealtimeService,
    private readonly menu: MenuService,
    private readonly toolBox: ToolBox,
    private readonly book: CallBook,
    private readonly latencies: LatencyStats,
  ) {}

  /** @param onEnd called once, when the session is over and has let go of everything. */
  create(call: Call, streamSid: string, phone: PhoneLeg, onEnd: () => void): CallSession {
    const { script, menu, toolBox, latencies, book, config } = this;
    const render = (text: string) => script.render(text, { restaurant: menu.restaurantName });
    return new CallSession(call, streamSid, phone, {
      tools: toolBox.definitions(),
      script,
      limits: config.limits,
      logger: this.logger,
      openVoice: (request, listener) => this.realtime.open(request, listener),
      instructions: () => `${render(script.persona)}\n\n${menu.briefing(new Date())}`,
      render,
      runTool: ({ name, arguments: args }) =>
        toolBox.run(name, args, { callSid: call.callSid, callerNumber: call.from }),
      changed: (kind) => book.changed(call, kind),
      frameTime: (direction, ms) => latencies.frame(direction, ms),
      answered: (latency) => latencies.answered(latency),
      ended: onEnd,
    });
  }
}
