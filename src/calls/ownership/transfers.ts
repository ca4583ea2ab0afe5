import { Injectable } from '@nestjs/common';
import type { Call } from '../call/call.js';
import {
  type DialLeg,
  type DialReason,
  type DialReport,
  NOT_TAKEN,
  type Transfer,
  TRANSFER_TOOL,
} from '../call/transfer.js';
import { CallSnapshots } from '../state/call-snapshots.js';
import { OwnedCalls } from './owned-calls.js';

/**
 * Transfers of calls to a person. A call stays live while the phones ring: it goes on with its
 * order if no one takes it. No method rejects.
 */
@Injectable()
export class Transfers {
  constructor(
    private readonly ownedCalls: OwnedCalls,
    private readonly snapshots: CallSnapshots,
  ) {}

  /**
   * The caller is to be put through; `/voice/next` dials from here on, on any replica. Resolves
   * when they can see it.
   */
  begin(call: Call, reason: DialReason): Promise<void> {
    const from = originOf(call);
    call.outcome = 'transferred';
    call.wayOut = null;
    call.note('transfer', { reason });
    return this.put(call, { reason, from, state: 'ringing' });
  }

  /** A person has pressed the key to take the call. */
  accepted(call: Call): Promise<void> {
    call.note('transfer-accepted');
    const { reason = 'asked', from = originOf(call) } = call.transfer ?? {};
    call.outcome = 'transferred';
    return this.put(call, { reason, from, state: 'accepted' });
  }

  /** The number of this leg did not take the call. */
  untaken(call: Call, { index }: DialLeg, { status, bridged }: DialReport): void {
    call.note('transfer-untaken', { number: index + 1, status, bridged });
  }

  /** The next number is dialled. */
  async ring(call: Call, reason: DialReason): Promise<void> {
    const from = call.transfer?.from ?? originOf(call);
    await this.put(call, { reason, from, state: 'ringing' });
  }

  /** No one took the call: it goes on where it was, and the assistant says so first. */
  missed(call: Call, reason: DialReason): void {
    const from = call.transfer?.from ?? originOf(call);
    call.transfer = { reason, from, state: 'missed' };
    call.outcome = from === 'order-line' ? 'left-stream' : null;
    // The caller could do nothing but wait.
    call.callerActive();
    const tool = call.conversation
      .replay()
      .findLast((item) => item.kind === 'tool-call' && item.name === TRANSFER_TOOL);
    if (tool?.kind === 'tool-call' && reason === 'asked') {
      call.conversation.toolAnswered(tool.callId, JSON.stringify(NOT_TAKEN));
    }
  }

  /** `resuming`: nothing is heard of the call until the dialled one is over. */
  private put(call: Call, transfer: Transfer): Promise<void> {
    call.transfer = transfer;
    call.state = transfer.state === 'accepted' ? 'active' : 'resuming';
    this.ownedCalls.touch(call);
    return this.snapshots.putNow(call);
  }
}

function originOf({ outcome }: Call): Transfer['from'] {
  return outcome === 'left-stream' ? 'order-line' : 'stream';
}
