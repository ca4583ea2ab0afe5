import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SharedStore } from '../cluster/shared-store.js';
import { telephoneNumber } from '../common/caller-number.js';
import { AppConfig, type CallRate } from '../config/app-config.js';
import { CallerTraces } from '../ops/caller-traces.js';
import { EventLoopMonitor } from '../ops/event-loop.monitor.js';

/** Why a new call is not admitted: this replica is full, its event loop is late, too many calls. */
export type RejectionReason = 'capacity' | 'overload' | 'rate';

/** What a call that is not admitted gets: `BUSY_POLICY`, the busy words alone, or a busy tone. */
export type Refusal = 'busy' | 'busy-words' | 'busy-tone';

/** The rate of each caller with a telephone number, and of all others together. */
interface Rates {
  readonly caller: CallRate;
  readonly hidden: CallRate;
}

/** What calls are counted for, each in windows of its own. */
const PURPOSES = ['rate', 'words', 'paid'] as const;
type Purpose = (typeof PURPOSES)[number];

const HOUR_MS = 3_600_000;
/**
 * Messages and phones rung for callers whom the line cannot serve. Each costs money and the time of
 * a person; more than this in an hour no restaurant can listen to.
 */
const PAID: Rates = {
  caller: { calls: 5, windowMs: HOUR_MS },
  hidden: { calls: 30, windowMs: HOUR_MS },
};
const PAID_IN_ALL: CallRate = { calls: 120, windowMs: HOUR_MS };
/** How long the answer to a refused call is remembered; Twilio repeats a webhook within a minute. */
const REMEMBERED_MS = 600_000;

/** Decides whether a new call is admitted; calls in progress are not asked again. */
@Injectable()
export class Admission {
  constructor(
    private readonly config: AppConfig,
    private readonly eventLoop: EventLoopMonitor,
    private readonly shared: SharedStore,
    traces: CallerTraces,
  ) {
    traces.add('rates', async ({ identity }) => {
      const number = telephoneNumber(identity);
      if (number === null) return 0;
      const keys = PURPOSES.map((purpose) => windowOf(purpose, number));
      const known = await Promise.all(keys.map((key) => this.shared.forgetWindow(key)));
      return known.includes(true) ? 1 : 0;
    });
  }

  /**
   * Why there is no room now; null when there is.
   *
   * @param activeCalls calls that this replica has admitted.
   */
  room(activeCalls: number): RejectionReason | null {
    if (activeCalls >= this.config.limits.maxConcurrentCalls) return 'capacity';
    // One more call would make the audio of the others late.
    return this.eventLoop.overloaded ? 'overload' : null;
  }

  /**
   * Counts a call of this caller over all replicas; false when there are too many in the window.
   * All callers without a telephone number share one window: a hidden, short or SIP caller may
   * present another name with every call.
   */
  withinRate(from: string): Promise<boolean> {
    return this.count('rate', from, this.rates);
  }

  /**
   * How a call that is not admitted is answered. A caller over the rate costs no recording and no
   * dialled phone: the words at first, and after as many again within the window a busy tone, for
   * which Twilio charges nothing. Never rejects.
   */
  async refusal(callSid: string, from: string, reason: RejectionReason): Promise<Refusal> {
    const refusal = await this.refusalOf(callSid, from, reason);
    // The caller does not wait until it is known everywhere. Never rejects.
    void this.shared.set(refusalKey(callSid), refusal, REMEMBERED_MS);
    return refusal;
  }

  /** How a call was answered that was not admitted, for a webhook that is repeated. */
  async refusalAgain(callSid: string): Promise<Refusal> {
    const known = await this.shared.get(refusalKey(callSid));
    return known === 'busy' || known === 'busy-tone' ? known : 'busy-words';
  }

  /**
   * Whether a caller whom the line cannot serve may cost a recording or a dialled phone. Asked
   * again for the same call the answer stays true.
   */
  async mayCost(callSid: string, from: string): Promise<boolean> {
    const key = `paid:call:${callSid}`;
    if ((await this.shared.get(key)) !== null) return true;
    const { calls, windowMs } = PAID_IN_ALL;
    const may =
      (await this.count('paid', from, PAID)) &&
      (await this.shared.admit('paid:all', calls, windowMs));
    if (may) await this.shared.set(key, '1', HOUR_MS);
    return may;
  }

  private async refusalOf(
    callSid: string,
    from: string,
    reason: RejectionReason,
  ): Promise<Refusal> {
    if (reason === 'rate') {
      return (await this.count('words', from, this.rates)) ? 'busy-words' : 'busy-tone';
    }
    if (this.config.limits.busyPolicy.kind === 'say') return 'busy';
    return (await this.mayCost(callSid, from)) ? 'busy' : 'busy-words';
  }

  private get rates(): Rates {
    const { callerRate, hiddenCallersRate } = this.config.limits;
    return { caller: callerRate, hidden: hiddenCallersRate };
  }

  private count(purpose: Purpose, from: string, { caller, hidden }: Rates): Promise<boolean> {
    const number = telephoneNumber(from);
    const { calls, windowMs } = number === null ? hidden : caller;
    return this.shared.admit(windowOf(purpose, number), calls, windowMs);
  }
}

/** The name of a caller's window, which does not tell the number. */
function windowOf(purpose: Purpose, number: string | null): string {
  if (number === null) return `${purpose}:hidden`;
  return `${purpose}:${createHash('sha256').update(number).digest('base64url')}`;
}

function refusalKey(callSid: string): string {
  return `refusal:${callSid}`;
}
