import { Injectable } from '@nestjs/common';
import { ClusterBus } from '../../cluster/cluster-bus.js';
import { AppConfig } from '../../config/app-config.js';
import { CallSnapshots } from '../state/call-snapshots.js';
import { LiveCalls } from '../state/live-calls.js';
import { OwnedCalls } from './owned-calls.js';
import { CallSessions } from './call-sessions.js';
import type { Call, CallOutcome } from '../call/call.js';
import { TelephonyApi } from '../telephony-api.js';

/** Something that others want of a call: an operator, or Twilio by a callback. */
type CallCommand =
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'transfer'; readonly number: string }
  | { readonly kind: 'status'; readonly status: string; readonly sequence: number | null }
  | {
      readonly kind: 'stream-event';
      readonly streamSid: string;
      readonly event: string;
      readonly error: string | null;
    };

/** A call that ends while it waits for its next stream or turn was left by its caller. */
function ended(outcome: CallOutcome | null): CallOutcome {
  const goingOn = outcome === null || outcome === 'left-stream' || outcome === 'handed-over';
  return goingOn ? 'hung-up' : outcome;
}

/** What became of an operator's wish. */
export type CommandResult = 'done' | 'over' | 'unknown';

const TOPIC = 'call-command';
const FINAL_STATUS = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

function endsCall(command: CallCommand): boolean {
  if (command.kind === 'status') return FINAL_STATUS.has(command.status);
  return command.kind !== 'stream-event';
}

/** Carries out what is wanted of a call on the replica that has it, whichever was asked. */
@Injectable()
export class CallControl {
  constructor(
    private readonly config: AppConfig,
    private readonly ownedCalls: OwnedCalls,
    private readonly sessions: CallSessions,
    private readonly liveCalls: LiveCalls,
    private readonly snapshots: CallSnapshots,
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
  transfer(callSid: string, number: string): Promise<CommandResult> {
    return this.send(callSid, { kind: 'transfer', number });
  }

  /** Twilio's view of the call; a final status ends whatever is left of it. */
  async statusEvent(callSid: string, status: string, sequence: number | null): Promise<void> {
    await this.command(callSid, { kind: 'status', status, sequence });
  }

  async streamEvent(
    callSid: string,
    event: { streamSid: string; event: string; error: string | null },
  ): Promise<void> {
    await this.command(callSid, { kind: 'stream-event', ...event });
  }

  /** @throws DatabaseUnavailableError when it takes the records to know about the call. */
  private async send(callSid: string, command: CallCommand): Promise<CommandResult> {
    if (await this.command(callSid, command)) return 'done';
    return (await this.snapshots.find(callSid)) === null ? 'unknown' : 'over';
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
    // Whoever had the call is gone. A mere piece of news is not worth taking it, as Twilio is
    // about to turn to another replica, from which it would be taken.
    if (!endsCall(command)) return false;
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
        if (session) return session.release('transferred', 'operator');
        await this.telephony.transfer(call.callSid, command.number);
        return this.ownedCalls.end(call, 'transferred');
      case 'stream-event': {
        const { kind: _, ...event } = command;
        call.note('twilio-stream', event);
        return this.snapshots.changed(call, 'call');
      }
      case 'status': {
        const { status, sequence } = command;
        call.note('twilio-status', { status, sequence });
        if (!endsCall(command)) return;
        session?.phoneGone(`call ${status}`);
        return this.ownedCalls.end(call, ended(call.outcome));
      }
    }
  }
}
