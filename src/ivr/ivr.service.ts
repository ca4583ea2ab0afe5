import { isDeepStrictEqual } from 'node:util';
import { Injectable, Logger } from '@nestjs/common';
import type { TraceSpan } from '../ops/tracing/trace-span.js';
import type { OrderSummary } from '../orders/order.js';
import { errorFields } from '../common/error-fields.js';
import { KeyedQueue } from '../common/keyed-queue.js';
import { ToolBox } from '../menu/tools/tool-box.js';
import type { CallbackNote } from '../menu/tools/tool.js';
import {
  brainRequest,
  replyOf,
  saidAgain,
  saidFirst,
  type Brain,
  type BrainOutcome,
  type WordedReply,
} from './brain.js';
import { ivrTurn } from './dialogue.js';
import { transcriptOf } from '../understanding/utterance.js';
import { hintsFor } from './hints.js';
import { answerKind, type AnswerKind } from './answer-kind.js';
import { IvrMemory, type IvrRecord, type TurnClaim } from './ivr-memory.js';
import { NEW_STATE, type IvrInput, type IvrReply, type IvrState } from './ivr-state.js';
import { runTurn, type RunTool } from './run-turn.js';
import { orderOf } from './tool-results.js';
import { DialogueContexts, type DialogueContext } from './dialogue-context.js';

/** What the caller hears next and what is listened for. */
export interface IvrTurn {
  /** Never empty. */
  readonly prompt: string;
  /** Where in `prompt` the line begins to listen; the caller hears all that is before it. */
  readonly listensFrom: number;
  /** Phrases for speech recognition, separated by commas; may be empty. */
  readonly hints: string;
  /** What kind of answer the question expects. */
  readonly answer: AnswerKind;
  readonly expects: 'speech dtmf' | 'dtmf';
  /** What follows the prompt instead of listening. */
  readonly end: null | 'hang-up' | 'transfer';
  /** Code of the language that `prompt` is in; null: that of the voice file. */
  readonly language: string | null;
  /** What the caller said or keyed, for the transcript: without card numbers. Null for nothing. */
  readonly heard: string | null;
  /** The call's order after the turn; null when no tool of the turn has seen it. */
  readonly order: OrderSummary | null;
  /** The caller's wish to be called back, when a tool of the turn has noted one. */
  readonly callback?: CallbackNote;
  /** The turn that the prompt asks for; the request that answers it names it. */
  readonly asks: number;
  /** The brain that has worded it; absent: the dialogue without AI. */
  readonly brain?: string;
  /** Given before, here or on another replica: nothing was run for it this time. */
  readonly repeated: boolean;
}

/** A request for a turn of a call. */
export interface IvrRequest {
  readonly callSid: string;
  /** Empty when unknown. */
  readonly callerNumber: string;
  /** The turn that the caller was asked for; 0: the first words. */
  readonly turn: number;
  /** Null: the caller waits for the answer to what an earlier request has carried. */
  readonly input: IvrInput | null;
  /** Code of the language that the call speaks, once it was taken; null: that of the voice file. */
  readonly language: () => string | null;
  /** What of the call's trace happens now; absent or null: nothing is traced. */
  readonly trace?: () => TraceSpan | null;
}

const DECLINED: BrainOutcome = { kind: 'declined' };

/**
 * The order line that needs no AI: one call in, one turn at a time, each on any replica. Works on
 * the order that the call began elsewhere. Another brain may be asked first: a turn is run once
 * among all replicas, whichever answers it.
 */
@Injectable()
export class IvrService {
  private readonly logger = new Logger(IvrService.name);
  private readonly turns = new KeyedQueue();

  constructor(
    private readonly memory: IvrMemory,
    private readonly worlds: DialogueContexts,
    private readonly tools: ToolBox,
  ) {}

  /** The turn that a call was asked for last; 0 for a call that is not known. */
  async asked(callSid: string): Promise<number> {
    return (await this.memory.load(callSid))?.turn ?? 0;
  }

  /** What the call was told last, once this turn or a later one is answered; until then null. */
  async answered(callSid: string, turn: number): Promise<IvrTurn | null> {
    return this.repeat(await this.memory.load(callSid), turn);
  }

