import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { CallsService } from '../calls/calls.service.js';
import type { Caller } from '../calls/ownership/owned-calls.js';
import { ChatLine } from '../calls/order-line/chat-line.js';
import { callersOwnNumber } from '../common/callable-number.js';
import { TimeLimitError, within } from '../common/time-limit.js';
import { AppConfig } from '../config/app-config.js';
import { VoiceScript } from '../config/voice-script.js';
import type { IvrInput } from '../ivr/ivr-state.js';
import { IvrService, type IvrRequest, type IvrTurn } from '../ivr/ivr.service.js';
import type { TraceSpan } from '../ops/tracing/trace-span.js';
import { MenuService } from '../menu/menu.service.js';
import { GatherTwiml } from './gather-twiml.js';

/** An answer that takes longer is bridged with a filler; Twilio is answered within 1 s. */
export const ANSWER_LIMIT_MS = 700;
/** The same limit for the first words, which come after the call was looked up. */
const OPEN_LIMIT_MS = 200;
/** Pause between two looks at whether another replica has answered. */
const LOOK_AGAIN_MS = 50;

/** A chat model is given so many requests in a row before the caller hears a filler: about 2 s. */
const SILENT_LOOKS = 3;

/** What a `/voice/gather` webhook asks for. */
export interface TurnRequest {
  /** The turn that it answers; null: the turn asked last. */
  readonly turn: number | null;
  /** Null: the request follows an earlier one and waits for the answer of its turn. */
  readonly input: IvrInput | null;
  /** How many requests have waited for the answer since a filler; absent: none. */
  readonly looks?: number;
}

/**
 * Answers the turns of the order line: one webhook, one turn, on any replica. The chat model is
 * asked first while its rung is usable, and the line without AI otherwise, within the same turn.
 */
@Injectable()
export class GatherTurns {
  private readonly logger = new Logger(GatherTurns.name);
  private fillers = 0;

  constructor(
    private readonly ivr: IvrService,
    private readonly calls: CallsService,
    private readonly chat: ChatLine,
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
   * Answers a turn within the limit. A turn that takes longer goes on, here or on the replica that
   * runs it, while the caller hears a filler, and a request that follows gets its answer. While a
   * chat model thinks, `SILENT_LOOKS` requests are made before a filler. A turn that is requested
   * again is not run again: it gets the same answer.
   */
  async answer(
    caller: Caller,
    { turn, input, looks = 0 }: TurnRequest,
    limitMs = ANSWER_LIMIT_MS,
  ): Promise<string> {
    const { callSid, from } = caller;
    const asked = turn ?? (await this.ivr.asked(callSid));
    const language = (): string | null => this.calls.languageOf(callSid);
    const trace = (): TraceSpan | null => this.calls.traceOf(callSid)?.now ?? null;
    const request = { callSid, callerNumber: from, turn: asked, input, language, trace };
    const limit = AbortSignal.timeout(limitMs);
    const answer = await within(this.settle(request, limit), limitMs).catch(nullWhenLate);
    if (answer !== null) return this.spoken(caller, answer);
    const opens = input !== null && 'start' in input;
    if (this.chat.usable && !opens && looks + 1 < SILENT_LOOKS) {
      return this.twiml.bridge(null, asked, looks + 1);
    }
    this.logger.warn('Turn is late', { callSid, turn: asked });
    this.calls.noteFiller(callSid);
    return this.twiml.in(language()).bridge(this.bridgeWords(input, language()), asked, 1);
  }

  /** A turn run here goes on after the limit; null when another replica takes longer than it. */
  private async settle(request: IvrRequest, limit: AbortSignal): Promise<IvrTurn | null> {
    const { callSid, callerNumber: from, turn } = request;
    const take = () => this.calls.takeTurn(callSid, { from });
    const run = await this.ivr.turn(request, take, (asked) => this.chat.answer(callSid, asked));
    if (run !== null && !run.repeated) this.note(callSid, run);
    let answer = run;
    while (answer === null && !limit.aborted) {
      await sleep(LOOK_AGAIN_MS);
      answer = await this.ivr.answered(callSid, turn);
    }
    return answer;
  }

  private note(callSid: string, turn: IvrTurn): void {
    const { prompt, heard, order, callback, end, brain, language } = turn;
    const noted = { ...(callback && { callback }), ...(brain && { provider: brain }) };
    if (language !== null) this.calls.speak(callSid, language);
    this.calls.noteTurn(callSid, { caller: heard, assistant: prompt, order, ...noted });
    if (end === null) return;
    this.calls.finish(callSid, this.transfersTo(end) === undefined ? 'finished' : 'transferred');
  }

  private spoken(caller: Caller, turn: IvrTurn): string {
    const { prompt, end } = turn;
    const twiml = this.twiml.in(turn.language);
    if (end === null) return twiml.ask(turn);
    const number = this.transfersTo(end);
    if (number === undefined) return twiml.hangUp(prompt);
    return twiml.transfer(prompt, { caller, leg: { reason: 'asked', index: 0 }, number });
  }

  /** Undefined: the call is hung up. */
  private transfersTo(end: IvrTurn['end']): string | undefined {
    return end === 'transfer' ? this.config.twilio.humanNumbers[0] : undefined;
  }

  /** A call that is put to a chat model begins with the words that a stream begins with. */
  private bridgeWords(input: IvrInput | null, language: string | null): string {
    const { fillers, welcome } = this.script.in(language);
    const begins = this.chat.usable && input !== null && 'start' in input && !input.resumed;
    const words = begins ? welcome : (fillers[this.fillers++ % fillers.length] ?? '');
    return this.script.render(words, { restaurant: this.menu.restaurantName });
  }
}

function nullWhenLate(error: unknown): null {
  if (error instanceof TimeLimitError) return null;
  throw error;
}
