import type { CallEffect } from '../../menu/tools/tool.js';
import type { TurnState } from '../../realtime/turn-state.js';
import type { VoiceUsage } from '../../realtime/voice-provider.js';
import { durationMs, type Call, type CallOutcome } from '../call/call.js';
import { addUsage, capReached } from '../call/call-usage.js';
import type { LeaveCause } from '../call/way-out.js';
import { Farewell } from './farewell.js';
import type { SessionServices, SessionText } from './session-services.js';

/** An end that the call comes to by itself: for silence, its length or its cost. */
type OwnCause = Exclude<LeaveCause, 'transfer' | 'goodbye'>;

/** What the end of a call is made with. */
export interface ClosingParts {
  readonly call: Call;
  readonly turn: TurnState;
  readonly services: Pick<SessionServices, 'limits' | 'changed'>;
  /** Has the assistant say a text to the caller. */
  say(name: SessionText): void;
  leave(outcome: CallOutcome): void;
}

/**
 * Everything that ends a call in words: the model's goodbye or transfer, the caller's silence, the
 * call's length and its cost.
 */
export class Closing {
  readonly farewell: Farewell;
  private readonly timeLimit: NodeJS.Timeout;
  private timeIsUp = false;

  constructor(private readonly parts: ClosingParts) {
    const { call, turn, services } = parts;
    this.farewell = new Farewell(call, turn, {
      leave: (outcome) => parts.leave(outcome),
      repeat: (cause) => this.say(cause),
      changed: () => this.changed(),
    });
    const leftMs = services.limits.maxCallMs - call.ageMs;
    this.timeLimit = setTimeout(() => this.timeUp(), Math.max(0, leftMs));
  }

  /** The stream goes on with a call that was on its way out. */
  resume(): void {
    if (this.farewell.begun) this.parts.turn.owes();
    this.farewell.resume();
  }

  /** A tool was run: it may end the call, and otherwise the talk goes on. */
  toolRan(effect: CallEffect | null): void {
    if (effect === null) {
      this.farewell.toolRan();
      return;
    }
    this.parts.turn.owes();
    this.farewell.begin(effect.kind === 'transfer' ? 'transfer' : 'goodbye');
  }

  /** Ends the call in the words that the voice file has for it, unless it is on its way out. */
  inWords(cause: OwnCause): void {
    const { farewell, parts } = this;
    if (parts.turn.stream === 'over' || farewell.begun) return;
    parts.call.note(cause);
    farewell.begin(cause);
    // A caller who speaks is answered first.
    if (farewell.lastWords) this.say(cause);
  }

  /** Adds what a response of a provider has cost. */
  spend(provider: string, usage: VoiceUsage): void {
    const { call, services } = this.parts;
    call.usage = addUsage(call.usage, provider, usage);
    const { maxCallCostUsd } = services.limits;
    if (capReached(call.usage, maxCallCostUsd, durationMs(call))) this.inWords('cost-cap');
  }

  stop(): void {
    clearTimeout(this.timeLimit);
    this.farewell.stop();
  }

  private say(cause: LeaveCause): void {
    if (cause === 'silence-hang-up') this.parts.say('silenceGoodbye');
    else this.parts.say('timeUp');
  }

  private timeUp(): void {
    this.timeIsUp = true;
    this.inWords('time-up');
  }

  private changed(): void {
    this.parts.services.changed('turn');
    // What was taken back stood in the way of it.
    if (this.timeIsUp) this.inWords('time-up');
  }
}
