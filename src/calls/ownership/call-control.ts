import { Injectable } from '@nestjs/common';
import { ClusterBus } from '../../cluster/cluster-bus.js';
import { AppConfig } from '../../config/app-config.js';
import { CallLookup } from '../state/call-lookup.js';
import { CallSnapshots } from '../state/call-snapshots.js';
import { LiveCalls } from '../state/live-calls.js';
import { OwnedCalls } from './owned-calls.js';
import { CallSessions } from './call-sessions.js';
import { Transfers } from './transfers.js';
import type { Call, CallOutcome } from '../call/call.js';
import type { CallSession } from '../session/call-session.js';
import { TelephonyApi } from '../telephony-api.js';

/** What an operator or a callback of Twilio tells a call. */
type CallCommand =
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'transfer' }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'status'; readonly status: string; readonly sequence: number | null }
  | {
      readonly kind: 'stream-event';
      readonly streamSid: string;
      readonly event: string;
      readonly error: string | null;
    };

/**
 * The final outcome of a call whose caller is gone: hung up, unless it had ended or its last words
 * were being said. A goodbye that was begun on a stream says nothing of the order line after it.
 */
function endedAs({ outcome, leaving }: Pick<Call, 'outcome' | 'leaving'>): CallOutcome {
  if (outcome === 'left-stream') return 'hung-up';
  const goingOn = outcome === null || outcome === 'handed-over';
  return goingOn ? (leaving ?? 'hung-up') : outcome;
}

/** What came of an operator's command: carried out, too late, or for no known call. */
export type CommandResult = 'done' | 'over' | 'unknown';

const TOPIC = 'call-command';
const FINAL_STATUS = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

/** Whether a `CallStatus` of Twilio says that the call is over. */
export function isFinalStatus(status: string): boolean {
  return FINAL_STATUS.has(status);
}

/** Whether a call whose owner is gone is claimed for it; mere news of the call is dropped. */
function isWorthClaiming(command: CallCommand): boolean {
  if (command.kind === 'status') return isFinalStatus(command.status);
  return command.kind !== 'stream-event';
}

/** Carries out commands on the replica that owns the call. */
@Injectable()
export class CallControl {
  constructor(
    private readonly config: AppConfig,
    private readonly ownedCalls: OwnedCalls,
    private readonly sessions: CallSessions,
    private readonly liveCalls: LiveCalls,
    private readonly snapshots: CallSnapshots,
    private readonly transfers: Transfers,
    private readonly lookup: CallLookup,
    private readonly telephony: TelephonyApi,
    private readonly bus: ClusterBus,
  ) {
    bus.on<{ callSid: string; command: CallCommand }>(TOPIC, ({ callSid, command }) => {
      // The call may have moved on meanwhile, or have been a former process's of this name.
      void this.command(callSid, command);
    });
  }

  /** Ends the call for an operator. */
  hangUp(callSid: string): Promise<CommandResult> {
    return this.send(callSid, { kind: 'hang-up' });
  }

  /** Connects the caller to a person for an operator. */
  transfer(callSid: string): Promise<CommandResult> {
    return this.send(callSid, { kind: 'transfer' });
  }

  /** A person has pressed the key to take the call. */
  async accepted(callSid: string): Promise<void> {
    await this.command(callSid, { kind: 'accepted' });
  }

  /** Twilio's status of the call; a final one ends the call if it is still live. */
  async statusEvent(callSid: string, status: string, sequence: number | null): Promise<void> {
    await this.command(callSid, { kind: 'status', status, sequence });
  }

  /** Twilio's report about a stream, for the call's timeline. */
  async streamEvent(
    callSid: string,
    event: { streamSid: string; event: string; error: string | null },
  ): Promise<void> {
    await this.command(callSid, { kind: 'stream-event', ...event });
  }

  /** @throws DatabaseUnavailableError when the call is not live and the records cannot be read. */
  private async send(callSid: string, command: CallCommand): Promise<CommandResult> {
    if (await this.command(callSid, command)) return 'done';
    return (await this.lookup.find(callSid)) === null ? 'unknown' : 'over';
  }

  /** False when the call is not live. Never rejects. */
  private async command(callSid: string, command: CallCommand): Promise<boolean> {
    const own = this.ownedCalls.get(callSid);
    if (own && this.ownedCalls.owns(own)) {
      await this.execute(own, command);
      return true;
    }
    const owner = await this.liveCalls.ownerOf(callSid);
    if (owner === null) return false;
    const elsewhere = owner !== this.config.instance;
    if (elsewhere && (await this.bus.send(owner, TOPIC, { callSid, command }))) return true;
    // The owner is gone. A stream event is no reason to claim the call: Twilio is about to ask
    // some replica for the next step, and that one claims it.
    if (!isWorthClaiming(command)) return false;
    const caller = { callSid, from: 'unknown', to: 'unknown' };
    const taken = await this.ownedCalls.claim(caller, { steal: true, expected: true });
    if (taken.kind !== 'call') return false;
    await this.execute(taken.call, command);
    return true;
  }

  /** Never rejects. */
  private async execute(call: Call, command: CallCommand): Promise<void> {
    const session = this.sessions.get(call.callSid);
    switch (command.kind) {
      case 'hang-up':
        if (session) return session.release('finished', 'operator');
        await this.telephony.hangUp(call.callSid);
        return this.ownedCalls.end(call, 'finished');
      case 'transfer':
        return this.transferNow(call, session);
      case 'accepted':
        return this.transfers.accepted(call);
      case 'stream-event': {
        const { streamSid, event: streamEvent, error } = command;
        call.note('twilio-stream', { streamSid, streamEvent, error });
        return this.snapshots.changed(call, 'call');
      }
      case 'status': {
        const { status, sequence } = command;
        call.note('twilio-status', { status, sequence });
        if (!isFinalStatus(status)) return;
        session?.phoneGone(`call ${status}`);
        return this.ownedCalls.end(call, endedAs(call));
      }
    }
  }

  /** A call whose caller is being put through already is left alone. */
  private async transferNow(call: Call, session: CallSession | undefined): Promise<void> {
    const { outcome } = call;
    if (outcome === 'transferred') return;
    if (session) {
      call.transfer = { reason: 'operator', from: 'stream', state: 'ringing' };
      return session.release('transferred', 'operator');
    }
    await this.transfers.begin(call, 'operator');
    if (await this.telephony.proceed(call.callSid)) return;
    call.note('transfer-refused');
    call.transfer = null;
    call.outcome = outcome;
    call.state = outcome === 'left-stream' ? 'active' : call.state;
    return this.snapshots.putNow(call);
  }
}
