import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { RealtimeService } from '../realtime/realtime.service.js';

/** Whether calls can be answered at all. */
@Injectable()
export class Answerability {
  constructor(
    private readonly config: AppConfig,
    private readonly realtime: RealtimeService,
  ) {}

  /** True while some rung of the ladder can take a call: a provider or, as the last, a person. */
  get answerable(): boolean {
    return (
      this.config.twilio.humanNumbers.length > 0 ||
      this.realtime.providers().some(({ state }) => state === 'usable')
    );
  }
}
