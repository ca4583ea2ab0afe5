import { randomBytes } from 'node:crypto';
import { CallRecord } from './call-record.js';
import { standardParameters, type CallSetup } from './call-setup.js';
import type { Callee, DialCallStatus } from './callee.js';
import { Gathering } from './gathering.js';
import type { PhoneClock } from './phone-clock.js';
import { TwimlRunner } from './twiml-runner.js';
import type { Verb } from './twiml.js';

const RING_MS = 1_000;
const REACT_MS = 200;
const TALK_MS = { answers: 2_000, machine: 5_000 } as const;
const MACHINE_WORDS = 'You have reached our mailbox. Please leave a message after the tone.';

type Parameters = Readonly<Record<string, string>>;

/** The call around a dialled leg. */
export interface LegContext {
  readonly setup: CallSetup;
  readonly parentSid: string;
  readonly clock: PhoneClock;
  /** Shown to the callee. */
  readonly callerId: string;
  readonly changed: () => void;
  readonly violation: (text: string) => void;
  readonly callback: (method: 'GET' | 'POST', url: string, parameters: Parameters) => Promise<void>;
}

/** One dialled call: it rings, hears the whisper, is joined with the caller, and ends. */
export class CalleeLeg {
  readonly callSid = `CA${randomBytes(16).toString('hex')}`;
  readonly number: string;
  /** Shown to the callee. */
  readonly callerId: string;
  /** Keys pressed during the whisper. */
  readonly pressed: string[] = [];
  /** Undefined while it rings, or when it was not answered. Clock time, as all others. */
  answeredAt: number | undefined;
  /** When the caller and the callee could talk. */
  joinedAt: number | undefined;
  endedAt: number | undefined;
  /** `initiated`, `ringing`, `in-progress`, then the final one. */
  status = 'initiated';

  readonly #record = new CallRecord();
  /** Texts of `<Say>` in the whisper. */
  readonly said: readonly string[] = this.#record.said;
  /** Documents of the whisper. */
  readonly twiml = this.#record.twiml;

  readonly #gathering: Gathering;
  readonly #runner: TwimlRunner;
  #callbacks: Promise<void> = Promise.resolve();
  #sequence = 0;
  #gathers = 0;

