import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { CallsService } from '../calls/calls.service.js';
import { TimeLimitError, within } from '../common/time-limit.js';
import { AppConfig } from '../config/app-config.js';
import { VoiceScript } from '../config/voice-script.js';
import type { IvrInput } from '../ivr/ivr-state.js';
import { IvrService, type IvrRequest, type IvrTurn } from '../ivr/ivr.service.js';
import { MenuService } from '../menu/menu.service.js';
import { GatherTwiml } from './gather-twiml.js';

/** How long an answer may take before the caller hears a filler; Twilio is answered within 1 s. */
export const ANSWER_LIMIT_MS = 700;
/** The same for the first words, which follow a look at the call. */
const OPEN_LIMIT_MS = 200;
/** Between two looks whether another replica has answered. */
const LOOK_AGAIN_MS = 50;

/** Whose turn it is. */
export interface GatherCaller {
  readonly callSid: string;
  /** Empty when unknown. */
  readonly from: string;
}

/** What a webhook brings to the line. */
export interface TurnRequest {
  /** The turn that it belongs to; null: the one that is asked. */
  readonly turn: number | null;
  /** Null: it follows a filler, and the caller waits. */
  readonly input: IvrInput | null;
}

/** Carries a call on the line without AI from one webhook to the next, on whichever replica. */
@Injectable()
export class GatherTurns {
  private readonly logger = new Logger(GatherTurns.name);
  private fillers = 0;

  constructor(
    private readonly ivr: IvrService,
    private readonly calls: CallsService,
    private readonly twiml: GatherTwiml,
    private readonly script: VoiceScript,
    private readonly menu: MenuService,
    private readonly config: AppConfig,
  ) {}

  /**
   * The first words of a call; `resumed`: it comes from a media stream. A call that is on the
   * line already hears again what it was told last.
   */
  open(speaker: GatherCaller, { resumed }: { readonly resumed: boolean }): Promise<string> {
    return this.answer(speaker, { turn: 0, input: { start: true, resumed } }, OPEN_LIMIT_MS);
  }

  /**
   * Answers a turn within the limit. A turn that takes longer goes on behind a filler, here or on
   * the replica that is at it, and the request that follows the filler gets its answer. However
   * often a turn is requested, it is run once and its answer is the same.
   */
  async answer(
    { callSid, from }: GatherCaller,
    { turn, input }: TurnRequest,
    limitMs = ANSWER_LIMIT_MS,
  ): Promise<string> {
    const asked = turn ?? (await this.ivr.asked(callSid));
    const request = { callSid, callerNumber: from, turn: asked, input };
    const limit = AbortSignal.timeout(limitMs);
    const answer = await within(this.settle(request, limit), limitMs).catch(nullWhenLate);
    if (answer !== null) return this.spoken(answer);
    this.logger.warn('Turn is late', { callSid, turn: asked });
    return this.twiml.bridge(this.nextFiller(), asked);
  }

  /** Goes on after the limit when the turn is run here; null when another replica takes longer. */
  private async settle(request: IvrRequest, limit: AbortSignal): Promise<IvrTurn | null> {
    const { callSid, callerNumber: from, turn } = request;
    const run = await this.ivr.turn(request, () => this.calls.takeTurn(callSid, { from }));
    if (run !== null && !run.repeated) this.note(callSid, run);
    let answer = run;
    while (answer === null && !limit.aborted) {
      await sleep(LOOK_AGAIN_MS);
      answer = await this.ivr.answered(callSid, turn);
    }
    return answer;
  }

  private note(callSid: string, { prompt, heard, order, end }: IvrTurn): void {
    this.calls.noteTurn(callSid, { caller: heard, assistant: prompt, order });
    if (end === null) return;
    this.calls.finish(callSid, this.transfersTo(end) === null ? 'finished' : 'transferred');
  }

  private spoken({ prompt, asks, expects, hints, end }: IvrTurn): string {
    if (end === null) return this.twiml.ask({ prompt, asks, expects, hints });
    const number = this.transfersTo(end);
    return number === null ? this.twiml.hangUp(prompt) : this.twiml.transfer(prompt, number);
  }

  /** Null: the call is hung up. */
  private transfersTo(end: IvrTurn['end']): string | null {
    return end === 'transfer' ? this.config.twilio.humanNumber : null;
  }

  private nextFiller(): string {
    const { fillers } = this.script;
    const filler = fillers[this.fillers++ % fillers.length] ?? '';
    return this.script.render(filler, { restaurant: this.menu.restaurantName });
  }
}

function nullWhenLate(error: unknown): null {
  if (error instanceof TimeLimitError) return null;
  throw error;
}
