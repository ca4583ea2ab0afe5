import { jest } from '@jest/globals';
import { standIn } from '../../test/support/doubles/stand-in.js';
import type { CallVoiceListener } from './call-voice.js';
import { WarmPool, type WarmEvents, type Warmable } from './openai/warm-pool.js';
import { ProviderError } from '../common/provider-error.js';
import type { Rung } from './provider-ladder.js';
import { ResilientSession } from './resilient-session.js';
import type { SessionLife } from './session-life.js';
import { TurnState } from './turn-state.js';
import {
  VoiceProvider,
  type VoiceSession,
  type VoiceSessionListener,
  type VoiceSessionRequest,
} from './voice-provider.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** The service's limit (protocol B5.2). */
const LIMIT_MS = 60 * MINUTE;
const CONFIGURE_MS = 300;
const WARM_SESSIONS = 4;
/** Calls in each hour of the day. */
const CALLS = [
  3, 2, 1, 1, 2, 3, 5, 8, 15, 30, 50, 80, 250, 400, 200, 80, 60, 80, 200, 500, 700, 500, 120, 20,
];
const expired = new ProviderError('session_expired', 'too old', 'provider', true);

/** Numbers from 0 to 1, the same each time (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What happened in the day. */
interface Day {
  readonly violations: string[];
  /** Ages at which calls took sessions, and at which sessions ended, ms. */
  readonly takenAt: number[];
  readonly endedAt: number[];
}

/** A session as the service holds it: it ends at the limit, whatever goes on. */
class AgingSession implements VoiceSession, Warmable {
  readonly provider = 'aging';
  readonly model = 'aging';
  readonly life: SessionLife;
  listener: VoiceSessionListener | null = null;
  configured = false;
  closed = false;
  speaking = false;
  answering = false;

  constructor(
    private readonly day: Day,
    private readonly events: WarmEvents | null,
  ) {
    const bornAt = performance.now();
    this.life = { bornAt, endsAt: bornAt + LIMIT_MS };
    setTimeout(() => this.configure(), CONFIGURE_MS);
    setTimeout(() => this.expire(), LIMIT_MS);
  }

  get state(): 'ready' | 'connecting' {
    return this.configured ? 'ready' : 'connecting';
  }
  get warm(): boolean {
    return this.configured && !this.closed && this.listener === null;
  }
  get ageMs(): number {
    return performance.now() - this.life.bornAt;
  }

  assign(listener: VoiceSessionListener): void {
    this.listener = listener;
    if (this.configured) queueMicrotask(() => listener.ready());
  }

  startSpeech(): void {
    if (!this.speaking) this.listener?.speechStarted();
    this.speaking = true;
  }

  close(): void {
    if (this.closed) return;
    this.end();
    if (this.answering) this.day.violations.push(`closed in mid-answer at ${this.ageMs} ms`);
  }

  hear = (): void => undefined;
  interrupt = (): void => undefined;
  stop = (): void => undefined;
  answerTool = (): void => undefined;
  note = (): void => undefined;
  rebrief = (): void => undefined;

  private configure(): void {
    this.configured = true;
    this.events?.configured();
    this.listener?.ready();
  }

  private expire(): void {
    if (this.closed) return;
    this.end();
    const where = this.listener === null ? 'in the pool' : 'in a call';
    this.day.violations.push(`expired ${where}${this.answering ? ' in mid-answer' : ''}`);
    this.events?.ended(expired);
    this.listener?.lost(expired);
  }

  private end(): void {
    this.closed = true;
    this.day.endedAt.push(this.ageMs);
  }
}

class AgingProvider extends VoiceProvider {
  readonly name = 'aging';
  readonly capabilities = { stream: true };
  readonly unusable = null;
  /** The newest session of each call. */
  readonly current = new Map<string, AgingSession>();
  opened = 0;
  private readonly pool: WarmPool<AgingSession>;

  constructor(private readonly day: Day) {
    super();
    this.pool = new WarmPool(WARM_SESSIONS, (events) => new AgingSession(day, events));
  }

  open({ callSid }: VoiceSessionRequest, listener: VoiceSessionListener): VoiceSession {
    const session = this.pool.take() ?? new AgingSession(this.day, null);
    this.day.takenAt.push(session.ageMs);
    this.opened += 1;
    this.current.set(callSid, session);
    session.assign(listener);
    return session;
  }

  stop(): void {
    this.pool.stop();
  }
}

/** Each pause is how long a talk waits, ms. */
type Talk = Generator<number, void, undefined>;

/** How callers talk: with pauses, never letting the assistant finish, in noise, or needing many tools. */
const STYLES = ['calm', 'hasty', 'noisy', 'busy'] as const;

/** A call's talk, over whichever session it has at the time. */
class Caller {
  constructor(
    private readonly provider: AgingProvider,
    private readonly callSid: string,
    private readonly style: (typeof STYLES)[number],
    private readonly random: () => number,
  ) {}

  *talk(lengthMs: number): Talk {
    const until = performance.now() + lengthMs;
    while (performance.now() < until) {
      if (this.style !== 'hasty') yield this.between(0.5, 40);
      yield* this.speak();
      yield* this.answer();
    }
  }

