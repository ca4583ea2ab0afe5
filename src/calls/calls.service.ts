import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Lifecycle } from '../ops/lifecycle.js';
import { Metrics } from '../ops/metrics.js';
import type { OrderSummary } from '../orders/order.js';
import { OrdersService } from '../orders/orders.service.js';
import { RealtimeService } from '../realtime/realtime.service.js';
import { CallerRate } from './admission.js';
import type { CallSession } from './call-session.js';
import { CallSessionFactory } from './call-session.factory.js';
import { Call, type CallAudio, type CallOutcome } from './call.js';
import { CallBook } from './call-book.js';
import { LatencyStats, type LatencyReport } from './latency-stats.js';
import type { PhoneLeg } from './phone-leg.js';
import { PhoneLine } from './phone-line.js';
import type { StreamStats } from './stream-counters.js';

/** How an arriving call is to be answered. `over`: it has already ended. */
export type Arrival = {
  readonly kind: 'stream' | 'ivr' | 'busy' | 'no-provider' | 'over';
};

/** What follows the end of a stream. */
export type NextStep =
  | { readonly kind: 'hangup' | 'stream' | 'ivr' | 'lost' }
  | { readonly kind: 'transfer'; readonly number: string };

/** Who calls whom. */
export interface Caller {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
}

/** A live stream, for operators. */
export interface StreamView extends StreamStats {
  readonly streamSid: string;
  readonly marksPending: number;
  readonly callSid: string;
  readonly instance: string;
  readonly provider: string | null;
  readonly durationMs: number;
  readonly audio: CallAudio & { readonly bufferedOutMs: number };
}

/** Streams begun anew without a completed turn in between. */
const MAX_RESUMES = 3;
/** A call without a stream for so long is over: the caller is gone. */
const STRANDED_MS = 60_000;
/** Off the stream a turn may take long: a large order is read back by `<Say>`. */
const STRANDED_OFF_STREAM_MS = 300_000;
/** An ended call is remembered so long, for late and repeated webhooks. */
const REMEMBER_ENDED_MS = 600_000;
const MAX_REMEMBERED = 10_000;
const SWEEP_MS = 5_000;
const DRAIN_CHECK_MS = 200;

