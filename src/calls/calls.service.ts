import { Injectable } from '@nestjs/common';
import { Membership } from '../cluster/membership.js';
import { AppConfig } from '../config/app-config.js';
import { Lifecycle } from '../ops/lifecycle.js';
import type { CallbackNote } from '../menu/tools/tool.js';
import type { Order, OrderSummary } from '../orders/order.js';
import { OrdersService } from '../orders/orders.service.js';
import { RealtimeService } from '../realtime/realtime.service.js';
import { Admission, type Refusal, type RejectionReason } from './admission.js';
import { CallLookup } from './state/call-lookup.js';
import { CallSnapshots } from './state/call-snapshots.js';
import { CallRecovery } from './ownership/call-recovery.js';
import { OwnedCalls, type Caller } from './ownership/owned-calls.js';
import { Transfers } from './ownership/transfers.js';
import type { CallSession } from './session/call-session.js';
import { CallSessions } from './ownership/call-sessions.js';
import type { Call, CallOutcome } from './call/call.js';
import type { CallTrace } from './call/call-trace.js';
import { CALLBACK_TOOL } from './call/callback.js';
import { afterDial, numbersFor, type DialLeg, type DialReport } from './call/transfer.js';
import { LatencyStats, type LatencyReport } from './session/latency-stats.js';
import type { PhoneLeg } from './session/phone-leg.js';
import { Voicemails, type Voicemail } from './state/voicemails.js';

/** How an arriving call is answered. `over`: it has already ended. */
export type Arrival = {
  readonly kind: 'stream' | 'ivr' | 'no-provider' | 'over' | Refusal;
};

/**
 * What follows the end of a stream or of a dialled call. `ivr-missed`: the order line, for a caller
 * whom no person has taken; `message`: nothing can go on, and no person has taken the call; `lost`:
 * nothing can go on with the call.
 */
export type NextStep =
  | { readonly kind: 'hangup' | 'stream' | 'ivr' | 'ivr-missed' | 'message' | 'lost' }
  | { readonly kind: 'transfer'; readonly leg: DialLeg; readonly number: string };

/** What a person is told of a call before taking it. */
export interface CallBriefing {
  /** The caller's number as it was presented. */
  readonly from: string;
  readonly order: Order | null;
}

/** Most streams that may be resumed without a completed turn in between. */
const MAX_RESUMES = 3;

/** The life of a call as Twilio's webhooks and streams drive it, on any replica. */
@Injectable()
export class CallsService {
  private rejected = 0;

  constructor(
    private readonly config: AppConfig,
    private readonly lifecycle: Lifecycle,
    private readonly realtime: RealtimeService,
    private readonly admission: Admission,
    private readonly ownedCalls: OwnedCalls,
    private readonly sessions: CallSessions,
    private readonly recovery: CallRecovery,
    private readonly snapshots: CallSnapshots,
    private readonly latencies: LatencyStats,
    private readonly membership: Membership,
    private readonly voicemails: Voicemails,
    private readonly transfers: Transfers,
    private readonly lookup: CallLookup,
    private readonly orders: OrdersService,
  ) {}

  /** A call comes in. A repeated webhook gets the same answer, on any replica. */
  async arrive(caller: Caller): Promise<Arrival> {
    const claim = await this.ownedCalls.claim(caller, { steal: false, expected: false });
    if (claim.kind === 'ended') {
      if (claim.outcome !== 'rejected') return { kind: 'over' };
      return { kind: await this.admission.refusalAgain(caller.callSid) };
    }
    if (claim.kind === 'elsewhere') {
      const offStream = claim.snapshot?.outcome === 'left-stream' || !this.streamUsable;
      return { kind: offStream ? 'ivr' : 'stream' };
    }
    const { call } = claim;
    call.announced = true;
    const reason = claim.isNew ? await this.admit(call) : null;
    if (reason !== null) {
      this.rejected += 1;
      const answer = await this.admission.refusal(call.callSid, call.from, reason);
      call.note('rejected', { reason, answer });
      await this.ownedCalls.end(call, 'rejected');
      return { kind: answer };
    }
    // The caller may have hung up while the rate was looked up.
    if (this.ownedCalls.get(caller.callSid) !== call) return { kind: 'over' };
    if (this.streamUsable) return { kind: 'stream' };
    if (!this.realtime.ivrUsable) return { kind: 'no-provider' };
    this.goOffStream(call);
    return { kind: 'ivr' };
  }