  /** Speech is reported anew by a session that comes in the middle of it. */
  private *speak(): Talk {
    (yield* this.session()).startSpeech();
    const noise = this.style === 'noisy' && this.random() < 0.3;
    yield noise ? this.between(60, 1_200) : this.between(1, 12);
    const session = yield* this.session();
    session.startSpeech();
    session.speaking = false;
    session.listener?.speechStopped('u');
  }

  private *answer(): Talk {
    const rounds = this.style === 'busy' ? 1 + Math.floor(this.random() * 6) : 1;
    for (let round = 1; round <= rounds; round += 1) {
      yield this.between(0.3, 2);
      const session = yield* this.session();
      session.answering = true;
      session.listener?.audio('i', '', 20);
      yield this.random() < 0.05 ? this.between(20, 90) : this.between(0.5, 6);
      const interrupted = this.style === 'hasty';
      if (interrupted) session.startSpeech();
      session.answering = false;
      const status = interrupted ? 'interrupted' : 'completed';
      session.listener?.turnDone({
        status,
        reason: null,
        usage: null,
        awaitsTools: round < rounds,
      });
    }
  }

  private *session(): Generator<number, AgingSession, undefined> {
    for (;;) {
      const session = this.provider.current.get(this.callSid);
      if (session?.configured === true && !session.closed) return session;
      yield 100;
    }
  }

  private between(from: number, to: number): number {
    return (from + this.random() * (to - from)) * SECOND;
  }
}

/** Runs talks beside each other by the fake clock. */
class Schedule {
  private readonly slots = new Map<number, Talk[]>();
  private last = 0;

  add(talk: Talk, afterMs: number): void {
    const slot = Math.ceil((performance.now() + afterMs) / 100);
    this.slots.set(slot, [...(this.slots.get(slot) ?? []), talk]);
    this.last = Math.max(this.last, slot);
  }

  async run(): Promise<void> {
    for (let slot = 0; slot <= this.last; slot += 1) {
      const talks = this.slots.get(slot);
      if (talks === undefined) continue;
      this.slots.delete(slot);
      const ms = slot * 100 - performance.now();
      // The slower way lets promises go on between the timers.
      if (ms > SECOND) await jest.advanceTimersByTimeAsync(ms);
      else jest.advanceTimersByTime(ms);
      for (const talk of talks) {
        // What a change of session awaits is over after so many turns of the microtasks.
        for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
        const step = talk.next();
        if (step.done !== true) this.add(talk, step.value);
      }
    }
  }
}

const ignore = () => undefined;

/** A call's part: it keeps whose turn it is. */
function listenerOf(turn: TurnState): CallVoiceListener {
  const told: Partial<CallVoiceListener> = {
    ready: () => turn.nothingOwed(),
    audio: () => turn.audio(),
    speechStarted: () => turn.callerBegan(),
    speechStopped: () => turn.callerEnded(),
    turnDone: (done) => turn.done(done, false),
    recovering: () => turn.recovering(),
  };
  return new Proxy(told, {
    get: (target, name) => (Reflect.get(target, name) as unknown) ?? ignore,
  }) as CallVoiceListener;
}

describe('A day of calls over warm sessions', () => {
  it('has no session reach its limit, in no answer and nowhere else', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
    const day: Day = { violations: [], takenAt: [], endedAt: [] };
    const random = randomOf(20_271);
    const provider = new AgingProvider(day);
    const rung = standIn<Rung>({ provider });
    const schedule = new Schedule();
    const renewals = new Map<string, number>();
    let calls = 0;

    function* call(): Talk {
      calls += 1;
      const callSid = `CA${calls}`;
      const style = STYLES[calls % STYLES.length] ?? 'calm';
      const lengthMs = (random() < 0.85 ? 1 + random() * 6 : 10 + random() * 130) * MINUTE;
      const ladder = {
        below: () => null,
        noteGivenUp: ignore,
        noteReconnect: ignore,
        noteServed: ignore,
      };
      const turn = new TurnState(false);
      const limits = { maxAttempts: 3, baseDelayMs: 2_000 };
      const request = {
        callSid,
        provider: null,
        instructions: () => '',
        vocabulary: () => [],
        languages: () => [],
        tools: [],
        replay: () => Promise.resolve({ history: [], opening: { kind: 'listen' } as const }),
        turn,
      };
      const voice = new ResilientSession(rung, ladder, limits, request, listenerOf(turn), ignore);
      yield 200;
      yield* new Caller(provider, callSid, style, random).talk(lengthMs);
      renewals.set(style, (renewals.get(style) ?? 0) + voice.attempts - 1);
      voice.close();
    }
    for (const [hour, count] of CALLS.entries()) {
      for (let n = 0; n < count; n += 1) schedule.add(call(), (hour + random()) * HOUR);
    }
    await schedule.run();
    provider.stop();
    jest.useRealTimers();

    expect(day.violations).toEqual([]);
    expect(calls).toBeGreaterThan(3_000);
    expect(Math.max(...day.endedAt)).toBeLessThan(LIMIT_MS);
    // Sessions were taken at every age up to the longest that the pool keeps them for.
    const ages = new Set(day.takenAt.map((age) => Math.floor(age / (5 * MINUTE))));
    expect([...ages].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    for (const style of STYLES) expect(renewals.get(style)).toBeGreaterThan(50);
  }, 120_000);
});
