import type { CallEffect } from '../../menu/tools/tool.js';
import type { TurnState } from '../../realtime/turn-state.js';
import type { VoiceUsage } from '../../realtime/voice-provider.js';
import type { Call, CallOutcome } from '../call/call.js';
import { leftMs } from '../call/call-usage.js';
import type { LeaveCause } from '../call/way-out.js';
import { Farewell } from './farewell.js';
import type { SessionServices, SessionText } from './session-services.js';

/** An end that the call comes to by itself: for silence, its length or its cost. */
type OwnCause = Exclude<LeaveCause, 'transfer' | 'goodbye'>;

/** An end that the call comes to while it is being talked. */
type Limit = 'time-up' | 'cost-cap';

/** How long an answer may go on beyond a limit of the call before it is cut off, ms. */
const FINISH_MS = 10_000;
/** What is still to be heard when the call's last words are asked for may last so long, ms. */
const MOST_UNPLAYED_MS = 5_000;
const LOOK_AGAIN_MS = 250;
/** The cost is looked at no more often than this without a report, ms. */
const COST_LOOK_MS = 1_000;

/** What the end of a call is made with. */
export interface ClosingParts {
  readonly call: Call;
  readonly turn: TurnState;
  readonly services: Pick<SessionServices, 'limits' | 'changed'>;
  /** Has the assistant say a text to the caller. */
  say(name: SessionText): void;
  /** How much of what was said the caller has not heard yet, ms. */
  unplayedMs(): number;
  /** Cuts off what the assistant says. */
  hush(): void;
  leave(outcome: CallOutcome): void;
}

/**
 * Everything that ends a call in words: the model's goodbye or transfer, the caller's silence, the
 * call's length and its cost.
 */
export class Closing {
  readonly farewell: Farewell;
  private readonly timeLimit: NodeJS.Timeout;
  private costLimit: NodeJS.Timeout | undefined;
  /** The end that the call has come to, from then on. */
  private reached: Limit | null = null;
  private finishing: NodeJS.Timeout | undefined;
  /** When an answer is cut off that goes on beyond the limit, by `performance.now()`. */
  private cutAt: number | null = null;

  constructor(private readonly parts: ClosingParts) {
    const { call, turn, services } = parts;
    this.farewell = new Farewell(call, turn, {
      leave: (outcome) => parts.leave(outcome),
      repeat: (cause) => this.say(cause),
      changed: () => this.changed(),
    });
    const { maxCallMs } = services.limits;
    this.timeLimit = setTimeout(() => this.reach('time-up'), Math.max(0, maxCallMs - call.ageMs));
  }

  /** The stream begins, perhaps with a call that was on its way out or has cost too much. */
  begin(): void {
    if (this.farewell.begun) this.parts.turn.owes();
    this.farewell.resume();
    this.watchCost();
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
    const { call } = this.parts;
    call.spent(provider, usage);
    this.watchCost(true);
  }

  /** An answer has ended, or was lost, without a report of what it has cost. */
  unreported(): void {
    const { call } = this.parts;
    call.spent(call.provider, null);
  }

  stop(): void {
    clearTimeout(this.timeLimit);
    clearTimeout(this.costLimit);
    clearTimeout(this.finishing);
    this.farewell.stop();
  }

  private say(cause: LeaveCause): void {
    if (cause === 'silence-hang-up') this.parts.say('silenceGoodbye');
    else this.parts.say('timeUp');
  }

  /** Ends the call once it has cost as much as it may, however long no answer comes to its end. */
  private watchCost(answered = false): void {
    const { call, services } = this.parts;
    const left = leftMs(call.usage, services.limits.maxCallCostUsd, call.ageMs);
    clearTimeout(this.costLimit);
    if (left <= 0) this.reach('cost-cap', answered);
    else if (left < Infinity) {
      this.costLimit = setTimeout(() => this.watchCost(), Math.max(COST_LOOK_MS, left));
    }
  }

  private reach(limit: Limit, answered = false): void {
    this.reached ??= limit;
    this.finishAnswer(this.reached, answered);
  }

  /** Ends the call after what is being said; an answer that does not come to its end is cut off. */
  private finishAnswer(limit: Limit, answered: boolean): void {
    const { parts } = this;
    const { turn } = parts;
    clearTimeout(this.finishing);
    if (turn.stream === 'over' || this.farewell.begun) return;
    const now = performance.now();
    const speaking = turn.assistant === 'speaking' && !answered;
    if (speaking || parts.unplayedMs() > MOST_UNPLAYED_MS) {
      this.cutAt ??= now + FINISH_MS;
      if (now < this.cutAt) {
        this.finishing = setTimeout(() => this.finishAnswer(limit, false), LOOK_AGAIN_MS);
        return;
      }
      parts.hush();
    }
    this.inWords(limit);
  }

  private changed(): void {
    this.parts.services.changed('turn');
    // What was taken back stood in the way of it.
    if (this.reached !== null) this.finishAnswer(this.reached, false);
  }
}