  /** True while a further stream may be opened. */
  acceptsStreams(): boolean {
    return (
      this.lifecycle.state !== 'draining' &&
      this.sessions.size < this.config.limits.maxConcurrentCalls
    );
  }

  /**
   * Claims the call of a stream that has started; null when it is over.
   *
   * @param announced the stream belongs to a call that a webhook has told of.
   */
  async claim(caller: Caller, announced: boolean): Promise<Call | null> {
    const claim = await this.ownedCalls.claim(caller, { steal: true, expected: true });
    if (claim.kind !== 'call') return null;
    claim.call.admitted = true;
    claim.call.announced ||= announced;
    await this.recovery.makeReady(claim.call);
    return claim.call;
  }

  /** Opens the session of a stream whose call was claimed; a call has one stream at a time. */
  open(call: Call, streamSid: string, phone: PhoneLeg): CallSession {
    return this.sessions.open(call, streamSid, phone, () => this.sessionEnded(call));
  }

  /** What follows the stream, decided from the call's outcome alone. */
  async next(caller: Caller): Promise<NextStep> {
    // A request that waited while the process was stopped has been answered by another replica.
    const steal = !this.ownedCalls.justWoke;
    const claim = await this.ownedCalls.claim(caller, { steal, expected: true });
    if (claim.kind === 'ended') return this.afterEnd(claim.outcome);
    if (claim.kind === 'elsewhere') return { kind: 'stream' };
    const { call } = claim;
    call.admitted = true;
    call.announced = true;
    if (call.outcome !== 'transferred') return this.goOn(call);
    return this.dial({ reason: call.transfer?.reason ?? 'asked', index: 0 });
  }

  /**
   * What follows a dialled call: the next number, or the call goes on with its order as it stands.
   * Without state of the call, the leg and the report are enough to dial on or to hang up.
   */
  async afterDial(caller: Caller, leg: DialLeg, report: DialReport): Promise<NextStep> {
    const steal = !this.ownedCalls.justWoke;
    const claim = await this.ownedCalls.claim(caller, { steal, expected: true });
    const call = claim.kind === 'call' ? claim.call : null;
    const left = numbersFor(this.config, leg.reason).length - leg.index - 1;
    const what = afterDial(report, call?.transfer?.state === 'accepted', left);
    if (what === 'over') {
      if (call) await this.ownedCalls.end(call, 'transferred');
      return { kind: 'hangup' };
    }
    if (call) this.transfers.untaken(call, leg, report);
    if (what === 'next-number') {
      if (call) await this.transfers.ring(call, leg.reason);
      return this.dial({ ...leg, index: leg.index + 1 });
    }
    if (claim.kind === 'elsewhere') return { kind: 'stream' };
    if (!call) return { kind: 'message' };
    call.admitted = true;
    call.announced = true;
    this.transfers.missed(call, leg.reason);
    const step = await this.goOn(call);
    return step.kind === 'lost' ? { kind: 'message' } : step;
  }

  /** What a person is told of a call, live or over; null when it is not known. */
  async brief(callSid: string): Promise<CallBriefing | null> {
    const call = await this.lookup.find(callSid);
    if (call === null) return null;
    const order = call.unsavedOrders.at(0) ?? (await this.orders.current(callSid));
    return { from: call.from, order };
  }

