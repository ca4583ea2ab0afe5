import { Injectable, Logger } from '@nestjs/common';
import { CallsService } from '../calls/calls.service.js';
import { AppConfig } from '../config/app-config.js';
import { VoiceScript } from '../config/voice-script.js';
import type { IvrInput } from '../menu/ivr/ivr-state.js';
import { IvrService, type IvrTurn } from '../menu/ivr/ivr.service.js';
import { MenuService } from '../menu/menu.service.js';
import { GatherTwiml } from './gather-twiml.js';

/** How long an answer may take before the caller hears a filler; Twilio is answered within 1 s. */
export const ANSWER_LIMIT_MS = 700;
/** The same for the first words, which follow a look at the call. */
const OPEN_LIMIT_MS = 200;
/** Answers that wait to be asked for again; of more, the oldest are dropped. */
const MAX_LATE = 1_000;

/** Whose turn it is. */
export interface Speaker {
  readonly callSid: string;
  /** Empty when unknown. */
  readonly from: string;
}

/** Carries a call on the line without AI from one webhook to the next. */
@Injectable()
export class GatherLine {
  private readonly logger = new Logger(GatherLine.name);
  private readonly late = new Map<string, Promise<IvrTurn>>();
  private fillers = 0;

  constructor(
    private readonly ivr: IvrService,
    private readonly calls: CallsService,
    private readonly twiml: GatherTwiml,
    private readonly script: VoiceScript,
    private readonly menu: MenuService,
    private readonly config: AppConfig,
  ) {}

  /** The first words of a call; `resumed`: it comes from a media stream. */
  open(speaker: Speaker, { resumed }: { readonly resumed: boolean }): Promise<string> {
    this.late.delete(speaker.callSid);
    return this.answer(speaker, { start: true, resumed }, OPEN_LIMIT_MS);
  }

  /**
   * Answers one turn within the limit. A turn that takes longer goes on behind a filler, and the
   * request that follows the filler gets its answer.
   */
  async answer(
    { callSid, from }: Speaker,
    input: IvrInput,
    limitMs = ANSWER_LIMIT_MS,
  ): Promise<string> {
    const turn = this.late.get(callSid) ?? this.ivr.turn(callSid, from, input);
    const taken = await within(turn, limitMs);
    if (taken === null) {
      this.keepLate(callSid, turn);
      this.logger.warn('Turn is late', { callSid });
      return this.twiml.bridge(this.nextFiller());
    }
    this.late.delete(callSid);
    return this.spoken(callSid, taken);
  }

  private spoken(callSid: string, { prompt, heard, order, end, expects, hints }: IvrTurn): string {
    this.calls.noteTurn(callSid, { caller: heard, assistant: prompt, order });
    const { humanNumber } = this.config.twilio;
    if (end === 'transfer' && humanNumber !== null) {
      this.calls.finish(callSid, 'transferred');
      return this.twiml.transfer(prompt, humanNumber);
    }
    if (end === null) return this.twiml.ask({ prompt, expects, hints });
    this.calls.finish(callSid, 'finished');
    return this.twiml.hangUp(prompt);
  }

  private keepLate(callSid: string, turn: Promise<IvrTurn>): void {
    this.late.set(callSid, turn);
    const [oldest] = this.late.keys();
    if (this.late.size > MAX_LATE && oldest !== undefined) this.late.delete(oldest);
  }

  private nextFiller(): string {
    const { fillers } = this.script;
    const filler = fillers[this.fillers++ % fillers.length] ?? '';
    return this.script.render(filler, { restaurant: this.menu.restaurantName });
  }
}

/** Null when the turn takes longer than the limit. */
async function within(turn: Promise<IvrTurn>, limitMs: number): Promise<IvrTurn | null> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limitMs);
  });
  try {
    return await Promise.race([turn, limit]);
  } finally {
    clearTimeout(timer);
  }
}