  /**
   * Answers what the caller did. A turn is run once among all replicas, after `take` has made the
   * call this replica's or said how it ends; null: another replica is running it. If that one has
   * died in the middle, the caller is asked again instead. A call that is not known, or not up to
   * this turn, begins anew with the order it has. Never rejects: failures become a sentence.
   *
   * @param brain is asked before the dialogue, which answers the same turn where it does not.
   */
  turn(
    request: IvrRequest,
    take: () => Promise<IvrTurn['end']>,
    brain?: Brain,
  ): Promise<IvrTurn | null> {
    const { callSid, turn } = request;
    return this.turns.run(callSid, async () => {
      const known = await this.answered(callSid, turn);
      if (known !== null) return known;
      const claim = await this.memory.claim(callSid, turn);
      return claim && this.run(request, claim, take, brain);
    });
  }

  /**
   * Another replica may have answered the turn while this process was stopped: the record is read
   * after `take`, from which on the order refuses earlier owners, and again before it is written.
   */
  private async run(
    request: IvrRequest,
    claim: TurnClaim,
    take: () => Promise<IvrTurn['end']>,
    brain: Brain | undefined,
  ): Promise<IvrTurn> {
    const { callSid, callerNumber, turn, input } = request;
    let before: IvrRecord | null = null;
    let chosen: string | null = null;
    const language = (): string | null => chosen ?? request.language() ?? before?.language ?? null;
    const world = (): DialogueContext => this.worlds.now(language());
    let order: OrderSummary | null = null;
    let callback: CallbackNote | undefined;
    const runTool: RunTool = async (name, args) => {
      // The line speaks what it is given, and a read-back has been heard before it listens.
      const heard = before === null ? '' : heardOf(before);
      const readBack = { heard, answered: before && heard, cut: false, misread: 0 };
      const { spoken } = world().words.vocabulary;
      const trace = request.trace?.() ?? null;
      const heardSo = () => Promise.resolve(readBack);
      const context = { callSid, callerNumber, spoken, trace, readBack: heardSo };
      const outcome = await this.tools.run(name, JSON.stringify(args), context);
      order = outcome.order ?? order;
      callback = outcome.callback ?? callback;
      chosen = outcome.language ?? chosen;
      return outcome;
    };
    let reply: WordedReply;
    try {
      const over = await take();
      if (over !== null) return this.farewell(request, over);
      before = await this.memory.load(callSid);
      const known = this.repeat(before, turn);
      if (known !== null) return known;
      reply = await this.worded(request, claim, before, world, runTool, brain);
    } catch (error) {
      this.logger.error('Turn failed', { callSid, turn, ...errorFields(error) });
      before ??= await this.memory.load(callSid);
      const prompt = world().sentence('failed');
      const state = before?.state ?? NEW_STATE;
      reply = { state, prompt, listensFrom: 0, expects: 'speech dtmf', end: null };
    }
    const overtaken = await this.answered(callSid, turn);
    if (overtaken !== null) return overtaken;
    const { state, prompt, listensFrom, expects, end, brain: by, brainFailures } = reply;
    const asks = turn + 1;
    const last = order ?? before?.order ?? null;
    const worded = by === undefined ? {} : { brain: by };
    const asked = { state, prompt, listensFrom, expects, end, language: language(), ...worded };
    const failures = brainFailures === undefined ? {} : { brainFailures };
    // Words that are heard to their end are a read-back of their own.
    const readBack =
      listensFrom === 0 && stillAsked(before, state) ? { readBack: heardOf(before) } : {};
    await this.memory.save(callSid, {
      turn: asks,
      order: last,
      ...asked,
      ...failures,
      ...readBack,
    });
    const heard =
      input === null || 'start' in input || 'nothing' in input ? null : transcriptOf(input);
    const noted = callback && { callback };
    const said = { prompt, listensFrom, expects, end, language: language() };
    const answer = listening(state, world());
    return { ...said, ...answer, heard, order, ...noted, ...worded, asks, repeated: false };
  }