  /** Claims the call for a turn on the order line; otherwise says how the call ends. */
  async takeTurn(
    callSid: string,
    { from }: { readonly from: string },
  ): Promise<null | 'hang-up' | 'transfer'> {
    const caller = { callSid, from, to: '' };
    const claim = await this.ownedCalls.claim(caller, { steal: true, expected: true });
    if (claim.kind === 'ended') return claim.outcome === 'transferred' ? 'transfer' : 'hang-up';
    if (claim.kind === 'elsewhere') return null;
    const { call } = claim;
    if (call.outcome === 'transferred') return 'transfer';
    if (claim.isNew) call.overRate = !(await this.admission.withinRate(from));
    call.admitted = true;
    call.announced = true;
    if (call.outcome !== 'left-stream') this.goOffStream(call);
    await this.recovery.makeReady(call);
    call.trace.turnBegan();
    call.talk.lineAsked();
    return null;
  }

  /** The spans of a call here; null for other calls. */
  traceOf(callSid: string): CallTrace | null {
    return this.ownedCalls.get(callSid)?.trace ?? null;
  }

  /** Code of the language that a call here speaks; null: that of the voice file. */
  languageOf(callSid: string): string | null {
    return this.ownedCalls.get(callSid)?.language ?? null;
  }

  /** The caller goes on in a language, told by its code. */
  speak(callSid: string, language: string): void {
    this.ownedCalls.get(callSid)?.speak(language);
  }

  /** The caller of a call here hears a filler on the order line. */
  noteFiller(callSid: string): void {
    const call = this.ownedCalls.get(callSid);
    if (!call) return;
    call.note('filler');
    call.talk.lineFilled();
  }

  /** Adds a turn on the order line to the call. */
  noteTurn(
    callSid: string,
    turn: {
      caller: string | null;
      assistant: string;
      order: OrderSummary | null;
      callback?: CallbackNote;
      /** The provider that has answered; the line without AI unless told. */
      provider?: string;
    },
  ): void {
    const call = this.ownedCalls.get(callSid);
    if (!call) return;
    const { conversation } = call;
    const turnId = call.nextTurnId;
    call.turns += 1;
    const provider = turn.provider ?? 'ivr';
    call.talk.lineSaid(turn.caller === null ? null : turnId, turnId, provider);
    this.latencies.waited(call.talk.takeWait(), provider === 'ivr' ? 'ivr' : 'chat-line');
    if (turn.caller !== null) {
      call.callerActive();
      conversation.callerSaid(turnId, turn.caller);
    }
    if (turn.callback) {
      const { phone, message } = turn.callback;
      conversation.toolCalled(turnId, CALLBACK_TOOL, JSON.stringify({ phone, message }));
      conversation.toolAnswered(turnId, JSON.stringify({ ok: true }));
      this.snapshots.noteCallback(call, turn.callback);
    }
    conversation.lineSaid(turnId, turn.assistant);
    this.onRung(call, provider, 'turn');
    call.trace.turnEnded();
    if (turn.order) call.ordered(turn.order);
    this.ownedCalls.touch(call);
    // The next turn may reach another replica within moments.
    void this.snapshots.putNow(call, 'turn');
  }

  /** Ends a call that is on the order line, or lets it be put through from there. */
  finish(callSid: string, outcome: 'finished' | 'transferred'): void {
    const call = this.ownedCalls.get(callSid);
    if (!call) return;
    if (outcome === 'transferred') void this.transfers.begin(call, 'asked');
    else void this.ownedCalls.end(call, outcome);
  }

  /** Whether a caller may leave a message or ring a person now; the answer to one call stays. */
  mayCost({ callSid, from }: Caller): Promise<boolean> {
    return this.admission.mayCost(callSid, from);
  }

  /** Stores the reference of a message that a rejected caller left. */
  async noteVoicemail(callSid: string, voicemail: Voicemail): Promise<void> {
    await this.voicemails.keep(callSid, voicemail);
  }