/** The calls of this process: lets them in, gives them their sessions, ends them. */
@Injectable()
export class CallsService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(CallsService.name);
  private readonly calls = new Map<string, Call>();
  private readonly sessions = new Map<string, CallSession>();
  private readonly quietSince = new Map<string, number>();
  private readonly ended = new Map<string, { outcome: CallOutcome; at: number }>();
  private readonly rate: CallerRate;
  private readonly sweeper: NodeJS.Timeout;
  private total = 0;
  private rejected = 0;

  constructor(
    private readonly config: AppConfig,
    private readonly lifecycle: Lifecycle,
    private readonly realtime: RealtimeService,
    private readonly orders: OrdersService,
    private readonly factory: CallSessionFactory,
    private readonly book: CallBook,
    private readonly latencies: LatencyStats,
    private readonly line: PhoneLine,
    private readonly metrics: Metrics,
  ) {
    const { callerRate } = config.limits;
    this.rate = new CallerRate(callerRate.calls, callerRate.windowMs);
    this.sweeper = setInterval(() => this.sweep(), SWEEP_MS);
    this.sweeper.unref();
  }

  /** Create-or-get by CallSid: a repeated webhook gets the same answer. */
  arrive(caller: Caller): Promise<Arrival> {
    return Promise.resolve(this.admit(caller));
  }

  /** True while a further stream may be opened. */
  acceptsStreams(): boolean {
    return (
      this.lifecycle.state !== 'draining' &&
      this.sessions.size < this.config.limits.maxConcurrentCalls
    );
  }

  /**
   * The session of a started stream; null when the call is over. A call has one stream: a
   * newer one takes the place of an older whose end was not seen.
   */
  connect(
    start: { callSid: string; streamSid: string; from?: string; to?: string },
    phone: PhoneLeg,
  ): CallSession | null {
    const { callSid, streamSid } = start;
    if (this.ended.has(callSid)) return null;
    const call =
      this.calls.get(callSid) ??
      this.open({ callSid, from: start.from ?? 'unknown', to: start.to ?? 'unknown' });
    this.sessions.get(callSid)?.release('handed-over', 'newer stream');
    this.quietSince.delete(callSid);
    const session = this.factory.create(call, streamSid, phone, () =>
      this.sessionEnded(call, session),
    );
    this.sessions.set(callSid, session);
    return session;
  }

  /** What follows the stream, decided from the call's outcome alone. */
  next(callSid: string): Promise<NextStep> {
    return Promise.resolve(this.decideNext(callSid));
  }

  streamEvent(
    callSid: string,
    event: { streamSid: string; event: string; error: string | null },
  ): void {
    const call = this.calls.get(callSid);
    if (!call) return;
    call.note('twilio-stream', { ...event });
    this.book.changed(call, 'call');
  }

  /** Twilio's view of the call; a final status ends whatever is left of it. */
  statusEvent(callSid: string, status: string, sequence: number | null): void {
    const call = this.calls.get(callSid);
    if (!call) return;
    call.note('twilio-status', { status, sequence });
    const final = ['completed', 'busy', 'failed', 'no-answer', 'canceled'].includes(status);
    if (!final) return;
    this.sessions.get(callSid)?.phoneGone(`call ${status}`);
    if (this.calls.has(callSid)) this.end(call, call.outcome ?? 'hung-up');
  }

  /** Notes a turn of a call that is answered without a stream. */
  noteTurn(
    callSid: string,
    turn: { caller: string | null; assistant: string; order: OrderSummary | null },
  ): void {
    const call = this.calls.get(callSid);
    if (!call) return;
    const { conversation } = call;
    call.turns += 1;
    if (turn.caller !== null) conversation.callerSaid(`line-${call.turns}`, turn.caller);
    conversation.assistantSaid(`line-${call.turns}`, turn.assistant);
    conversation.turnDone();
    call.order = turn.order ?? call.order;
    this.quietSince.set(callSid, Date.now());
    this.book.changed(call, 'turn');
  }

  /** Ends a call that is answered without a stream. */
  finish(callSid: string, outcome: 'finished' | 'transferred'): void {
    const call = this.calls.get(callSid);
    if (call) this.end(call, outcome);
  }

  /** Ends a call for an operator. */
  async hangUp(callSid: string): Promise<'done' | 'over' | 'unknown'> {
    return this.operate(
      callSid,
      (session) => session.release('finished', 'operator'),
      async (call) => {
        await this.line.hangUp(callSid);
        this.end(call, 'finished');
      },
    );
  }

  /** Connects the caller to a person for an operator. */
  async transfer(callSid: string, number: string): Promise<'done' | 'over' | 'unknown'> {
    return this.operate(
      callSid,
      (session) => session.release('transferred', 'operator'),
      async (call) => {
        await this.line.transfer(callSid, number);
        this.end(call, 'transferred');
      },
    );
  }

  streams(): readonly StreamView[] {
    const now = Date.now();
    return [...this.sessions.values()].map((session) => {
      const stats = session.stats();
      return {
        ...stats,
        streamSid: session.streamSid,
        callSid: session.call.callSid,
        instance: this.config.instance,
        provider: session.call.provider,
        durationMs: now - Date.parse(stats.startedAt),
        audio: session.lineQuality(),
      };
    });
  }

  stats(): { active: number; total: number; rejected: number; max: number; streams: number } {
    return {
      active: this.calls.size,
      total: this.total,
      rejected: this.rejected,
      max: this.config.limits.maxConcurrentCalls,
      streams: this.sessions.size,
    };
  }

  latency(): LatencyReport {
    return this.latencies.report();
  }

  /** Lets live calls finish; whoever is left at the limit goes on by `/voice/next`. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.sweeper);
    const deadline = Date.now() + this.config.drain.timeoutMs;
    while (this.sessions.size > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, DRAIN_CHECK_MS));
    }
    for (const session of this.sessions.values()) session.release('handed-over', 'shutdown');
    for (const call of this.calls.values()) this.book.changed(call, 'call');
    await this.book.flush();
  }

  private admit(caller: Caller): Arrival {
    const { callSid } = caller;
    const past = this.ended.get(callSid);
    if (past) return { kind: past.outcome === 'rejected' ? 'busy' : 'over' };
    if (!this.calls.has(callSid)) {
      const full = this.calls.size >= this.config.limits.maxConcurrentCalls;
      if (full || !this.rate.admits(caller.from, Date.now())) {
        this.rejected += 1;
        const call = this.open(caller);
        call.note('rejected', { reason: full ? 'capacity' : 'rate' });
        this.end(call, 'rejected');
        return { kind: 'busy' };
      }
      this.open(caller);
    }
    if (this.realtime.streamUsable) return { kind: 'stream' };
    const call = this.calls.get(callSid);
    if (!call || !this.realtime.lineUsable) return { kind: 'no-provider' };
    this.goOffStream(call);
    return { kind: 'ivr' };
  }

  /** From here on the call is answered turn by turn, without a stream. */
  private goOffStream(call: Call): void {
    if (call.provider !== 'ivr') call.note('ivr');
    call.state = 'active';
    call.outcome = 'left-stream';
    call.provider = 'ivr';
    this.quietSince.set(call.callSid, Date.now());
    this.book.changed(call, 'call');
  }

  private open(caller: Caller): Call {
    const call = new Call(caller, this.config.instance);
    this.calls.set(call.callSid, call);
    this.quietSince.set(call.callSid, Date.now());
    this.total += 1;
    this.book.changed(call, 'call');
    return call;
  }

  private decideNext(callSid: string): NextStep {
    const call = this.calls.get(callSid);
    const past = this.ended.get(callSid);
    if (!call && past) return this.afterEnd(past.outcome);
    const resumed = call ?? this.open({ callSid, from: 'unknown', to: 'unknown' });
    const leftStream = resumed.outcome === 'left-stream';
    if (leftStream || resumed.resumes >= MAX_RESUMES || !this.realtime.streamUsable) {
      if (!this.realtime.lineUsable) {
        this.end(resumed, 'lost');
        return { kind: 'lost' };
      }
      this.goOffStream(resumed);
      return { kind: 'ivr' };
    }
    resumed.resumes += 1;
    resumed.state = 'resuming';
    resumed.note('resume', { attempt: resumed.resumes });
    this.quietSince.set(callSid, Date.now());
    this.book.changed(resumed, 'call');
    return { kind: 'stream' };
  }

  private afterEnd(outcome: CallOutcome): NextStep {
    const { humanNumber } = this.config.twilio;
    if (outcome === 'lost') return { kind: 'lost' };
    if (outcome !== 'transferred') return { kind: 'hangup' };
    return humanNumber === null ? { kind: 'lost' } : { kind: 'transfer', number: humanNumber };
  }

  private async operate(
    callSid: string,
    onSession: (session: CallSession) => void,
    onLine: (call: Call) => Promise<void>,
  ): Promise<'done' | 'over' | 'unknown'> {
    const call = this.calls.get(callSid);
    if (!call) {
      const known = this.ended.has(callSid) || (await this.book.find(callSid)) !== null;
      return known ? 'over' : 'unknown';
    }
    const session = this.sessions.get(callSid);
    if (session) onSession(session);
    else await onLine(call);
    return 'done';
  }

  private sessionEnded(call: Call, session: CallSession): void {
    if (this.sessions.get(call.callSid) === session) this.sessions.delete(call.callSid);
    const { outcome } = call;
    if (outcome === 'left-stream') {
      this.goOffStream(call);
      return;
    }
    if (outcome !== null && outcome !== 'handed-over') {
      this.end(call, outcome);
      return;
    }
    call.state = 'resuming';
    this.quietSince.set(call.callSid, Date.now());
    this.book.changed(call, 'call');
  }

  private end(call: Call, outcome: CallOutcome): void {
    if (!this.calls.delete(call.callSid)) return;
    this.quietSince.delete(call.callSid);
    call.outcome = outcome;
    call.state = 'ended';
    call.endedAt = new Date().toISOString();
    call.note('ended', { outcome });
    this.ended.set(call.callSid, { outcome, at: Date.now() });
    if (this.ended.size > MAX_REMEMBERED) {
      const [oldest] = this.ended.keys();
      if (oldest !== undefined) this.ended.delete(oldest);
    }
    this.logger.log('Call ended', { callSid: call.callSid, outcome, turns: call.turns });
    this.metrics.counter('calls_ended_total', 'Calls that are over', ['outcome']).inc({ outcome });
    this.orders.release(call.callSid);
    this.book.changed(call, 'call');
  }

  private sweep(): void {
    const now = Date.now();
    for (const [callSid, since] of this.quietSince) {
      const call = this.calls.get(callSid);
      const limitMs = call?.outcome === 'left-stream' ? STRANDED_OFF_STREAM_MS : STRANDED_MS;
      if (call && now - since > limitMs) this.end(call, 'hung-up');
    }
    for (const [callSid, { at }] of this.ended) {
      if (now - at <= REMEMBER_ENDED_MS) break;
      this.ended.delete(callSid);
    }
  }
}
