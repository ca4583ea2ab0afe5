import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { CallsService } from '../calls/calls.service.js';
import type { Caller } from '../calls/ownership/owned-calls.js';
import { callersOwnNumber } from '../common/callable-number.js';
import { TimeLimitError, within } from '../common/time-limit.js';
import { AppConfig } from '../config/app-config.js';
import { VoiceScript } from '../config/voice-script.js';
import type { IvrInput } from '../ivr/ivr-state.js';
import { IvrService, type IvrRequest, type IvrTurn } from '../ivr/ivr.service.js';
import { MenuService } from '../menu/menu.service.js';
import { GatherTwiml } from './gather-twiml.js';

/** An answer that takes longer is bridged with a filler; Twilio is answered within 1 s. */
export const ANSWER_LIMIT_MS = 700;
/** The same limit for the first words, which come after the call was looked up. */
const OPEN_LIMIT_MS = 200;
/** Pause between two looks at whether another replica has answered. */
const LOOK_AGAIN_MS = 50;

/** What a `/voice/gather` webhook asks for. */
export interface TurnRequest {
  /** The turn that it answers; null: the turn asked last. */
  readonly turn: number | null;
  /** Null: the request follows a filler and waits for the answer of its turn. */
  readonly input: IvrInput | null;
}

/** Answers the turns of the order line without AI: one webhook, one turn, on any replica. */
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
   * The first words of a call; `resumed`: the call was on a media stream before. A call that is
   * already on the order line hears its last prompt again.
   */
  open(caller: Caller, { resumed }: { readonly resumed: boolean }): Promise<string> {
    return this.answer(caller, { turn: 0, input: { start: true, resumed } }, OPEN_LIMIT_MS);
  }

  /**
   * The first words to a caller whom no person has taken. A turn of its own: what a call that was
   * on the order line heard last was that it is put through.
   */
  openMissed(caller: Caller): Promise<string> {
    const missed = callersOwnNumber(caller.from) === null ? 'no-number' : 'has-number';
    const input = { start: true, resumed: true, missed } as const;
    return this.answer(caller, { turn: null, input }, OPEN_LIMIT_MS);
  }

  /**
   * Answers a turn within the limit. A turn that takes longer goes on while the caller hears a
   * filler, here or on the replica that runs it, and the request after the filler gets its answer.
   * A turn that is requested again is not run again: it gets the same answer.
   */
  async answer(
    caller: Caller,
    { turn, input }: TurnRequest,
    limitMs = ANSWER_LIMIT_MS,
  ): Promise<string> {
    const { callSid, from } = caller;
    const asked = turn ?? (await this.ivr.asked(callSid));
    const request = { callSid, callerNumber: from, turn: asked, input };
    const limit = AbortSignal.timeout(limitMs);
    const answer = await within(this.settle(request, limit), limitMs).catch(nullWhenLate);
    if (answer !== null) return this.spoken(caller, answer);
    this.logger.warn('Turn is late', { callSid, turn: asked });
    return this.twiml.bridge(this.nextFiller(), asked);
  }

  /** A turn run here goes on after the limit; null when another replica takes longer than it. */
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

  private note(callSid: string, { prompt, heard, order, callback, end }: IvrTurn): void {
    const noted = callback && { callback };
    this.calls.noteTurn(callSid, { caller: heard, assistant: prompt, order, ...noted });
    if (end === null) return;
    this.calls.finish(callSid, this.transfersTo(end) === undefined ? 'finished' : 'transferred');
  }

  private spoken(caller: Caller, turn: IvrTurn): string {
    const { prompt, end } = turn;
    if (end === null) return this.twiml.ask(turn);
    const number = this.transfersTo(end);
    if (number === undefined) return this.twiml.hangUp(prompt);
    return this.twiml.transfer(prompt, { caller, leg: { reason: 'asked', index: 0 }, number });
  }

  /** Undefined: the call is hung up. */
  private transfersTo(end: IvrTurn['end']): string | undefined {
    return end === 'transfer' ? this.config.twilio.humanNumbers[0] : undefined;
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