  stats(): { active: number; total: number; rejected: number; max: number; streams: number } {
    return {
      active: this.ownedCalls.active,
      total: this.ownedCalls.total,
      rejected: this.rejected,
      max: this.config.limits.maxConcurrentCalls,
      streams: this.sessions.size,
    };
  }

  latency(): LatencyReport {
    return this.latencies.report();
  }

  /** True while a provider can speak on a stream and some replica accepts one. */
  private get streamUsable(): boolean {
    const accepted = this.acceptsStreams() || this.membership.othersReady;
    return accepted && this.realtime.streamUsable;
  }

  private async admit(call: Call): Promise<RejectionReason | null> {
    const full = this.admission.room(this.ownedCalls.active);
    // Takes up room from here on: other calls may arrive before the rate is known.
    if (full === null) call.admitted = true;
    return (await this.admission.withinRate(call.from)) ? full : 'rate';
  }

  /** Goes on with a call that no stream and no person has: on a stream, or on the order line. */
  private async goOn(call: Call): Promise<NextStep> {
    const leftStream = call.outcome === 'left-stream';
    if (leftStream || call.resumes >= MAX_RESUMES || !this.streamUsable) {
      if (!this.realtime.ivrUsable) {
        await this.ownedCalls.end(call, 'lost');
        return { kind: 'lost' };
      }
      const missed = call.transfer?.state === 'missed';
      call.transfer = null;
      this.goOffStream(call);
      return { kind: missed ? 'ivr-missed' : 'ivr' };
    }
    call.resumes += 1;
    call.state = 'resuming';
    call.note('resume', { attempt: call.resumes });
    this.ownedCalls.touch(call);
    // The stream may reach another replica within moments.
    await this.snapshots.putNow(call);
    return { kind: 'stream' };
  }

  private dial(leg: DialLeg): NextStep {
    const number = numbersFor(this.config, leg.reason)[leg.index];
    return number === undefined ? { kind: 'lost' } : { kind: 'transfer', leg, number };
  }

  /** Moves the call to the order line, which answers turn by turn without a stream. */
  private goOffStream(call: Call): void {
    this.onRung(call, this.realtime.offStream ?? 'ivr', 'no-stream');
    call.state = 'active';
    call.outcome = 'left-stream';
    this.ownedCalls.touch(call);
    this.snapshots.changed(call, 'call');
  }

  /** @param reason a stream cannot go on with the call; the rung has answered in its turn. */
  private onRung(call: Call, provider: string, reason: 'no-stream' | 'turn'): void {
    if (call.provider !== provider) call.note(provider, { from: call.provider, reason });
    call.provider = provider;
  }

  private afterEnd(outcome: CallOutcome): NextStep {
    if (outcome === 'lost') return { kind: 'lost' };
    return outcome === 'transferred'
      ? this.dial({ reason: 'asked', index: 0 })
      : { kind: 'hangup' };
  }

  /** Resolves when every replica can answer what follows. */
  private async sessionEnded(call: Call): Promise<void> {
    if (this.ownedCalls.get(call.callSid) !== call) return;
    const { outcome } = call;
    // No webhook will ask what follows, unless another stream goes on with the call.
    if (!call.announced && (outcome === null || outcome === 'left-stream')) {
      return this.ownedCalls.end(call, outcome === null ? 'hung-up' : 'lost');
    }
    if (outcome === 'transferred' && call.announced) {
      const { transfer } = call;
      const operators = transfer?.state === 'ringing' && transfer.reason === 'operator';
      return this.transfers.begin(call, operators ? 'operator' : 'asked');
    }
    if (outcome === 'left-stream') this.goOffStream(call);
    else if (outcome !== null && outcome !== 'handed-over') {
      return this.ownedCalls.end(call, outcome);
    } else {
      call.state = 'resuming';
      this.ownedCalls.touch(call);
    }
    await this.snapshots.putNow(call);
  }
}