  /** The reply of the brain where it has one, otherwise that of the dialogue. */
  private async worded(
    request: IvrRequest,
    claim: TurnClaim,
    before: IvrRecord | null,
    world: () => DialogueContext,
    runTool: RunTool,
    brain: Brain | undefined,
  ): Promise<WordedReply> {
    const { turn, input } = request;
    const kept = before?.brainFailures === undefined ? {} : { brainFailures: before.brainFailures };
    const known = before !== null && before.turn === turn && before.end === null ? before : null;
    const again = input && claim === 'first' ? saidAgain(input, known, world()) : null;
    if (again !== null) return { ...again, ...kept };
    const { vocabulary } = world().words;
    const first = brain && claim === 'first';
    const asked = first && input ? brainRequest(turn, input, known, vocabulary) : null;
    const outcome = asked && brain ? await brain(asked) : DECLINED;
    if (outcome.kind === 'answered') {
      const { result } = await runTool('view_order', {});
      const missed = asked?.opening === 'missed' || before?.state.missed === true;
      return { ...replyOf(outcome, orderOf(result), missed), ...kept, brain: outcome.brain };
    }
    if (outcome.kind === 'declined') {
      return { ...(await this.reply(request, claim, before, world(), runTool)), ...kept };
    }
    const brainFailures = (before?.brainFailures ?? 0) + 1;
    // What it has done is not to be done once more.
    const reply = outcome.acted
      ? saidFirst(outcome.tells, await runTurn(ivrTurn(null, beginning(true), world()), runTool))
      : await this.reply(request, claim, before, world(), runTool);
    return { ...reply, brainFailures };
  }

  private async reply(
    { callSid, turn, input }: IvrRequest,
    claim: TurnClaim,
    before: IvrRecord | null,
    world: DialogueContext,
    runTool: RunTool,
  ): Promise<IvrReply> {
    if (before === null || before.turn < turn || before.end !== null) {
      const start = input !== null && 'start' in input ? input : beginning(turn > 0);
      return runTurn(ivrTurn(null, start, world), runTool);
    }
    if (claim === 'first' && input !== null) {
      return runTurn(ivrTurn(before.state, input, world), runTool);
    }
    // The order alone tells whether the replica before has done what it was asked.
    this.logger.warn('Turn taken over', { callSid, turn });
    const { result, order } = await runTool('view_order', {});
    const changed = result.ok && !isDeepStrictEqual(order, before.order);
    return changed ? runTurn(ivrTurn(null, beginning(true), world), runTool) : before;
  }

  /** The call has ended elsewhere: runs no tool and keeps nothing. */
  private farewell({ turn, language }: IvrRequest, end: 'hang-up' | 'transfer'): IvrTurn {
    const prompt = this.worlds
      .now(language())
      .sentence(end === 'transfer' ? 'transferring' : 'giveUp');
    return {
      prompt,
      listensFrom: 0,
      hints: '',
      answer: 'choice',
      expects: 'dtmf',
      end,
      language: language(),
      heard: null,
      order: null,
      asks: turn,
      repeated: true,
    };
  }

  private repeat(record: IvrRecord | null, turn: number): IvrTurn | null {
    if (record === null || record.turn <= turn) return null;
    const { prompt, listensFrom, expects, end, state, turn: asks, language = null } = record;
    const said = { prompt, listensFrom, expects, end, language };
    const answer = listening(state, this.worlds.now(language));
    return { ...said, ...answer, heard: null, order: null, asks, repeated: true };
  }
}

/** What speech recognition is to know about the answer. */
function listening(state: IvrState, world: DialogueContext): Pick<IvrTurn, 'hints' | 'answer'> {
  return { hints: hintsFor(state, world), answer: answerKind(state.step) };
}

/** What the caller heard last: of an order that is still to be agreed to, the whole read-back. */
function heardOf({ prompt, readBack }: IvrRecord): string {
  return readBack ?? prompt;
}

/** Whether the question is the one before: whether to place the order that was read back. */
function stillAsked(before: IvrRecord | null, { step }: IvrState): before is IvrRecord {
  const asked = before?.state.step;
  return (
    asked?.kind === 'confirm' &&
    step.kind === 'confirm' &&
    step.confirmationId !== null &&
    asked.confirmationId === step.confirmationId
  );
}

function beginning(resumed: boolean): IvrInput & { readonly start: true } {
  return { start: true, resumed };
}
