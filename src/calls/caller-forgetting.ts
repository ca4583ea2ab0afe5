import { Injectable, Logger } from '@nestjs/common';
import { ClusterBus } from '../cluster/cluster-bus.js';
import { Membership } from '../cluster/membership.js';
import { callerIdentity } from '../common/caller-number.js';
import { maskPhone } from '../common/mask.js';
import {
  CallerTraces,
  type ForgottenCaller,
  type TraceCounts,
  type TraceKind,
} from '../ops/caller-traces.js';
import { OrderRetention, type ForgottenOrders } from '../orders/order-retention.js';
import { OrdersService } from '../orders/orders.service.js';
import { CallLookup } from './state/call-lookup.js';
import { CallWriteBehind } from './state/call-write-behind.js';
import { CallsStore } from './state/calls.store.js';

/** What was found of a caller and is gone. */
export interface CallerForgotten extends TraceCounts, ForgottenOrders {
  /** Masked. */
  readonly number: string;
  readonly calls: number;
  readonly recordings: number;
  /** Calls in progress, which are left as they are. */
  readonly liveCalls: number;
  /** Replicas that have removed what they hold. */
  readonly instances: readonly string[];
  /** Known replicas that have not. */
  readonly missing: readonly string[];
}

const TOPIC = 'forget-caller';

/** Forgets a caller everywhere: in the database, in Redis, in the replicas and on their disks. */
@Injectable()
export class CallerForgetting {
  private readonly logger = new Logger(CallerForgetting.name);

  constructor(
    private readonly bus: ClusterBus,
    private readonly membership: Membership,
    private readonly traces: CallerTraces,
    private readonly lookup: CallLookup,
    private readonly store: CallsStore,
    private readonly records: CallWriteBehind,
    private readonly orders: OrdersService,
    private readonly orderRetention: OrderRetention,
  ) {
    bus.answer<TraceCounts, ForgottenCaller>(TOPIC, (caller) => this.forgetHere(caller));
  }

  /**
   * Forgets all calls of a caller that are over. May be repeated.
   *
   * @param identity as `callerIdentity` gives it.
   * @throws DatabaseUnavailableError; what waits on disks may be gone already.
   */
  async forget(identity: string): Promise<CallerForgotten> {
    const inProgress = (await this.lookup.live()).filter(({ state }) => state !== 'ended');
    const live = new Set(inProgress.map(({ callSid }) => callSid));
    const known = await this.store.ofCaller(identity);
    const caller = { identity, callSids: known.filter((callSid) => !live.has(callSid)) };
    // The disks first: what waits there reaches the database without the caller then.
    const answers = await this.bus.ask<Partial<TraceCounts>>(TOPIC, caller);
    const sum = (kind: TraceKind): number =>
      // A replica of an earlier version does not know every kind.
      answers.reduce((total, { answer }) => total + (answer[kind] ?? 0), 0);
    const instances = answers.map(({ instance }) => instance);
    const forgotten: CallerForgotten = {
      number: maskPhone(identity),
      ...(await this.store.forget(caller.callSids)),
      ...(await this.orderRetention.forgetCaller(caller, live)),
      waitingCalls: sum('waitingCalls'),
      waitingOrders: sum('waitingOrders'),
      voicemails: sum('voicemails'),
      setAside: sum('setAside'),
      dialogues: sum('dialogues'),
      rates: sum('rates'),
      liveCalls: inProgress.filter(({ from }) => callerIdentity(from) === identity).length,
      instances,
      missing: (await this.membership.current())
        .map(({ instance }) => instance)
        .filter((instance) => !instances.includes(instance)),
    };
    const { number: _, ...counts } = forgotten;
    this.logger.log('Caller forgotten', counts);
    return forgotten;
  }

  private forgetHere({ identity, callSids }: ForgottenCaller): Promise<TraceCounts> {
    const waiting = this.records.callsOf(identity);
    const all = [...new Set([...callSids, ...waiting])];
    for (const callSid of all) this.orders.release(callSid);
    return this.traces.remove({ identity, callSids: all });
  }
}
