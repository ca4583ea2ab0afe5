import { EventEmitter, once } from 'node:events';
import { Call } from '../../../src/calls/call/call.js';
import type { DialLeg, DialReport } from '../../../src/calls/call/transfer.js';
import type {
  Arrival,
  CallBriefing,
  CallsService,
  NextStep,
} from '../../../src/calls/calls.service.js';
import type { CallControl } from '../../../src/calls/ownership/call-control.js';
import type { Caller } from '../../../src/calls/ownership/owned-calls.js';
import type { CallSession } from '../../../src/calls/session/call-session.js';
import type { PhoneLeg } from '../../../src/calls/session/phone-leg.js';
import { standIn } from './stand-in.js';

/** What one session was told, in order. */
export class RecordingSession implements Pick<
  CallSession,
  'hear' | 'marked' | 'pressed' | 'phoneGone'
> {
  readonly heard: Array<{ payload: string; timestampMs: number }> = [];
  readonly marks: string[] = [];
  readonly keys: string[] = [];
  readonly gone: string[] = [];
  /** Thrown by `hear` while set. */
  failure: Error | null = null;

  constructor(
    readonly start: Caller & { readonly streamSid: string },
    readonly phone: PhoneLeg,
    private readonly changed: () => void,
  ) {}

  hear(payload: string, timestampMs: number): void {
    if (this.failure) throw this.failure;
    this.heard.push({ payload, timestampMs });
    this.changed();
  }

  marked(name: string): void {
    this.marks.push(name);
    this.changed();
  }

  pressed(digit: string): void {
    this.keys.push(digit);
    this.changed();
  }

  phoneGone(reason: string): void {
    this.gone.push(reason);
    this.changed();
  }
}

/** What the edge asks of calls. */
type EdgeCalls = Pick<
  CallsService,
  | 'arrive'
  | 'acceptsStreams'
  | 'mayCost'
  | 'claim'
  | 'open'
  | 'next'
  | 'afterDial'
  | 'brief'
  | 'takeTurn'
  | 'noteTurn'
  | 'languageOf'
  | 'traceOf'
  | 'speak'
  | 'noteVoicemail'
  | 'finish'
> &
  Pick<CallControl, 'streamEvent' | 'statusEvent' | 'accepted'>;

/** The calls room as the edge sees it, with knobs and ears. */
export class RecordingCalls implements EdgeCalls {
  arrival: Arrival = { kind: 'stream' };
  step: NextStep = { kind: 'hangup' };
  accepts = true;
  refusesConnect = false;
  /** Whether a caller may still ring a person or leave a message. */
  affordable = true;
  /** What a dialled person is told of a call. */
  briefing: CallBriefing | null = null;
  /** Awaited by whatever reads the state of a call; reject it or leave it open to play a bad directory. */
  directory: Promise<unknown> = Promise.resolve();
  readonly arrivals: Array<{ callSid: string; from: string; to: string }> = [];
  readonly sessions: RecordingSession[] = [];
  readonly streamEvents: unknown[] = [];
  readonly statusEvents: unknown[] = [];
  readonly takenTurns: unknown[] = [];
  readonly turns: unknown[] = [];
  readonly finished: unknown[] = [];
  readonly voicemails: unknown[] = [];
  readonly dialled: unknown[] = [];
  readonly briefed: string[] = [];
  readonly acceptances: string[] = [];
  private readonly events = new EventEmitter();

  async arrive(caller: { callSid: string; from: string; to: string }): Promise<Arrival> {
    this.arrivals.push(caller);
    await this.directory;
    return this.arrival;
  }

  acceptsStreams(): boolean {
    return this.accepts;
  }

  async mayCost(): Promise<boolean> {
    await this.directory;
    return this.affordable;
  }

  claim(caller: Caller): Promise<Call | null> {
    return Promise.resolve(this.refusesConnect ? null : new Call(caller, 'edge', 1));
  }

  open({ callSid, from, to }: Call, streamSid: string, phone: PhoneLeg): CallSession {
    const start = { callSid, from, to, streamSid };
    const session = new RecordingSession(start, phone, () => this.events.emit('changed'));
    this.sessions.push(session);
    this.events.emit('changed');
    return standIn<CallSession>(session);
  }

  async next(): Promise<NextStep> {
    await this.directory;
    return this.step;
  }

  async afterDial(_: Caller, leg: DialLeg, report: DialReport): Promise<NextStep> {
    this.dialled.push([leg, report]);
    await this.directory;
    return this.step;
  }

  async brief(callSid: string): Promise<CallBriefing | null> {
    this.briefed.push(callSid);
    await this.directory;
    return this.briefing;
  }

  accepted(callSid: string): Promise<void> {
    this.acceptances.push(callSid);
    return Promise.resolve();
  }

  streamEvent(callSid: string, event: unknown): Promise<void> {
    this.streamEvents.push({ callSid, event });
    return Promise.resolve();
  }

  statusEvent(callSid: string, status: string, sequence: number | null): Promise<void> {
    this.statusEvents.push({ callSid, status, sequence });
    return Promise.resolve();
  }

  takeTurn(callSid: string, caller: { from: string }): Promise<null> {
    this.takenTurns.push({ callSid, ...caller });
    return this.directory.then(() => null);
  }

  /** What the caller of every call has chosen. */
  language: string | null = null;

  languageOf(): string | null {
    return this.language;
  }

  traceOf(): null {
    return null;
  }

  speak(_callSid: string, language: string): void {
    this.language = language;
  }

  noteTurn(callSid: string, turn: object): void {
    this.turns.push({ callSid, ...turn });
  }

  noteVoicemail(callSid: string, voicemail: object): Promise<void> {
    this.voicemails.push({ callSid, ...voicemail });
    return this.directory.then(() => undefined);
  }

  finish(callSid: string, outcome: string): void {
    this.finished.push({ callSid, outcome });
  }

  /** Waits until the condition holds; the test's own time limit ends a wait in vain. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await once(this.events, 'changed');
  }

  noteFiller(): void {
    // What is bridged is seen in the answer.
  }
}
