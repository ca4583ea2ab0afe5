import { Injectable } from '@nestjs/common';
import { ClusterBus } from '../../cluster/cluster-bus.js';
import { AppConfig } from '../../config/app-config.js';
import { OwnedCalls } from './owned-calls.js';
import { CallSessionFactory } from '../session/call-session.factory.js';
import type { CallSession } from '../session/call-session.js';
import type { Call } from '../call/call.js';
import type { PhoneLeg } from '../session/phone-leg.js';
import type { SessionView } from '../session/session-services.js';

/** An open stream as operators see it. */
export interface StreamView extends SessionView {
  readonly streamSid: string;
  readonly callSid: string;
  readonly instance: string;
  readonly provider: string | null;
  readonly durationMs: number;
}

/** The sessions of the streams that are open on this replica, one a call. */
@Injectable()
export class CallSessions {
  private readonly sessions = new Map<string, CallSession>();

  constructor(
    private readonly config: AppConfig,
    private readonly factory: CallSessionFactory,
    private readonly bus: ClusterBus,
    private readonly ownedCalls: OwnedCalls,
  ) {
    bus.answer('streams', () => this.views());
    ownedCalls.onLost((call) => {
      const session = this.sessions.get(call.callSid);
      if (session?.call === call) void session.release('handed-over', 'another replica');
    });
  }

  get size(): number {
    return this.sessions.size;
  }

  all(): readonly CallSession[] {
    return [...this.sessions.values()];
  }

  get(callSid: string): CallSession | undefined {
    return this.sessions.get(callSid);
  }

  /**
   * Opens a session; one that the call still has is released first.
   *
   * @param onEnd called once, after the outcome is written; the phone leg closes when it resolves.
   */
  open(call: Call, streamSid: string, phone: PhoneLeg, onEnd: () => Promise<void>): CallSession {
    void this.sessions.get(call.callSid)?.release('handed-over', 'newer stream');
    call.trace.turnBegan();
    const session = this.factory.create(call, streamSid, phone, {
      owner: this.ownedCalls,
      ended: () => {
        if (this.sessions.get(call.callSid) === session) this.sessions.delete(call.callSid);
        call.trace.turnEnded();
        return onEnd();
      },
    });
    this.sessions.set(call.callSid, session);
    this.ownedCalls.attended(call);
    return session;
  }

  /** The streams of all replicas that answer in time. */
  async everywhere(): Promise<readonly StreamView[]> {
    const answers = await this.bus.ask<readonly StreamView[]>('streams');
    return answers.flatMap(({ answer }) => answer);
  }

  private views(): readonly StreamView[] {
    const now = Date.now();
    return this.all().map((session) => {
      const view = session.view();
      return {
        ...view,
        streamSid: session.streamSid,
        callSid: session.call.callSid,
        instance: this.config.instance,
        provider: session.call.provider,
        durationMs: now - Date.parse(view.startedAt),
      };
    });
  }
}