  constructor(
    private readonly noun: Verb,
    readonly callee: Callee,
    private readonly context: LegContext,
  ) {
    const { setup, clock, callerId } = context;
    this.number = noun.text;
    this.callerId = callerId;
    this.#gathering = new Gathering(() => this.#react());
    this.#runner = new TwimlRunner({
      http: setup.http,
      clock,
      record: this.#record,
      gathering: this.#gathering,
      secure: setup.publicUrl.startsWith('https:'),
      fallbackUrl: null,
      answerLimitMs: setup.answerLimitMs,
      callbackLimitMs: setup.callbackLimitMs,
      forbidden: ['Dial', 'Connect'],
      endOfDocument: 'joined',
      finalStatus: 'completed',
      reportsHangUp: false,
      parameters: () => this.#parameters(),
      stream: () => Promise.resolve(),
      dial: null,
      said: (text) => {
        this.#record.said.push(text);
        context.changed();
      },
      changed: context.changed,
    });
    this.#report('initiated');
  }

  /** Rings; the answer is null when the callee picks up, or the status of a call that was not answered. */
  async ring(timeoutMs: number, signal: AbortSignal): Promise<DialCallStatus | null> {
    const { callee } = this;
    this.status = 'ringing';
    this.#report('ringing');
    this.context.changed();
    const ringMs = callee.does === 'no-answer' ? Infinity : (callee.ringMs ?? RING_MS);
    await this.context.clock.sleep(Math.min(ringMs, timeoutMs), signal);
    if (signal.aborted) return 'canceled';
    if (ringMs > timeoutMs) return 'no-answer';
    if (callee.does !== 'answers' && callee.does !== 'machine') return callee.does;
    this.answeredAt = this.context.clock.now();
    this.status = 'in-progress';
    this.#report('answered');
    this.context.changed();
    return null;
  }

  /** Runs the whisper, if there is one; true when the legs may be joined after it. */
  async whisper(signal: AbortSignal): Promise<boolean> {
    const { url, method } = this.noun.attributes;
    if (url === undefined || signal.aborted) return !signal.aborted;
    const hangUp = (): void => this.#runner.interrupt({ outcome: 'caller-hung-up' });
    signal.addEventListener('abort', hangUp, { once: true });
    const { callee } = this;
    const patienceMs = callee.does === 'answers' ? callee.hangsUpAfterMs : undefined;
    const cancel =
      patienceMs === undefined
        ? undefined
        : this.context.clock.at(this.context.clock.now() + patienceMs, hangUp);
    const outcome = await this.#runner.run(url, method === 'GET' ? 'GET' : 'POST');
    cancel?.();
    signal.removeEventListener('abort', hangUp);
    for (const text of this.#record.violations) this.context.violation(`whisper: ${text}`);
    for (const text of this.#record.unreachable) this.context.violation(`whisper: ${text}`);
    return outcome === 'joined' && !signal.aborted;
  }

  /** Talks to the caller until the callee hangs up, the limit is reached or `signal` is aborted. */
  async talk(limitMs: number, signal: AbortSignal): Promise<void> {
    const { callee, context } = this;
    if (callee.does !== 'answers' && callee.does !== 'machine') return;
    this.joinedAt = context.clock.now();
    context.changed();
    const talkMs = callee.talkMs ?? TALK_MS[callee.does];
    await context.clock.sleep(Math.min(talkMs, limitMs), signal);
  }

  /** Ends the leg and waits until its last status callback was answered. */
  async end(status: string): Promise<void> {
    this.status = status;
    this.endedAt = this.context.clock.now();
    this.#report('completed');
    this.context.changed();
    await this.#callbacks;
  }

  /** Seconds from the answer to the end; null when the call was not answered. */
  get seconds(): number | null {
    if (this.answeredAt === undefined) return null;
    const endedAt = this.endedAt ?? this.context.clock.now();
    return Math.ceil((endedAt - this.answeredAt) / 1000);
  }

  /** What the callee does when a `<Gather>` begins to listen. */
  #react(): void {
    this.context.changed();
    if (!this.#gathering.open) return;
    const { callee } = this;
    const index = this.#gathers;
    this.#gathers += 1;
    const human = callee.does === 'answers' ? callee : null;
    const key = human?.presses?.[index];
    const words =
      callee.does === 'machine' ? (callee.greeting ?? MACHINE_WORDS) : human?.says?.[index];
    const act = (): void => {
      if (this.#gathers !== index + 1) return;
      if (key !== undefined && this.#gathering.listensFor('dtmf')) {
        this.pressed.push(key);
        this.#gathering.keys(key);
      } else if (words !== undefined && this.#gathering.listensFor('speech')) {
        this.#gathering.speech(words);
      }
    };
    const { clock } = this.context;
    clock.at(clock.now() + (human?.reactMs ?? REACT_MS), act);
  }

  #parameters(): Record<string, string> {
    const { setup, parentSid, callerId } = this.context;
    return {
      ...standardParameters({ accountSid: setup.accountSid, from: callerId, to: this.number }),
      Direction: 'outbound-dial',
      CallSid: this.callSid,
      ParentCallSid: parentSid,
      CallStatus: this.status,
    };
  }

  #report(event: 'initiated' | 'ringing' | 'answered' | 'completed'): void {
    const { statusCallback, statusCallbackEvent, statusCallbackMethod } = this.noun.attributes;
    const wanted = (statusCallbackEvent ?? 'completed').split(' ');
    if (statusCallback === undefined || !wanted.includes(event)) return;
    const parameters = {
      ...this.#parameters(),
      Timestamp: new Date().toUTCString().replace('GMT', '+0000'),
      SequenceNumber: String(this.#sequence),
      CallbackSource: 'call-progress-events',
      ...(event === 'completed' && { CallDuration: String(this.seconds ?? 0) }),
    };
    this.#sequence += 1;
    const method = statusCallbackMethod === 'GET' ? 'GET' : 'POST';
    this.#callbacks = this.#callbacks.then(() =>
      this.context.callback(method, statusCallback, parameters),
    );
  }
}
